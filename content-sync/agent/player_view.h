// The player's folder as its neighbour sees it: anybody's bytes. Links are not followed, sizes and counts are
// bounded, words lose their control characters, of the play log only what is signed is believed; whatever
// else is there becomes a refusal that says so. Threads: one owner. Errors: told as `oddities`. Source:
// shared/design/trust.md, The kiosk; player/play_log/FORMAT.md.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/device.h"
#include "content-sync/report/record.h"

namespace gatecast::agent {

struct Quarantined {
  std::string item, rule, message;
  std::int64_t count = 0;
};
struct PlayerFacts {
  std::vector<Quarantined> quarantine;  // at most 50
  std::int64_t broken_objects = 0;
  bool is_switched_off = false;
  std::vector<Error> oddities;
};
PlayerFacts read_player(Disk& disk, const Path& state);
// What the player says of the wishes of technicians: what of them holds, what this machine cannot do (at most
// 10), and a channel for which it has no release that decides.
struct PlayerWish {
  std::optional<bundle::DeviceState> held;
  std::vector<Error> undone;
  std::string undecided_channel;
};
// `site`, `kiosk`: whatever speaks of another kiosk, or is not of the form of a wish, is not there.
PlayerWish read_wish(Disk& disk, const Path& state, const std::string& site, const std::string& kiosk);

// The last head that was taken over.
struct PlayLogPlace {
  std::int64_t number = 0;
  std::string hash;
  std::string key;
};
nlohmann::json to_json(const PlayLogPlace& place);
PlayLogPlace place_from_json(const nlohmann::json& document);

struct PlayLogPart {
  std::vector<report::Draft> drafts;  // of the kind "play"
  PlayLogPlace place;                 // when they are taken
  bool has_more = false;
  std::vector<Error> oddities;
};

// Heads behind which another one stands: the player writes none before the one before it is synced, so that
// none is sent which its disk could still forget.
class PlayLogFollower {
 public:
  PlayLogFollower(Disk& disk, const Path& state) : disk_(&disk), folder_(state / "play-log") {}
  PlayLogPart look(const PlayLogPlace& place);

 private:
  struct Reading;
  void read(const std::string& name, Reading& reading);

  Disk* disk_;
  Path folder_;
  // Where the newest file was left, so that it is not read from its beginning each time.
  std::string file_;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace gatecast::agent
