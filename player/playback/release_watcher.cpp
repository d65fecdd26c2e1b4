#include "player/playback/release_watcher.h"

#include "content-sync/base/log.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_statements.h"
#include "player/playback/state_lock.h"
#include "player/playback/useful_counts.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 400ms;  // what officers on duty say is on the screen within a second
constexpr auto kTendEvery = 1s;
constexpr auto kTryRefusedEvery = 20s;
constexpr std::size_t kReadBytes = 64 * 1024;

ContentPtr content_of(const store::VerifiedRelease& verified, const WatchOptions& options) {
  auto content = std::make_shared<Content>();
  content->release = verified.release;
  content->generation = verified.generation;
  content->document = verified.document_hash;
  content->is_demo = verified.is_demo;
  content->nursery = options.nursery;
  content->engine = options.engine;
  content->open_object = [release = verified.release, objects = options.store / "objects"](
                             const Sha256& hash) -> Result<std::unique_ptr<ReadFile>> {
    const auto found = release->objects.find(hash);
    if (found == release->objects.end())
      return fail(trust_error("store.object", hash.hex(), "the release does not name this object"));
    SystemDisk disk;
    return store::open_verified(disk, objects, found->second);
  };
  return content;
}

// Whether every byte of the object is what was signed.
bool is_whole(const Content& content, const Sha256& object) {
  const auto file = content.open_object(object);
  if (!file) return false;
  Bytes buffer(kReadBytes, '\0');
  for (std::uint64_t offset = 0;; offset += buffer.size()) {
    const auto got = (*file)->read_at(offset, {buffer.data(), buffer.size()});
    if (!got) return false;
    if (*got < buffer.size()) return true;
  }
}

class Watch {
 public:
  Watch(WatchOptions options, Disk& disk)
      : options_(std::move(options)),
        disk_(disk),
        log_(disk, options_.state),
        useful_(disk, options_.state),
        feeds_(disk, options_.state) {}

  void open_state() {
    auto state = PlayerState::open(disk_, options_.state);
    if (state)
      state_ = std::move(*state);
    else
      state_error_ = state.error();
  }

  // Something to tell, when what is active has changed or a refused one may be whole again.
  std::optional<ReleaseNews> look(SteadyInstant now) {
    if (!state_) {
      ReleaseNews news;
      news.refusal = state_error_;
      return once(std::move(news));
    }
    const auto active = store::active_generation(disk_, options_.store);
    const std::int64_t number = active ? *active : 0;
    const bool has_changed = !looked_ || number != number_;
    if (!has_changed && !(is_refused_ && now >= try_again_)) return std::nullopt;
    looked_ = true;
    number_ = number;
    try_again_ = now + kTryRefusedEvery;
    auto verified = store::load_verified_release(disk_, options_.store / "active", options_.pinned_root,
                                                 options_.channel, state_->floor());
    if (verified) {
      is_refused_ = false;
      return news_of(*verified, true);
    }
    const bool was_told = is_refused_ && !has_changed;
    is_refused_ = true;
    if (was_told) return std::nullopt;
    log_error(verified.error());
    return fall_back(verified.error());
  }

  // What officers on duty say, when that is new. Whatever the file has become, what they said before stands
  // until its end, and what is recalled stays recalled.
  std::optional<StatementNews> hear() {
    if (!state_) return std::nullopt;
    const Path file = options_.store / store::kStatementFile;
    const auto bytes = read_file(disk_, file, store::kStatementFileLimit);
    const Bytes heard = bytes ? *bytes : Bytes();
    if (has_heard_ && heard == heard_) return std::nullopt;
    const bool is_first = !has_heard_;
    has_heard_ = true;
    heard_ = heard;
    StatementNews news;
    if (bytes) {
      auto verified =
          store::load_verified_statements(disk_, file, options_.pinned_root, state_->statement_floor());
      if (!verified) {
        log_error(verified.error());
        if (!is_first) return std::nullopt;
      } else {
        for (const auto& error : verified->refused) log_error(error);
        if (const auto status = state_->note_statements(verified->seen, verified->statements); !status)
          log_error(status.error());
        news.statements = std::move(verified->statements);
        news.signers = std::move(verified->signers);
        news.signed_at = verified->signed_at;
      }
    }
    news.recalls = state_->recalls();
    return news;
  }

  // What the feeds say, when that is new. Whatever the file has become, the values before stay until their
  // age.
  std::optional<FeedNews> hear_feeds() {
    if (!state_) return std::nullopt;
    const Path file = options_.store / store::kFeedFile;
    const auto bytes = read_file(disk_, file, store::kFeedFileLimit);
    const Bytes heard = bytes ? *bytes : Bytes();
    if (has_heard_feeds_ && heard == heard_feeds_) return std::nullopt;
    const bool is_first = !std::exchange(has_heard_feeds_, true);
    heard_feeds_ = heard;
    FeedNews news;
    news.remembered = feeds_.values(options_.channel);
    if (!bytes) return is_first ? std::optional(news) : std::nullopt;
    auto verified =
        store::load_verified_feeds(disk_, file, options_.pinned_root, options_.channel, feeds_.floor());
    if (!verified) {
      log_error(verified.error());
      return is_first ? std::optional(news) : std::nullopt;
    }
    if (const auto status = feeds_.raise(verified->seen); !status) log_error(status.error());
    news.offered = std::move(verified->values);
    news.signed_at = verified->signed_at;
    return news;
  }

  // What is not urgent: the log made durable, broken objects looked at again after the agent fetched them.
  void tend(SteadyInstant now) {
    if (now >= tend_log_) {
      const auto status = log_.tend({options_.clock.now(), options_.clock.counted(now)});
      // What was not written is kept and tried again, with patience.
      tend_log_ =
          now + (status ? SteadyInstant::duration(kTendEvery) : SteadyInstant::duration(kTryRefusedEvery));
      if (!status) log_error(status.error());
    }
    if (const auto status = useful_.tend(now); !status) log_error(status.error());
    if (!state_ || !playing_ || state_->broken().empty() || now < look_at_broken_) return;
    look_at_broken_ = now + kTryRefusedEvery;
    for (const auto& object : std::set<Sha256>(state_->broken())) {
      // One that the release no longer names is nobody's business any more.
      if (playing_->release->objects.contains(object) && !is_whole(*playing_, object)) continue;
      if (const auto status = state_->note_whole_again(object); !status) log_error(status.error());
    }
  }
  void end() {
    const auto& clock = options_.clock;
    if (const auto status = useful_.write(); !status) log_error(status.error());
    if (const auto status = log_.close({clock.now(), clock.counted(clock.steady_now())}); !status)
      log_error(status.error());
  }

  // What a technician asked to be tried again.
  std::optional<ReleaseNews> forgive() {
    if (!state_) return std::nullopt;
    auto forgiven = state_->take_forgiven();
    if (!forgiven) log_error(forgiven.error());
    if (!forgiven || forgiven->empty()) return std::nullopt;
    ReleaseNews news;
    news.forgiven = std::move(*forgiven);
    return news;
  }

  void take(const WatcherReport& report) {
    if (!state_) return;
    if (const auto status = std::visit([&](const auto& kind) { return note(kind); }, report); !status)
      log_error(status.error());
  }

 private:
  std::optional<ReleaseNews> once(ReleaseNews news) {
    if (looked_) return std::nullopt;
    looked_ = true;
    if (news.refusal) log_error(*news.refusal);
    return news;
  }

  ReleaseNews news_of(const store::VerifiedRelease& verified, bool is_newest) {
    ReleaseNews news;
    news.content = content_of(verified, options_);
    news.is_newest = is_newest;
    news.seen = verified.seen;
    news.signed_at = verified.signed_at;
    for (const auto& [id, entry] : state_->quarantine())
      if (entry.release_number == verified.release->number) news.quarantined[id] = entry.count;
    return news;
  }

  // The release that plays stays; only at the start is there none yet.
  ReleaseNews fall_back(const Error& refusal) {
    ReleaseNews news;
    if (const auto last = state_->last_good()) {
      const Path folder = options_.store / "generations" / std::to_string(*last);
      auto verified = store::load_verified_release(disk_, folder, options_.pinned_root, options_.channel,
                                                   state_->floor());
      if (verified)
        news = news_of(*verified, false);
      else
        log_error(verified.error());
    }
    news.is_newest = false;
    news.refusal = refusal;
    return news;
  }

  Status note(const NowPlaying& playing) {
    playing_ = playing.content;
    GATECAST_TRY_STATUS(state_->raise_floor(playing.seen));
    const auto& release = *playing.content->release;
    const auto number = std::atoll(playing.content->generation.filename().c_str());
    return state_->remember_playing(number, release.channel, release.number, SystemClock().now());
  }
  Status note(const ItemRefused& refused) {
    if (refused.error.rule == "store.piece" || refused.error.rule == "store.pieces")
      if (const auto object = Sha256::from_hex(Path(refused.error.subject).filename().string()); object)
        GATECAST_TRY_STATUS(state_->note_broken(*object));
    if (refused.item.empty()) return {};
    return state_->put_in_quarantine({refused.item, refused.release_number, refused.error.rule,
                                      refused.error.message, SystemClock().now(), 1});
  }
  Status note(const ItemPlaysAgain& again) { return state_->release_from_quarantine(again.item); }

  Status note(const Sighting& sighting) {
    std::visit([&](const auto& what) { log_.note(what, sighting.moment); }, sighting.what);
    return {};
  }
  Status note(const PageJudged& judged) {
    useful_.note(judged.page, judged.language, judged.is_useful, options_.clock.now());
    return {};
  }
  Status note(const FeedsTaken& taken) { return feeds_.remember(taken.channel, taken.values); }
  Status note(const SightingsLost& lost) {
    log_.note_lost(lost.count, lost.moment);
    return {};
  }

  WatchOptions options_;
  Disk& disk_;
  play_log::PlayLog log_;
  UsefulCounts useful_;
  ContentPtr playing_;
  SteadyInstant tend_log_;
  SteadyInstant look_at_broken_;
  std::optional<PlayerState> state_;
  Error state_error_;
  FeedMemory feeds_;
  bool has_heard_feeds_ = false;
  Bytes heard_feeds_;
  bool has_heard_ = false;
  Bytes heard_;  // the file as it was read last
  bool looked_ = false;
  bool is_refused_ = false;
  std::int64_t number_ = 0;
  SteadyInstant try_again_;
};

// The wall clock was set: it and the steady clock no longer go alike.
class ClockWatch {
 public:
  bool has_jumped() {
    const auto apart =
        SystemClock().now().time_since_epoch() -
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
    const auto by = std::exchange(apart_, apart) - apart;
    return by > kJump || by < -kJump;
  }

 private:
  static constexpr Duration kJump = 20ms;
  Duration apart_ = SystemClock().now().time_since_epoch() -
                    std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
};

}  // namespace

ReleaseWatcher::ReleaseWatcher(WatchOptions options, std::function<void()> wake,
                               std::shared_ptr<Queue<ThreadTime>> times)
    : news_(std::make_shared<Queue<ReleaseNews>>("release news", 8)),
      reports_(std::make_shared<Queue<WatcherReport>>("watcher reports", 256)) {
  thread_ = std::jthread([options = std::move(options), wake = std::move(wake), times = std::move(times),
                          news = news_, reports = reports_] {
    name_thread("watcher");
    SystemDisk disk;
    Watch watch(options, disk);
    watch.open_state();
    StateLock lock(options.state);
    ClockWatch clock;
    while (!reports->is_closed()) {
      lock.hold();
      if (clock.has_jumped()) wake();  // the player rests until something is due by the clock of before
      if (auto told = watch.look(std::chrono::steady_clock::now())) {
        news->push(std::move(*told));
        wake();
      }
      if (auto heard = watch.hear()) {
        ReleaseNews told;
        told.statements = std::move(heard);
        news->push(std::move(told));
        wake();
      }
      if (auto heard = watch.hear_feeds()) {
        ReleaseNews told;
        told.feeds = std::move(heard);
        news->push(std::move(told));
        wake();
      }
      if (auto told = watch.forgive()) {
        news->push(std::move(*told));
        wake();
      }
      if (auto report = reports->pop_for(kLookEvery)) watch.take(*report);
      while (auto report = reports->try_pop()) watch.take(*report);
      watch.tend(std::chrono::steady_clock::now());
    }
    while (auto report = reports->try_pop()) watch.take(*report);
    watch.end();
    times->try_push({"watcher", thread_cpu_seconds()});
  });
}

ReleaseWatcher::~ReleaseWatcher() {
  news_->close();
  reports_->close();
}

std::optional<ReleaseNews> ReleaseWatcher::news() {
  return news_->try_pop();
}

bool ReleaseWatcher::report(WatcherReport report) {
  return reports_->try_push(std::move(report));
}

std::set<bundle::ItemId> items_of(const std::map<bundle::ItemId, int>& quarantined) {
  std::set<bundle::ItemId> items;
  for (const auto& [item, count] : quarantined) items.insert(item);
  return items;
}

ReleaseNews look_once(Disk& disk, const WatchOptions& options) {
  Watch watch(options, disk);
  watch.open_state();
  auto news = watch.look(SteadyInstant()).value_or(ReleaseNews());
  news.statements = watch.hear();
  news.feeds = watch.hear_feeds();
  return news;
}

}  // namespace gatecast::playback
