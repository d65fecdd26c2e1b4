// Millimetres of one panel: where hands reach, how large targets and letters are, where the parts of every
// screen lie. Threads: values. Errors: none; a panel without measures counts as 43 inch.
// Source: shared/design/experience.md (figures): targets 20 mm, 3 mm apart, 10 mm dead border, navigation 80
// to 110 cm above the floor, capital H 0.7 degrees at 60 cm (EN 301 549 5.1.4).
#pragma once
#include "content-sync/bundle/release.h"
#include "player/compose/canvas.h"
#include "player/pixels/pixmap.h"

namespace gatecast::kiosk_ui {

struct Panel {
  pixels::Size size;
  int width_mm = 0;
  int height_mm = 0;
  int floor_to_bottom_mm = 0;  // from the floor to the lowest row of pixels; 0: as such panels usually hang
};

// As it was measured; else the channel's own panel, where that is turned the same way.
Panel panel_of(Panel measured, const bundle::Screen& of_channel);

inline constexpr double kTarget_mm = 20;
inline constexpr double kLeastTarget_mm = 15;  // keys of a small panel
inline constexpr double kBetweenTargets_mm = 3;
inline constexpr double kDeadBorder_mm = 10;
inline constexpr double kLetter_mm = 7.3;  // 0.7 degrees at 60 cm
inline constexpr double kReachFrom_mm = 800;
inline constexpr double kReachTo_mm = 1100;
inline constexpr int kTextSteps = 3;

class Metrics {
 public:
  explicit Metrics(Panel panel);
  [[nodiscard]] double mm(double millimetres) const { return millimetres * px_per_mm_; }
  [[nodiscard]] double to_mm(double px) const { return px / px_per_mm_; }
  [[nodiscard]] const Panel& panel() const { return panel_; }
  [[nodiscard]] bool is_portrait() const { return panel_.size.height_px > panel_.size.width_px; }
  // Visible height (capital H; Lao or Thai consonant) of running text at the traveller's step, 0 to 2.
  [[nodiscard]] double letter_px(int text_step) const;
  // Too little room for anything but the answer and what is pressed.
  [[nodiscard]] bool is_small() const { return panel_.height_mm < 300 || panel_.width_mm < 400; }

  compose::Box screen;
  compose::Box reach;      // what everybody's hand reaches, without the dead border
  compose::Box tools;      // the row of back, home, text size, contrast, earlier and later
  compose::Box languages;  // the row of the five names, below it
  compose::Box plinth;     // dark ground from above the tools to the screen's bottom
  compose::Box band;       // the woven band at the bottom of the plinth
  compose::Box stage;      // everything above the plinth: a page, or the programme
  compose::Box content;    // the stage within its margins
  double margin = 0;
  double gap = 0;  // between two targets

 private:
  Panel panel_;
  double px_per_mm_ = 1;
};

}  // namespace gatecast::kiosk_ui
