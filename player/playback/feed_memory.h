// What the player itself remembers of feeds, so that neither a restart nor a hijacked agent undoes it: the
// floor of the role's versions, and the last good values. `player-state/feeds.json`. Threads: one owner.
// Errors: of the disk; what is damaged is as if nothing were remembered, and is logged.
// Source: shared/design/trust.md, The kiosk (player-state, its own floor).
#pragma once
#include "content-sync/store/verified_feeds.h"

namespace gatecast::playback {

// Verified by the watcher; judged against the release that plays by the main thread.
struct FeedNews {
  std::string channel;
  bundle::FeedValues remembered;     // good when they were last seen
  bundle::FeedValues offered;        // newest
  std::optional<Instant> signed_at;  // of the verified timestamp: the clock cannot be right before it
};

class FeedMemory {
 public:
  FeedMemory(Disk& disk, const Path& folder);
  [[nodiscard]] const store::Floor& floor() const { return floor_; }
  [[nodiscard]] bundle::FeedValues values(const std::string& channel) const;
  Status raise(const store::Floor& seen);
  Status remember(const std::string& channel, const bundle::FeedValues& values);
  // What could not be written is written again.
  Status tend() { return is_unwritten_ ? write() : Status(); }

 private:
  Status write();
  Disk* disk_;
  Path path_;
  store::Floor floor_;
  bundle::FeedDocument good_;
  bool is_unwritten_ = false;
};

}  // namespace gatecast::playback
