// SDL's fingers and mouse as touches of the content. Threads: main. Errors: none.
// Source: SDL 2.26, SDL_events.h; shared/design/content.md (Output: touch_device).
#pragma once
#include <SDL.h>

#include <map>
#include <string>
#include <vector>

#include "player/screen/screen.h"

namespace gatecast::screen {

class Touches {
 public:
  explicit Touches(std::string device) : device_(std::move(device)) {}
  // Adds what this event means; nothing for all but fingers and the left button.
  void take(const SDL_Event& event, const Placement& placement, std::vector<Input>& inputs);

 private:
  void down(std::int64_t finger, Point at, const Placement& placement, std::vector<Input>& inputs);
  void move(std::int64_t finger, Point at, const Placement& placement, std::vector<Input>& inputs);
  void up(std::int64_t finger, std::vector<Input>& inputs);
  [[nodiscard]] bool is_ours(SDL_TouchID device) const;

  std::string device_;
  std::map<std::int64_t, Point> on_;  // fingers that are down, where they were last
};

}  // namespace gatecast::screen
