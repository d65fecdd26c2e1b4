// Fingers, wheel and glides on a map, plan or picture. What the view shows is kept in the session's place, so
// that a page that is left for another one is come back to as it was looked at.
#include "kiosk-ui/ring/kiosk.h"

namespace gatecast::kiosk_ui {
namespace {

constexpr Duration kGlide{280'000};
constexpr Duration kGlideStep{16'000};
constexpr double kSlack_mm = 4;  // a finger trembles this far and still means a tap

bool lies_in(const compose::Box& box, double x, double y) {
  return x >= box.x && x < box.right() && y >= box.y && y < box.bottom();
}

}  // namespace

void Kiosk::look_at(const Gaze& gaze) {
  session_.trail.back().gaze = gaze;
  if (screenful_.figure)
    screenful_.figure->gaze = gaze;  // the next finger of the same moment goes on from it
  is_changed_ = true;
}

bool Kiosk::take_on_figure(const Finger& finger, SteadyInstant steady_now) {
  const auto& figure = screenful_.figure;
  if (!figure || figure->is_film || session_.here().place != Place::page || is_asking(session_, steady_now))
    return false;
  const bool is_down = finger.phase == Finger::Phase::down;
  const bool is_ours = is_down ? lies_in(figure->box, finger.x, finger.y) && fingers_.pressed().empty()
                               : gestures_.holds(finger.number);
  if (!is_ours) return false;
  session_ = touched(std::move(session_), steady_now);
  if (is_down) {
    session_.focus.clear();
    if (glide_) look_at(figure->gaze);  // caught in its glide
    glide_.reset();
  }
  const auto meaning = gestures_.take(finger, *figure, metrics_.mm(kSlack_mm), steady_now);
  if (meaning.gaze) look_at(*meaning.gaze);
  if (meaning.glide) {
    glide_from_here(steady_now);
    look_at(*meaning.glide);
  }
  if (meaning.turn != 0) turn_picture(meaning.turn, steady_now);
  if (meaning.chosen) {
    // What is under a finger stays under it; only buttons move the map to what they choose.
    look_at(figure->gaze);
    session_.trail.back().spot = *meaning.chosen;
  }
  return true;
}

// As the button does that stands under the picture.
void Kiosk::turn_picture(int by, SteadyInstant steady_now) {
  const auto* button = screenful_.button(by > 0 ? "spot/next" : "spot/previous");
  if (button != nullptr && button->is_enabled) act(Action(button->action), steady_now);
}

void Kiosk::take_wheel(const screen::Input& input, SteadyInstant steady_now) {
  const auto x = static_cast<double>(input.at.x);
  const auto y = static_cast<double>(input.at.y);
  const bool is_on_it = screenful_.figure && !screenful_.figure->is_film &&
                        session_.here().place == Place::page && !is_asking(session_, steady_now) &&
                        lies_in(screenful_.figure->box, x, y);
  if (!is_on_it) return;
  session_ = touched(std::move(session_), steady_now);
  glide_.reset();
  look_at(Gestures::wheel(*screenful_.figure, x, y, input.steps));
}

void Kiosk::glide_from_here(SteadyInstant steady_now) {
  if (screenful_.figure) glide_ = Glide{screenful_.figure->gaze, steady_now};
}

// The screen was built as the session looks at it; while it glides there, it is shown on its way.
void Kiosk::settle_figure(ViewRequest& request) {
  if (!screenful_.figure || screenful_.figure->is_film || session_.here().place != Place::page) {
    glide_.reset();
    return;
  }
  const auto goal = screenful_.figure->gaze;
  session_.trail.back().gaze = goal;
  if (!glide_) return;
  const auto past = std::chrono::duration_cast<Duration>(request.steady_now - glide_->since);
  const double share = static_cast<double>(past.count()) / static_cast<double>(kGlide.count());
  if (share >= 1) {
    glide_.reset();
    return;
  }
  request.gaze = between(glide_->from, goal, share);
  redraw_figure(request, *typesetter_, screenful_);
  changes_at_ = std::min<SteadyInstant>(changes_at_, request.steady_now + kGlideStep);
}

}  // namespace gatecast::kiosk_ui
