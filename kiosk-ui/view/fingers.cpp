#include "kiosk-ui/view/fingers.h"

namespace gatecast::kiosk_ui {
namespace {

constexpr double kSlide = 3;  // a finger may slide this many tolerances off before it lets go

}  // namespace

void Fingers::forget() {
  pressed_.clear();
  began_elsewhere_ = false;
  leader_.reset();
}

Fingers::Meaning Fingers::take(const Finger& finger, const Screenful& screenful, double tolerance_px,
                               SteadyInstant now) {
  Meaning meaning;
  std::erase_if(held_, [&](const auto& entry) { return now - entry.second.since > kStuckAfter; });
  if (leader_ && held_.count(*leader_) == 0) forget();
  if (finger.phase == Finger::Phase::down) {
    held_[finger.number] = {now};
    if (held_.size() >= kPalm) {
      forget();
    } else if (!leader_) {
      leader_ = finger.number;
      const auto* button = screenful.at(finger.x, finger.y, tolerance_px);
      pressed_ = button == nullptr ? "" : button->id;
      began_elsewhere_ = button == nullptr;
    }
    return meaning;
  }
  const bool is_leader = leader_ == finger.number;
  if (is_leader && !pressed_.empty()) {
    const auto* under = screenful.at(finger.x, finger.y, kSlide * tolerance_px);
    const auto* button = screenful.button(pressed_);
    if (button == nullptr || under == nullptr || under->id != pressed_)
      pressed_.clear();
    else if (finger.phase == Finger::Phase::up)
      meaning.tapped = *button;
  }
  if (finger.phase == Finger::Phase::up) {
    held_.erase(finger.number);
    if (is_leader) {
      meaning.is_elsewhere = began_elsewhere_;
      forget();
    }
  }
  return meaning;
}

}  // namespace gatecast::kiosk_ui
