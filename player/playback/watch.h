// What the watcher's thread does, each once in a turn: looks which release is active, hears officers, feeds
// and technicians, mends, and keeps the player's own state. Nothing that the agent says is taken over.
// Threads: one owner (the watcher). Errors: inside the news, or logged once. Source: shared/design/trust.md,
// The kiosk.
#pragma once
#include "player/playback/mending.h"
#include "player/playback/release_watcher.h"
#include "player/playback/useful_counts.h"

namespace gatecast::playback {

class Watch {
 public:
  Watch(WatchOptions options, Disk& disk);
  void open_state();
  // Something to tell, when what is active has changed or a refused one may be whole again.
  std::optional<ReleaseNews> look(SteadyInstant now);
  // What officers on duty say, when that is new. Whatever the file has become, what they said before stands
  // until its end, and what is recalled stays recalled.
  std::optional<StatementNews> hear();
  // What the feeds say to the channel that is in effect, and to the one that comes, when that is new.
  // Whatever the file has become, the values before stay until their age.
  std::optional<FeedNews> hear_feeds();
  // What technicians ask, when that is new.
  std::optional<DeviceNews> hear_device();
  // What a technician asked to be tried again.
  std::optional<ReleaseNews> forgive();
  // Damaged objects are looked at again until the agent has fetched them anew.
  std::optional<ReleaseNews> mend(SteadyInstant now);
  void take(const WatcherReport& report);
  // What is not urgent: the log made durable, and what could not be written before.
  void tend(SteadyInstant now);
  void end();

 private:
  Result<store::VerifiedRelease> load(const Path& generation);
  [[nodiscard]] Result<store::VerifiedRelease> verify(const Path& generation,
                                                      const std::string& channel) const;
  const store::VerifiedRelease* last_good();
  std::optional<ReleaseNews> meanwhile(const store::VerifiedRelease& newest);
  const bundle::Release* deciding();
  std::optional<FeedNews> hear_feeds(const std::string& channel);
  std::optional<ReleaseNews> once(ReleaseNews news);
  [[nodiscard]] std::optional<Sha256> named(const Sha256& hash) const;
  [[nodiscard]] std::optional<Sha256> object_blamed(const Error& error) const;
  std::set<bundle::ItemId> note_whole(const Sha256& object);
  ReleaseNews news_of(const store::VerifiedRelease& verified, bool is_newest);
  ReleaseNews fall_back(const Error& refusal);
  Status note(const NowPlaying& playing);
  Status note(const ItemRefused& refused);
  Status note(const ItemPlaysAgain& again);
  Status note(const Sighting& sighting);
  Status note(const PageJudged& judged);
  Status note(const WishHeld& wish);
  Status note(const FeedsTaken& taken);
  Status note(const SightingsLost& lost);

  WatchOptions options_;
  Disk& disk_;
  play_log::PlayLog log_;
  UsefulCounts useful_;
  ContentPtr playing_;
  ContentPtr offered_;  // the newest that was verified, though nothing of it may be playable
  ContentPtr known_;    // the same, of the channel that is in effect
  std::optional<store::VerifiedRelease> last_good_;  // of before the start, once it was asked for
  bool is_last_refused_ = false;
  Mending mending_;
  SteadyInstant tend_log_, tend_memories_;
  std::optional<PlayerState> state_;
  Error state_error_;
  FeedMemory feeds_;
  DeviceMemory device_;
  std::map<std::string, HeardFile> heard_feeds_;  // by channel: that in effect, and that which comes
  bool has_begun_ = false;
  HeardFile statements_;
  bool looked_ = false;
  bool is_refused_ = false;
  std::int64_t number_ = 0;
  SteadyInstant try_again_;
};

}  // namespace gatecast::playback
