// A recorded script of fingers, fed in where the screen's own events enter: for tests, demonstrations and
// faults on machines without a touch panel. One event a line: milliseconds since the start, down, move or up,
// the finger's number, and its place in thousandths of the window's width and height; '#' begins a remark.
// Threads: main. Errors: usage error "usage.touches" with file and line.
// Source: SDL 2.26, SDL_TouchFingerEvent.
#pragma once
#include <SDL.h>

#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"

namespace gatecast::screen {

struct ScriptedTouch {
  Duration at{0};
  std::uint32_t event = SDL_FINGERDOWN;
  std::int64_t finger = 0;
  float x = 0;  // 0 to 1
  float y = 0;
};
// `name` stands in errors.
Result<std::vector<ScriptedTouch>> parse_touch_script(const std::string& text, const std::string& name);

class TouchScript {
 public:
  explicit TouchScript(std::vector<ScriptedTouch> touches) : touches_(std::move(touches)) {}
  // Pushes what is due to SDL's queue; its clock starts with the first call.
  void push_due(SteadyInstant now, std::uint32_t window);
  [[nodiscard]] std::optional<SteadyInstant> next() const;

 private:
  std::vector<ScriptedTouch> touches_;
  std::size_t done_ = 0;
  std::optional<SteadyInstant> started_;
};

}  // namespace gatecast::screen
