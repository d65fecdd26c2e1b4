#include "player/playback/motion_budget.h"

#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr int kWindow = 48;    // pictures: about a second
constexpr int kMostLate = 16;  // of them
constexpr auto kTryAgainAfter = 6h;
// Steps between two pictures, beyond which the second is late. A display of 30 pictures a second is not.
constexpr int kPatience = 5;  // halves of a step

}  // namespace

Duration MotionBudget::step() const {
  return rate_ == MotionRate::full   ? compose::kMotionStep
         : rate_ == MotionRate::half ? 2 * compose::kMotionStep
                                     : Duration(0);
}

void MotionBudget::shown(SteadyInstant now, bool follows) {
  const auto since = now - last_;
  last_ = now;
  if (rate_ != most_ && now - reduced_at_ > kTryAgainAfter) rate_ = most_;
  if (!follows || rate_ == MotionRate::none) return;
  ++pictures_;
  ++window_;
  if (since > step() * kPatience / 2) {
    ++late_;
    ++window_late_;
  }
  if (window_late_ > kMostLate || window_ >= kWindow) judge(now);
}

void MotionBudget::judge(SteadyInstant now) {
  const bool is_too_much = window_late_ > kMostLate;
  window_ = 0;
  window_late_ = 0;
  if (!is_too_much) return;
  rate_ = rate_ == MotionRate::full ? MotionRate::half : MotionRate::none;
  reduced_at_ = now;
  log_warning(rate_ == MotionRate::half
                  ? "this machine is late with moving pictures: they move at half the rate [player.motion]"
                  : "this machine is too slow for moving pictures: slides stand and fade [player.motion]");
}

}  // namespace gatecast::playback
