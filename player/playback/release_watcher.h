// Watches which release the store calls active, verifies it from the pinned root by itself, and keeps the
// player's own state (floor, generation in use, quarantine). Nothing that the agent says is taken over.
// Threads: its own; news come by a queue, reports go by another; `wake` is called after each piece of news.
// Errors: inside the news; they are logged once a generation. Source: shared/design/trust.md, The kiosk.
#pragma once
#include <functional>
#include <memory>
#include <thread>
#include <variant>

#include "content-sync/base/queue.h"
#include "player/play_log/play_log.h"
#include "player/playback/content.h"
#include "player/playback/device_memory.h"
#include "player/playback/duty.h"
#include "player/playback/feed_memory.h"
#include "player/playback/player_state.h"
#include "player/playback/playing_clock.h"
#include "player/playback/ring.h"
#include "player/playback/statistics.h"
#include "player/playback/stick_corner.h"

namespace gatecast::playback {

struct WatchOptions {
  Path store;
  Path state;
  Bytes pinned_root;
  std::string channel;
  std::string site, kiosk;  // of this kiosk, for what technicians ask of it; may be empty
  std::shared_ptr<isolate::Nursery> nursery;
  std::shared_ptr<isolate::Engine> engine;
  PlayingClock clock;
};

// An item in quarantine: how often it has failed by itself; or its object is damaged, and it comes back with
// it.
struct HeldBack {
  int count = 0;
  bool waits_for_object = false;
};

struct ReleaseNews {
  ContentPtr content;     // null: nothing can be verified, not even the last good one
  bool is_newest = true;  // false: the active one was refused and this is the last good one
  std::map<bundle::ItemId, HeldBack> quarantined;
  std::set<bundle::ItemId> forgiven;  // by `--forgive`: to be tried again now
  std::set<bundle::ItemId> mended;    // the damaged object of which is whole again
  store::Floor seen;
  std::optional<Instant> signed_at;         // of the verified timestamp: the clock cannot be right before it
  std::optional<Error> refusal;             // of the active one
  std::optional<StatementNews> statements;  // what officers on duty say, where that is new
  std::optional<FeedNews> feeds;            // what feeds say, where that is new
  std::optional<DeviceNews> device;         // what technicians ask, where that is new
  std::optional<StickNote> stick;           // what becomes of a stick that was put in, where that is new
};
std::set<bundle::ItemId> items_of(const std::map<bundle::ItemId, HeldBack>& quarantined);

struct NowPlaying {
  ContentPtr content;
  store::Floor seen;
};
struct ItemRefused {
  bundle::ItemId item;
  std::int64_t release_number = 0;
  Error error;
};
struct ItemPlaysAgain {
  bundle::ItemId item;
};
// The last good values, to be remembered.
struct FeedsTaken {
  std::string channel;
  bundle::FeedValues values;
};
// For the play log: what stands on the screen from this moment on, and what happens beside it.
struct Sighting {
  std::variant<play_log::OnScreen, play_log::Besides> what;
  play_log::Moment moment;
};
struct SightingsLost {
  std::int64_t count = 0;
  play_log::Moment moment;
};
// What technicians ask, as far as it is within the bounds of what plays; and what this machine cannot do of
// it.
struct WishHeld {
  bundle::DeviceState held;
  std::vector<Error> undone;
  std::optional<Instant> resting_since;  // the screen is dark for its hours
};
using WatcherReport = std::variant<NowPlaying, ItemRefused, ItemPlaysAgain, Sighting, SightingsLost,
                                   PageJudged, FeedsTaken, WishHeld>;

class ReleaseWatcher {
 public:
  // `before_told` hears each piece of news first, on the watcher's thread.
  ReleaseWatcher(WatchOptions options, std::function<void()> wake, std::shared_ptr<Queue<ThreadTime>> times,
                 std::function<void(const ReleaseNews&)> before_told = nullptr);
  ~ReleaseWatcher();
  ReleaseWatcher(const ReleaseWatcher&) = delete;
  ReleaseWatcher& operator=(const ReleaseWatcher&) = delete;
  std::optional<ReleaseNews> news();
  bool report(WatcherReport report);  // false: the queue is full

 private:
  std::shared_ptr<Queue<ReleaseNews>> news_;
  std::shared_ptr<Queue<WatcherReport>> reports_;
  std::jthread thread_;
};

// One look, as --render and --explain need it: the active release, else the last good one.
ReleaseNews look_once(Disk& disk, const WatchOptions& options);

}  // namespace gatecast::playback
