#include "player/compose/type_scale.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gatecast::compose {

TypeScale::TypeScale(const bundle::Screen& screen, pixels::Size size) {
  const bundle::Screen usual;
  const bool is_known = screen.panel_width_mm > 0 && screen.panel_height_mm > 0 && screen.distance_mm > 0;
  const bundle::Screen& panel = is_known ? screen : usual;
  // By area, so that a preview turned upright or of another aspect keeps the panel's scale.
  px_per_mm_ = std::sqrt(static_cast<double>(size.width_px) * size.height_px /
                         (static_cast<double>(panel.panel_width_mm) * panel.panel_height_mm));
  distance_mm_ = panel.distance_mm;
  constexpr double kLeastLaoEmPx = 24;
  constexpr double kLaoConsonantEm = 0.558;
  // A thumbnail is not read; it must look like the screen.
  floor_px_ = std::min(size.width_px, size.height_px) >= 360 ? kLeastLaoEmPx * kLaoConsonantEm : 0;
}

double TypeScale::arc(double minutes) const {
  const double angle = minutes / 60 * std::numbers::pi / 180;
  return 2 * distance_mm_ * std::tan(angle / 2) * px_per_mm_;
}

double TypeScale::minutes(double minutes) const {
  const double scaled_floor = floor_px_ * std::max(1.0, minutes / 22);
  return std::max(scaled_floor, arc(minutes));
}

}  // namespace gatecast::compose
