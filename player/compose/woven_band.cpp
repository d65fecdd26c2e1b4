#include "player/compose/woven_band.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gatecast::compose {

namespace {

// Distance from the middle of a period, both ways alike.
int folded(int x, int period) {
  const int m = ((x % period) + period) % period;
  return std::abs(m - period / 2);
}

int diamonds(int x, int y) {
  const int d = folded(x, 16) + std::abs(y - 5);
  if (d == 7 || d == 6) return 1;
  if (d == 3 || d == 2) return 2;
  return d == 0 ? 3 : d >= 11 ? 3 : 0;
}
int nested(int x, int y) {
  const int d = folded(x, 20) + std::abs(y - 5);
  if (d >= 14) return 2;
  return d % 3 == 2 ? (d < 4 ? 3 : d < 7 ? 2 : 1) : 0;
}
int zigzag(int x, int y) {
  const int d = folded(x, 12) - y;
  if (d == 3 || d == 2) return 1;
  if (d == -1 || d == -2) return 2;
  return d == -5 || d == -6 ? 1 : 0;
}
int steps(int x, int y) {
  const int from_middle = folded(x, 20) / 2;
  const int height = std::abs(y - 5);
  if (from_middle + height == 5) return 1;
  if (from_middle + height <= 1) return height == 0 ? 3 : 0;
  if (from_middle + height == 3) return 2;
  return from_middle + height >= 10 ? 3 : 0;
}
int grains(int x, int y) {
  const int row = y / 6;  // two staggered rows of filled lozenges and a seed between them
  const int d = folded(x + row * 6, 12) + std::abs(y - 2 - 6 * row);
  if (y % 6 != 5 && d <= 2) return row == 0 ? 1 : 2;
  return y == 5 && folded(x + 3, 6) == 0 ? 3 : 0;
}
int waves(int x, int y) {
  const int height = std::min(folded(x, 20) / 2, 4);
  const int d = y - height;
  if (d == 0 || d == 1) return 1;
  if (d == 3) return 2;
  return d == 5 || d == 6 ? 3 : 0;
}
int eyes(int x, int y) {
  const int d = folded(x, 18) + 2 * std::abs(y - 5);
  if (y == 0 || y == 10) return 3;
  if (d == 8 || d == 7) return 1;
  return d <= 3 ? 2 : 0;
}
int twill(int x, int y) {
  const int d = folded(x + std::abs(y - 5), 10);
  if (d == 5 || d == 4) return 1;
  return d == 1 || d == 0 ? 2 : 0;
}

}  // namespace

int stitch_at(Stitch stitch, int x, int y) {
  switch (stitch) {
    case Stitch::diamonds:
      return diamonds(x, y);
    case Stitch::nested:
      return nested(x, y);
    case Stitch::zigzag:
      return zigzag(x, y);
    case Stitch::steps:
      return steps(x, y);
    case Stitch::grains:
      return grains(x, y);
    case Stitch::waves:
      return waves(x, y);
    case Stitch::eyes:
      return eyes(x, y);
    case Stitch::twill:
      return twill(x, y);
  }
  return 0;
}

void draw_band(Canvas& canvas, const Box& box, Stitch stitch, const BandColours& colours, double woven) {
  const bool is_vertical = box.height > box.width;
  const double length = is_vertical ? box.height : box.width;
  const double breadth = is_vertical ? box.width : box.height;
  canvas.fill_box(box, colours.ground);
  // One cell of selvedge on either side; whole pixels, so that every stitch has the same weight.
  const double cell = std::max(1.0, std::floor(breadth / (kBandCells + 2)));
  const double side = std::floor((breadth - cell * kBandCells) / 2);
  const int count = static_cast<int>(std::ceil(length * woven / cell));
  canvas.save();
  canvas.clip(box);
  cairo_t* cairo = canvas.cairo();
  const pixels::Colour inks[] = {colours.ground, colours.main, colours.second, colours.third};
  for (int ink = 1; ink <= 3; ++ink) {
    canvas.colour(inks[ink]);
    for (int i = 0; i < count; ++i) {
      for (int j = 0; j < kBandCells; ++j) {
        if (stitch_at(stitch, i, j) != ink) continue;
        if (is_vertical)
          cairo_rectangle(cairo, box.x + side + j * cell, box.y + i * cell, cell, cell);
        else
          cairo_rectangle(cairo, box.x + i * cell, box.y + side + j * cell, cell, cell);
      }
    }
    cairo_fill(cairo);
  }
  canvas.restore();
}

void draw_rays(Canvas& canvas, const Box& box, double cell, int clear, pixels::Colour line) {
  cell = std::max(1.0, std::floor(cell));
  const double middle_x = std::round(box.centre_x() - cell / 2);
  const double middle_y = std::round(box.centre_y() - cell / 2);
  const int across = static_cast<int>(box.width / cell / 2) + 2;
  const int down = static_cast<int>(box.height / cell / 2) + 2;
  canvas.save();
  canvas.clip(box);
  for (int y = -down; y <= down; ++y)
    for (int x = -across; x <= across; ++x) {
      const int d = std::abs(x) + std::abs(y);
      if (d >= clear && (d - clear) % 7 < 2)
        cairo_rectangle(canvas.cairo(), middle_x + x * cell, middle_y + y * cell, cell, cell);
    }
  canvas.colour(line);
  cairo_fill(canvas.cairo());
  canvas.restore();
}

void draw_lozenge(Canvas& canvas, const Box& box, pixels::Colour fill, pixels::Colour line) {
  constexpr int kHalf = 14;   // cells from the middle to an edge
  constexpr int kReach = 20;  // |x| + |y|: the cut of the corners
  const double cell = std::floor(std::min(box.width, box.height) / (2 * kHalf + 1));
  const double left = std::round(box.centre_x() - cell * (kHalf + 0.5));
  const double top = std::round(box.centre_y() - cell * (kHalf + 0.5));
  cairo_t* cairo = canvas.cairo();
  const auto cells = [&](auto wanted, pixels::Colour colour) {
    for (int y = -kHalf; y <= kHalf; ++y)
      for (int x = -kHalf; x <= kHalf; ++x)
        if (wanted(std::abs(x), std::abs(y)))
          cairo_rectangle(cairo, left + (x + kHalf) * cell, top + (y + kHalf) * cell, cell, cell);
    canvas.colour(colour);
    cairo_fill(cairo);
  };
  const auto depth = [](int x, int y) { return std::min({kHalf - x, kHalf - y, kReach - x - y}); };
  cells([&](int x, int y) { return depth(x, y) >= 0; }, fill);
  cells([&](int x, int y) { return depth(x, y) == 1; }, line);
}

}  // namespace gatecast::compose
