#include "player/screen/touches.h"

#include <cmath>

namespace gatecast::screen {
namespace {

Point in_window(const SDL_TouchFingerEvent& finger, pixels::Size window) {
  return {static_cast<int>(std::floor(finger.x * static_cast<float>(window.width_px))),
          static_cast<int>(std::floor(finger.y * static_cast<float>(window.height_px)))};
}

}  // namespace

bool Touches::is_ours(SDL_TouchID device) const {
  if (device_.empty()) return true;
  for (int i = 0; i < SDL_GetNumTouchDevices(); ++i)
    if (SDL_GetTouchDevice(i) == device) {
      const char* name = SDL_GetTouchName(i);
      return name != nullptr && device_ == name;
    }
  return false;
}

void Touches::take(const SDL_Event& event, const Placement& placement, std::vector<Input>& inputs) {
  switch (event.type) {
    case SDL_FINGERDOWN:
      if (is_ours(event.tfinger.touchId))
        down(event.tfinger.fingerId, in_window(event.tfinger, placement.window), placement, inputs);
      return;
    case SDL_FINGERMOTION:
      return move(event.tfinger.fingerId, in_window(event.tfinger, placement.window), placement, inputs);
    case SDL_FINGERUP:
      return up(event.tfinger.fingerId, inputs);
    case SDL_MOUSEBUTTONDOWN:
      if (event.button.button == SDL_BUTTON_LEFT && event.button.which != SDL_TOUCH_MOUSEID)
        down(kMouse, {event.button.x, event.button.y}, placement, inputs);
      return;
    case SDL_MOUSEMOTION:
      if (event.motion.which != SDL_TOUCH_MOUSEID)
        move(kMouse, {event.motion.x, event.motion.y}, placement, inputs);
      return;
    case SDL_MOUSEBUTTONUP:
      if (event.button.button == SDL_BUTTON_LEFT && event.button.which != SDL_TOUCH_MOUSEID)
        up(kMouse, inputs);
      return;
    case SDL_MOUSEWHEEL:
      if (const auto at = placement.to_content({event.wheel.mouseX, event.wheel.mouseY});
          at && event.wheel.which != SDL_TOUCH_MOUSEID && event.wheel.y != 0) {
        Input wheel{InputKind::wheel, *at};
        wheel.steps = event.wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -event.wheel.y : event.wheel.y;
        inputs.push_back(wheel);
      }
      return;
    default:
      return;
  }
}

void Touches::down(std::int64_t finger, Point at, const Placement& placement, std::vector<Input>& inputs) {
  const auto place = placement.to_content(at);
  if (!place) return;
  on_[finger] = *place;
  inputs.push_back({InputKind::touch_down, *place, finger});
}

void Touches::move(std::int64_t finger, Point at, const Placement& placement, std::vector<Input>& inputs) {
  const auto found = on_.find(finger);
  if (found == on_.end()) return;
  const auto place = placement.to_content(at);
  if (!place) return up(finger, inputs);
  if (*place == found->second) return;
  found->second = *place;
  inputs.push_back({InputKind::touch_move, *place, finger});
}

void Touches::up(std::int64_t finger, std::vector<Input>& inputs) {
  const auto found = on_.find(finger);
  if (found == on_.end()) return;
  inputs.push_back({InputKind::touch_up, found->second, finger});
  on_.erase(found);
}

}  // namespace gatecast::screen
