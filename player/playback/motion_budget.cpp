#include "player/playback/motion_budget.h"

#include <algorithm>

#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr int kWindow = 48;          // pictures: about a second
constexpr std::size_t kSample = 12;  // pictures whose median cost is known well enough
constexpr auto kMotionAgainAfter = 6h;
// Steps between two pictures, beyond which the second is late. A display of 30 pictures a second is not.
constexpr int kPatience = 5;  // halves of a step

MotionRate slower(MotionRate one, MotionRate other) {
  return std::max(one, other);
}

Duration median(std::vector<Duration> costs) {
  const auto middle = costs.begin() + static_cast<std::ptrdiff_t>(costs.size() / 2);
  std::nth_element(costs.begin(), middle, costs.end());
  return *middle;
}

}  // namespace

std::string_view to_string(MotionKind kind) {
  switch (kind) {
    case MotionKind::zoom:
      return "zoom";
    case MotionKind::slide:
      return "slide";
    case MotionKind::crossfade:
      return "crossfade";
    case MotionKind::ticker:
      break;
  }
  return "ticker";
}

std::string_view to_string(MotionRate rate) {
  return rate == MotionRate::full ? "full" : rate == MotionRate::half ? "half" : "none";
}

MotionRate affordable(MotionKind kind, Duration cost, Duration interval) {
  if (cost * 4 <= interval * 3) return MotionRate::full;
  const int most = kind == MotionKind::crossfade ? 4 : 2;
  return cost * 4 <= interval * most * 3 ? MotionRate::half : MotionRate::none;
}

MotionRate after_late_pictures(MotionKind kind, MotionRate rate, int late) {
  if (late <= kMostLatePictures || rate == MotionRate::none) return rate;
  if (rate == MotionRate::full || kind == MotionKind::crossfade || kind == MotionKind::ticker)
    return MotionRate::half;
  return MotionRate::none;
}

MotionBudget::MotionBudget(MotionRate most) {
  for (const auto kind : {MotionKind::zoom, MotionKind::slide, MotionKind::ticker}) {
    auto& movement = movements_.at(static_cast<std::size_t>(kind));
    movement.most = movement.rate = most;
  }
}

Duration MotionBudget::step(MotionKind kind) const {
  const auto rate = of(kind).rate;
  return rate == MotionRate::full   ? compose::kMotionStep
         : rate == MotionRate::half ? 2 * compose::kMotionStep
                                    : Duration(0);
}

std::string MotionBudget::most() const {
  for (const auto kind : kMotionKinds)
    if (kind != MotionKind::ticker && rate(kind) != MotionRate::none) return std::string(to_string(kind));
  return "cut";
}

MotionBudget::Told MotionBudget::told(MotionKind kind) const {
  const auto& movement = of(kind);
  return {movement.rate, movement.costs.empty() ? movement.cost : median(movement.costs), movement.pictures,
          movement.late};
}

void MotionBudget::shown(MotionKind kind, SteadyInstant now, bool follows, Duration cost, Duration interval) {
  const auto since = now - last_;
  last_ = now;
  for (auto& movement : movements_)
    if (movement.rate != movement.most && now - movement.reduced_at > kMotionAgainAfter)
      movement.rate = movement.most;
  auto& movement = movements_.at(static_cast<std::size_t>(kind));
  if (movement.rate == MotionRate::none) return;
  movement.costs.push_back(cost);
  if (follows) {
    ++movement.pictures;
    ++movement.window;
    if (since > std::max(step(kind), interval) * kPatience / 2) {
      ++movement.late;
      ++movement.window_late;
    }
  }
  const bool is_sampled = movement.costs.size() == kSample;
  if (is_sampled || movement.window_late > kMostLatePictures || movement.window >= kWindow)
    judge(kind, movement, now, interval);
}

void MotionBudget::judge(MotionKind kind, Movement& movement, SteadyInstant now, Duration interval) {
  movement.cost = median(movement.costs);
  auto rate = after_late_pictures(kind, movement.rate, movement.window_late);
  if (movement.costs.size() >= kSample) rate = slower(rate, affordable(kind, movement.cost, interval));
  const bool is_whole = movement.window >= kWindow || movement.window_late > kMostLatePictures;
  if (is_whole || rate != movement.rate) {
    movement.window = 0;
    movement.window_late = 0;
    movement.costs.clear();
  }
  if (rate == movement.rate) return;
  movement.rate = rate;
  movement.reduced_at = now;
  const auto cost_us = movement.cost.count();
  log_warning("a picture of the movement \"" + std::string(to_string(kind)) + "\" costs " +
              std::to_string(cost_us) + " us of the display's " + std::to_string(interval.count()) +
              (rate == MotionRate::half ? ": it moves at half the rate [player.motion]"
                                        : ": a simpler one takes its place [player.motion]"));
}

}  // namespace gatecast::playback
