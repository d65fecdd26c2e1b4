#include "player/screen/touch_script.h"

#include <sstream>

namespace gatecast::screen {
namespace {

constexpr SDL_TouchID kScriptDevice = 1;
constexpr std::size_t kMostTouches = 1'000'000;

std::optional<std::uint32_t> event_named(const std::string& word) {
  if (word == "down") return SDL_FINGERDOWN;
  if (word == "move") return SDL_FINGERMOTION;
  if (word == "up") return SDL_FINGERUP;
  return std::nullopt;
}

}  // namespace

Result<std::vector<ScriptedTouch>> parse_touch_script(const std::string& text, const std::string& name) {
  std::vector<ScriptedTouch> touches;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line = line.substr(0, line.find('#'));
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::istringstream words(line);
    std::int64_t milliseconds = 0;
    std::string kind;
    std::string more;
    ScriptedTouch touch;
    double x = 0;
    double y = 0;
    const bool is_read = static_cast<bool>(words >> milliseconds >> kind >> touch.finger >> x >> y);
    const auto event = event_named(kind);
    touch.at = std::chrono::milliseconds(milliseconds);
    const bool is_right = is_read && event && !(words >> more) && x >= 0 && x <= 1000 && y >= 0 &&
                          y <= 1000 && milliseconds >= 0 &&
                          (touches.empty() || touch.at >= touches.back().at);
    if (!is_right || touches.size() >= kMostTouches)
      return fail(
          usage_error("usage.touches", name + ":" + std::to_string(number),
                      "\"" + line + "\" is not a touch, or earlier than the one before",
                      "write: 1500 down 0 250 900 (milliseconds, down, move or up, finger, thousandths "
                      "of width and height)"));
    touch.event = *event;
    touch.x = static_cast<float>(x / 1000);
    touch.y = static_cast<float>(y / 1000);
    touches.push_back(touch);
  }
  return touches;
}

void TouchScript::push_due(SteadyInstant now, std::uint32_t window) {
  if (!started_) started_ = now;
  for (; done_ < touches_.size() && *started_ + touches_[done_].at <= now; ++done_) {
    const auto& touch = touches_[done_];
    SDL_Event event{};
    event.type = touch.event;
    event.tfinger.touchId = kScriptDevice;
    event.tfinger.fingerId = touch.finger;
    event.tfinger.x = touch.x;
    event.tfinger.y = touch.y;
    event.tfinger.windowID = window;
    SDL_PushEvent(&event);
  }
}

std::optional<SteadyInstant> TouchScript::next() const {
  if (done_ >= touches_.size()) return std::nullopt;
  return started_ ? *started_ + touches_[done_].at : SteadyInstant{};
}

}  // namespace gatecast::screen
