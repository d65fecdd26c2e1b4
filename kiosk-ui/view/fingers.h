// From fingers to one meaning: what is pressed, what was meant. One finger leads; palms, second fingers and
// fingers that never rise mean nothing and lock nothing. Pure: state + input + time -> state.
// Threads: values. Source: shared/design/experience.md; the section 3 (palm, ghost and stuck
// touches).
#pragma once
#include <map>
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "kiosk-ui/view/layers.h"

namespace gatecast::kiosk_ui {

struct Finger {
  enum class Phase { down, move, up } phase = Phase::down;
  std::int64_t number = 0;
  double x = 0;
  double y = 0;
};

// How far from a button's edge a finger still means it: half the gap between two targets.
constexpr double kTouchTolerance_mm = 1.4;
constexpr std::size_t kPalm = 4;                       // as many at once are no fingertip
constexpr auto kStuckAfter = std::chrono::seconds(8);  // a drop of water, a sticker: it holds nobody up

class Fingers {
 public:
  struct Meaning {
    std::optional<Button> tapped;  // lifted on the button where it came down
    bool is_elsewhere = false;     // lifted where there was no button
  };
  // `tolerance_px`: how far from a button's edge still counts.
  Meaning take(const Finger& finger, const Screenful& screenful, double tolerance_px, SteadyInstant now);
  [[nodiscard]] const std::string& pressed() const { return pressed_; }
  // The screen under the finger changed: what it meant is void.
  void forget();

 private:
  struct Held {
    SteadyInstant since;
  };
  std::map<std::int64_t, Held> held_;
  std::optional<std::int64_t> leader_;
  bool began_elsewhere_ = false;
  std::string pressed_;
};

}  // namespace gatecast::kiosk_ui
