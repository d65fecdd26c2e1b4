#include "kiosk-ui/view/gestures.h"

#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/fingers.h"

namespace gatecast::kiosk_ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kDoubleTap = 450ms;
constexpr double kDoubleTapNear = 3;  // slacks between the two taps
constexpr double kTapZoom = 1.8;
constexpr double kPictureTapZoom = 2.5;
constexpr double kSwipe = 5;  // slacks along, and twice as far as across
constexpr double kWheelZoom = 1.2;
constexpr double kLeastSpan_px = 8;  // fingers closer than this say nothing about nearness

const Spot* spot_at(const Figure& figure, double x, double y) {
  const auto found = std::find_if(figure.spots.begin(), figure.spots.end(), [&](const Spot& spot) {
    return x >= spot.box.x && x < spot.box.right() && y >= spot.box.y && y < spot.box.bottom();
  });
  return found == figure.spots.end() ? nullptr : &*found;
}

// As far as two taps go: at the nearest the whole picture comes back.
Gaze tapped(const Figure& figure, double x, double y) {
  if (!figure.is_picture) return nearer(figure, figure.gaze, kTapZoom, x, y);
  if (figure.gaze.zoom > figure.most_zoom * 0.99) return {1, 0.5, 0.5};
  return nearer(figure, figure.gaze, kPictureTapZoom, x, y);
}

}  // namespace

void Gestures::forget() {
  held_.clear();
  last_tap_.reset();
  is_tap_ = is_palm_ = is_alone_ = false;
}

Gaze Gestures::wheel(const Figure& figure, double x, double y, double steps) {
  return nearer(figure, figure.gaze, std::pow(kWheelZoom, steps), x - figure.box.x, y - figure.box.y);
}

Gestures::Meaning Gestures::take(const Finger& finger, const Figure& figure, double slack_px,
                                 SteadyInstant now) {
  const double x = finger.x - figure.box.x;
  const double y = finger.y - figure.box.y;
  std::erase_if(held_, [&](const auto& entry) { return now - entry.second.since > kStuckAfter; });
  if (finger.phase == Finger::Phase::down) {
    if (held_.empty()) is_palm_ = false;
    held_[finger.number] = {x, y, x, y, now};
    is_tap_ = is_alone_ = held_.size() == 1;
    is_palm_ = is_palm_ || held_.size() >= kPalm;
    return {};
  }
  const auto found = held_.find(finger.number);
  if (found == held_.end()) return {};
  found->second.since = now;  // it moves: no drop of water
  if (finger.phase == Finger::Phase::move) return move(figure, finger.number, x, y, slack_px);
  const auto risen = found->second;
  held_.erase(found);
  return rise(figure, risen, slack_px, now);
}

Gestures::Meaning Gestures::move(const Figure& figure, std::int64_t number, double x, double y,
                                 double slack_px) {
  auto& finger = held_[number];
  const double dx = x - finger.x;
  const double dy = y - finger.y;
  if (is_tap_ && std::hypot(x - finger.began_x, y - finger.began_y) <= slack_px) return {};
  is_tap_ = false;
  Meaning meaning;
  if (is_palm_) {
    // It slides off again.
  } else if (held_.size() == 1) {
    meaning.gaze = moved(figure, figure.gaze, dx, dy);
  } else {
    // The first other finger stays where it is: the two say how near, and their middle where.
    const auto other = std::find_if(held_.begin(), held_.end(), [&](const auto& entry) {
                         return entry.first != number;
                       })->second;
    const double before = std::hypot(finger.x - other.x, finger.y - other.y);
    const double after = std::hypot(x - other.x, y - other.y);
    auto gaze = moved(figure, figure.gaze, dx / 2, dy / 2);
    if (before > kLeastSpan_px && after > kLeastSpan_px)
      gaze = nearer(figure, gaze, after / before, (x + other.x) / 2, (y + other.y) / 2);
    meaning.gaze = gaze;
  }
  finger.x = x;
  finger.y = y;
  return meaning;
}

Gestures::Meaning Gestures::rise(const Figure& figure, const Held& finger, double slack_px,
                                 SteadyInstant now) {
  Meaning meaning;
  if (!is_tap_ && is_alone_ && figure.is_picture && figure.gaze.zoom < 1.01) {
    const double along = finger.x - finger.began_x;
    if (std::abs(along) > kSwipe * slack_px && std::abs(along) > 2 * std::abs(finger.y - finger.began_y))
      meaning.turn = along < 0 ? 1 : -1;
  }
  if (!is_tap_ || is_palm_) return meaning;
  is_tap_ = false;
  const bool is_second =
      last_tap_ && now - last_tap_->since <= kDoubleTap &&
      std::hypot(finger.x - last_tap_->x, finger.y - last_tap_->y) <= kDoubleTapNear * slack_px;
  if (is_second) {
    last_tap_.reset();
    meaning.glide = tapped(figure, finger.x, finger.y);
    return meaning;
  }
  last_tap_ = finger;
  last_tap_->since = now;
  if (const auto* spot = spot_at(figure, finger.x, finger.y)) meaning.chosen = spot->number;
  return meaning;
}

}  // namespace gatecast::kiosk_ui
