// A cairo drawing surface on the memory of a Pixmap, and paths written as short strings.
// Threads: a value on one thread. Errors: none; a broken path string is a fault of the program (invariant).
// Source: cairo 1.16 image surfaces (CAIRO_FORMAT_ARGB32 = premultiplied BGRA in memory); SVG 1.1 path
// letters.
#pragma once
#include <cairo.h>

#include <string_view>

#include "player/pixels/pixmap.h"

namespace gatecast::compose {

// A rectangle in fractions of a pixel; layout and drawing both use it.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  [[nodiscard]] double right() const { return x + width; }
  [[nodiscard]] double bottom() const { return y + height; }
  [[nodiscard]] double centre_x() const { return x + width / 2; }
  [[nodiscard]] double centre_y() const { return y + height / 2; }
  [[nodiscard]] bool is_empty() const { return width <= 0 || height <= 0; }
};
Box inset(const Box& box, double dx, double dy);
pixels::Rect rounded_out(const Box& box);

class Canvas {
 public:
  explicit Canvas(pixels::Pixmap& target);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  [[nodiscard]] cairo_t* cairo() { return cairo_; }
  void colour(pixels::Colour colour, double opacity = 1);
  void fill_box(const Box& box, pixels::Colour colour, double opacity = 1);
  void fill_rounded(const Box& box, double radius, pixels::Colour colour, double opacity = 1);
  // A vertical run of colour from the box's top to its bottom.
  void fill_gradient(const Box& box, pixels::Colour top, pixels::Colour bottom, double top_opacity = 1,
                     double bottom_opacity = 1);
  // Adds the path to the current one. Letters: M L H V C Q Z and their relative small forms, and
  // O cx cy r (circle), E cx cy rx ry (ellipse), R x y width height radius (rounded rectangle).
  void path(std::string_view data);
  void clip(const Box& box);
  void save();
  void restore();

 private:
  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
};

pixels::Colour mix(pixels::Colour a, pixels::Colour b, double share_of_b);
// WCAG 2.2: relative luminance and contrast ratio (1 to 21).
double luminance(pixels::Colour colour);
double contrast(pixels::Colour a, pixels::Colour b);

}  // namespace gatecast::compose
