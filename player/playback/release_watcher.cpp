#include "player/playback/release_watcher.h"

#include "content-sync/base/log.h"
#include "player/playback/clock_watch.h"
#include "player/playback/state_lock.h"
#include "player/playback/watch.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 400ms;  // what officers on duty say is on the screen within a second

}  // namespace

ReleaseWatcher::ReleaseWatcher(WatchOptions options, std::function<void()> wake,
                               std::shared_ptr<Queue<ThreadTime>> times,
                               std::function<void(const ReleaseNews&)> before_told)
    : news_(std::make_shared<Queue<ReleaseNews>>("release news", 8)),
      reports_(std::make_shared<Queue<WatcherReport>>("watcher reports", 256)) {
  thread_ = std::jthread([options = std::move(options), wake = std::move(wake), times = std::move(times),
                          before_told = std::move(before_told), news = news_, reports = reports_] {
    name_thread("watcher");
    SystemDisk disk;
    Watch watch(options, disk);
    watch.open_state();
    StateLock lock(options.state);
    ClockWatch clock;
    StickEar stick;
    const auto tell = [&](ReleaseNews told) {
      if (before_told) before_told(told);
      news->push(std::move(told));
      wake();
    };
    const auto tell_part = [&](auto part, auto heard) {
      ReleaseNews told;
      told.*part = std::move(heard);
      tell(std::move(told));
    };
    while (!reports->is_closed()) {
      lock.hold();
      if (clock.has_jumped()) wake();  // the player rests until something is due by the clock of before
      // Technicians first: they may send the kiosk to the channel that has become active.
      if (auto heard = watch.hear_device()) tell_part(&ReleaseNews::device, std::move(heard));
      if (auto told = watch.look(std::chrono::steady_clock::now())) tell(std::move(*told));
      if (auto heard = watch.hear()) tell_part(&ReleaseNews::statements, std::move(heard));
      if (auto heard = watch.hear_feeds()) tell_part(&ReleaseNews::feeds, std::move(heard));
      if (auto heard = stick.look(disk, options.store)) tell_part(&ReleaseNews::stick, std::move(heard));
      if (auto told = watch.forgive()) tell(std::move(*told));
      if (auto told = watch.mend(std::chrono::steady_clock::now())) tell(std::move(*told));
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

std::set<bundle::ItemId> items_of(const std::map<bundle::ItemId, HeldBack>& quarantined) {
  std::set<bundle::ItemId> items;
  for (const auto& [item, held] : quarantined) items.insert(item);
  return items;
}

ReleaseNews look_once(Disk& disk, const WatchOptions& options) {
  Watch watch(options, disk);
  watch.open_state();
  auto device = watch.hear_device();
  auto news = watch.look(SteadyInstant()).value_or(ReleaseNews());
  // Not what bridges the time until the newest takes effect.
  if (!news.is_newest && !news.refusal) news = watch.look(SteadyInstant()).value_or(std::move(news));
  news.device = std::move(device);
  news.statements = watch.hear();
  news.feeds = watch.hear_feeds();
  if (news.feeds && news.content && news.feeds->channel != news.content->release->channel)
    news.feeds = watch.hear_feeds();
  return news;
}

}  // namespace gatecast::playback
