// What technicians ask of this kiosk, verified by the player from its pinned root, and what it remembers of
// it over restarts: the floor of the role's versions, the last wish, the last good values, the channel of the
// release that is in effect. `player-state/device.json`. Threads: one owner (the watcher). Errors: logged;
// what cannot be verified asks nothing new, and what holds stays. Source: shared/design/trust.md, The kiosk
// (player-state, its own floor).
#pragma once
#include <nlohmann/json.hpp>

#include "content-sync/bundle/release.h"
#include "content-sync/store/verified_device.h"
#include "player/playback/heard_file.h"

namespace gatecast::playback {

struct DeviceNews {
  std::optional<bundle::DeviceState> wish;  // nothing: as it is provisioned
  bundle::DeviceState held;                 // what of it, or of one before, was good when it was last judged
};

// Judged against the release that plays; outside its bounds the last good value stays.
bundle::DeviceJudgement applied_wish(const DeviceNews& news, const bundle::Release& release);

class DeviceMemory {
 public:
  struct Place {
    Path store;
    Path state;
    std::string site, kiosk;
    std::string channel;  // that it is provisioned for
  };
  DeviceMemory(Disk& disk, Place place);

  // What is asked, when that is new.
  std::optional<DeviceNews> hear(ByteView pinned_root);
  // The channel of the release that is in effect, the one that this kiosk is provisioned for, and the one it
  // is to go to as soon as its release is there; empty: none. `bounds`: of the release that decides, if there
  // is one.
  [[nodiscard]] const std::string& channel() const { return channel_; }
  [[nodiscard]] const std::string& home() const { return place_.channel; }
  [[nodiscard]] std::string next_channel(const bundle::DeviceBounds* bounds) const;
  // Whatever bounds there are; empty: that which is shown.
  [[nodiscard]] std::string wished_channel() const;
  // A release of it plays: over a restart this player begins with it.
  Status note_in_effect(const std::string& channel);
  // No verified release is here that could allow the wished channel: for the agent, which then fetches home.
  Status note_undecided();
  // What the main thread found good, and what of it this machine cannot do: for the agent to tell. Since when
  // the screen is dark for its hours: for who waits for such an hour to start the machine anew.
  Status hold(const bundle::DeviceState& held, const std::vector<Error>& undone = {},
              std::optional<Instant> resting_since = std::nullopt);
  // What could not be written is written again.
  Status tend();

 private:
  void load();
  std::optional<DeviceNews> take(store::VerifiedDevice verified);
  Status write();
  Disk* disk_;
  Place place_;
  Path path_;
  std::string channel_;
  store::Floor floor_;
  std::optional<bundle::DeviceState> wish_;
  bundle::DeviceState held_;
  nlohmann::json undone_;  // as it is written
  std::string resting_;    // since when, as it is written; empty: lit
  std::string undecided_;  // the channel
  bool has_begun_ = false;
  HeardFile file_;
  bool is_unwritten_ = false;
};

}  // namespace gatecast::playback
