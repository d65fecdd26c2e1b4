// What scenes are made of; private to scenery.
// Coordinates: a scene's box is `span` wide and 1 high, y downwards; the landmark's frame is centred on
// `middle`.
#pragma once
#include "player/compose/scenery.h"

namespace gatecast::compose::scenery {

struct Stage {
  Canvas& canvas;
  const SceneColours& colours;
  double span;       // width / height
  double horizon;    // 0..1
  double free_from;  // in box heights, as span
  [[nodiscard]] double at(double part) const { return free_from + (span - free_from) * part; }
  [[nodiscard]] double room() const { return span - free_from; }
  [[nodiscard]] double land() const { return 1 - horizon; }
};
struct RidgeShape {
  double base;       // y of the foot
  double height;     // of the highest peaks
  double frequency;  // peaks to a box height
  double phase;
  double sharpness;  // 0 hills .. 1 peaks
};
void ridge(Stage& stage, const RidgeShape& shape, pixels::Colour fill);
// A veil that thickens towards `bottom`.
void veil(Stage& stage, double top, double bottom, double opacity);
// `layers` ridges from far to near between the horizon and `foot`.
void ridges(Stage& stage, int layers, double foot, double sharpness, double phase);
void sun(Stage& stage, double x, double y, double radius);
void water(Stage& stage, double top, double bottom);
// Draws `how` in a frame of 100 x 100 whose bottom middle stands at (x, foot) and is `size` box heights high.
template <class Draw>
void standing(Stage& stage, double x, double foot, double size, Draw how) {
  stage.canvas.save();
  cairo_translate(stage.canvas.cairo(), x - size / 2, foot - size);
  cairo_scale(stage.canvas.cairo(), size / 100, size / 100);
  how();
  stage.canvas.restore();
}
void fill(Stage& stage, const char* path, pixels::Colour colour, double opacity = 1);
void stroke(Stage& stage, const char* path, pixels::Colour colour, double width);

// The landmarks, each drawn over a finished background.
void gate(Stage& stage);
void coffee(Stage& stage);
void beach(Stage& stage);
void stilt_house(Stage& stage);
void bridge(Stage& stage);
void stupa(Stage& stage);
void market(Stage& stage);
void road(Stage& stage);
void river(Stage& stage);
void lotus(Stage& stage);
void champa(Stage& stage);
void apricot(Stage& stage);

}  // namespace gatecast::compose::scenery
