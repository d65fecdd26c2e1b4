#include "player/play_log/recorder.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace gatecast::play_log {
namespace {

using namespace std::chrono_literals;

constexpr auto kClockStep = 2s;  // less is chrony's slewing
constexpr std::size_t kMostShown = 3000;
constexpr std::size_t kMostDeviations = 500;

bool same_programme(const OnScreen& a, const OnScreen& b) {
  return a.channel == b.channel && a.release == b.release && a.document == b.document && a.mode == b.mode;
}

bool is_filling(const OnScreen& on) {
  return !on.item.empty() && !on.planned.empty() && on.planned != on.item;
}

}  // namespace

Milliseconds Recorder::since(const Moment& moment) const {
  return std::max(Milliseconds(0), std::chrono::floor<Milliseconds>(moment.steady - anchor_.steady));
}

void Recorder::start(const Moment& moment) {
  if (is_running_) return;
  is_running_ = true;
  begin_segment(moment);
  show(on_);
  mark("start", GATECAST_VERSION, moment);
}

void Recorder::begin_segment(const Moment& moment) {
  anchor_ = moment;
  segment_ = {};
  segment_.from = segment_.to = to_log_time(moment.now);
  indices_.clear();
  on_since_ = Milliseconds(0);
}

std::optional<std::size_t> Recorder::skip_index() {
  if (!is_filling(on_)) return std::nullopt;
  const Skip skip{on_.planned, on_.why};
  const auto found = std::find(segment_.skips.begin(), segment_.skips.end(), skip);
  if (found != segment_.skips.end()) return static_cast<std::size_t>(found - segment_.skips.begin());
  segment_.skips.push_back(skip);
  return segment_.skips.size() - 1;
}

// The showing that is on, up to `until`.
void Recorder::advance(Milliseconds until) {
  const auto length = until - on_since_;
  on_since_ = until;
  // What stood for no time at all was not seen by anybody.
  if (length <= 0ms) return;
  const ShownItem item{on_.item, on_.languages};
  const auto [found, is_new] = indices_.try_emplace(item, segment_.items.size());
  if (is_new) segment_.items.push_back(item);
  if (segment_.shown.empty()) segment_.continues = is_on_continued_;
  segment_.shown.push_back({found->second, length, skip_index()});
  is_on_continued_ = true;
}

void Recorder::close_deviations(Milliseconds until, const std::vector<Open>& kept) {
  std::vector<Open> still_open;
  for (auto& open : open_) {
    const bool is_kept = std::any_of(kept.begin(), kept.end(), [&](const Open& other) {
      return other.deviation.what == open.deviation.what && other.deviation.item == open.deviation.item;
    });
    if (is_kept || open.is_besides) {
      still_open.push_back(std::move(open));
      continue;
    }
    open.deviation.length = until - open.deviation.at;
    if (open.deviation.length > 0ms) segment_.deviations.push_back(std::move(open.deviation));
  }
  open_ = std::move(still_open);
}

std::vector<Recorder::Open> Recorder::deviations_of(const OnScreen& on) const {
  std::vector<Open> list;
  const auto add = [&](Deviation deviation) { list.push_back({std::move(deviation), false}); };
  if (on.channel.empty()) {
    add({.what = "no_release", .why = on.why});
    return list;
  }
  if (on.is_old_release) add({.what = "old_release", .why = on.why});
  if (on.is_mode_ordered) add({.what = "mode", .item = on.mode});
  if (on.item.empty()) add({.what = on.is_resting ? "rest" : "still"});
  return list;
}

// Makes `on` what is on, from on_since_.
void Recorder::show(const OnScreen& on) {
  if (segment_.programme.empty() || !same_programme(on, on_)) {
    const Interval interval{on_since_, on.channel, on.release, on.document, on.mode};
    if (!segment_.programme.empty() && segment_.programme.back().at == on_since_)
      segment_.programme.back() = interval;
    else
      segment_.programme.push_back(interval);
  }
  const auto wanted = deviations_of(on);
  close_deviations(on_since_, wanted);
  for (const auto& one : wanted) {
    const bool is_open = std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
      return open.deviation.what == one.deviation.what && open.deviation.item == one.deviation.item;
    });
    if (is_open) continue;
    open_.push_back(one);
    open_.back().deviation.at = on_since_;
    has_event_ = true;
  }
  on_ = on;
}

void Recorder::keep_time(const Moment& moment) {
  const auto wall = std::chrono::duration_cast<Milliseconds>(moment.now - anchor_.now);
  // A note may come a little later than the segment's end that was taken meanwhile: that is no step.
  const auto step = wall - std::chrono::duration_cast<Milliseconds>(moment.steady - anchor_.steady);
  if (std::abs(step.count()) <= Milliseconds(kClockStep).count()) return;
  end_segment(since(moment));
  begin_segment(moment);
  show(on_);
  segment_.deviations.push_back({.what = "clock", .why = std::to_string(step.count()) + " ms"});
  has_event_ = true;
}

void Recorder::note(const OnScreen& on, const Moment& moment) {
  start(moment);
  keep_time(moment);
  if (on == on_) return;
  const bool is_programme_new = !same_programme(on, on_);
  const bool is_same_showing = on.item == on_.item && on.languages == on_.languages && on.slot == on_.slot;
  const auto at = std::max(on_since_, since(moment));
  advance(at);
  on_since_ = at;
  if (!is_same_showing) is_on_continued_ = false;
  show(on);
  const bool is_newly_skipped = is_filling(on) && skipped_before_.insert(on.planned).second;
  has_event_ = has_event_ || is_programme_new || is_newly_skipped;
  if (skipped_before_.size() > kMostShown) skipped_before_.clear();
}

void Recorder::note(const Besides& besides, const Moment& moment) {
  start(moment);
  keep_time(moment);
  const auto at = since(moment);
  const auto found = std::find_if(open_.begin(), open_.end(), [&](const Open& open) {
    return open.is_besides && open.deviation.what == besides.what && open.deviation.item == besides.item;
  });
  if (besides.begins == (found != open_.end())) return;  // known
  has_event_ = true;
  if (besides.begins) {
    open_.push_back({{.at = at, .what = besides.what, .item = besides.item, .why = besides.why}, true});
    return;
  }
  found->deviation.length = at - found->deviation.at;
  segment_.deviations.push_back(std::move(found->deviation));
  open_.erase(found);
}

void Recorder::mark(const std::string& what, const std::string& why, const Moment& moment) {
  start(moment);
  segment_.deviations.push_back({.at = since(moment), .what = what, .why = why});
}

bool Recorder::is_full() const {
  return segment_.shown.size() >= kMostShown || segment_.deviations.size() >= kMostDeviations;
}

void Recorder::end_segment(Milliseconds length) {
  advance(length);
  segment_.to = segment_.from + length;
  for (auto& open : open_) {
    auto part = open.deviation;
    part.length = length - part.at;
    if (part.length > 0ms) {
      segment_.deviations.push_back(std::move(part));
      open.deviation.continues = true;
    }
    open.deviation.at = Milliseconds(0);
  }
  if (length > 0ms || !segment_.deviations.empty()) done_.push_back(std::move(segment_));
}

std::vector<Segment> Recorder::take(const Moment& moment) {
  if (is_running_) {
    keep_time(moment);
    end_segment(since(moment));
    // The next segment begins where this one ended, to the millisecond.
    const auto elapsed = since(moment);
    begin_segment({anchor_.now + elapsed, anchor_.steady + elapsed});
    show(on_);
  }
  has_event_ = false;
  return std::exchange(done_, {});
}

}  // namespace gatecast::play_log
