// Fingers on a map, plan or picture: one moves it, two bring it nearer around the middle between them, two
// taps in one place come nearer by a step, one tap chooses a spot, one finger drawn over a whole picture
// turns to the next. A palm and a finger that never rises mean nothing. Pure: state + input + time -> state.
// Threads: values.
#pragma once
#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/fingers.h"

namespace gatecast::kiosk_ui {

class Gestures {
 public:
  struct Meaning {
    std::optional<Gaze> gaze;   // as the fingers hold it now
    std::optional<Gaze> glide;  // to be gone to smoothly
    std::optional<int> chosen;  // a spot
    int turn = 0;               // to the next picture (1), the one before (-1)
  };
  // `slack_px`: how far a finger may tremble and still mean a tap.
  Meaning take(const Finger& finger, const Figure& figure, double slack_px, SteadyInstant now);
  // A wheel's step, up for nearer.
  static Gaze wheel(const Figure& figure, double x, double y, double steps);
  [[nodiscard]] bool holds(std::int64_t finger) const { return held_.count(finger) > 0; }
  [[nodiscard]] bool is_held() const { return !held_.empty(); }
  void forget();

 private:
  struct Held {
    double x = 0, y = 0;  // from the figure's corner
    double began_x = 0, began_y = 0;
    SteadyInstant since;
  };
  Meaning move(const Figure& figure, std::int64_t number, double x, double y, double slack_px);
  Meaning rise(const Figure& figure, const Held& finger, double slack_px, SteadyInstant now);

  std::map<std::int64_t, Held> held_;
  bool is_tap_ = false;    // one finger, that has not moved
  bool is_alone_ = false;  // one finger since it came down
  bool is_palm_ = false;
  std::optional<Held> last_tap_;
};

}  // namespace gatecast::kiosk_ui
