// Flowers, large: lotus on a pond, champa, a branch of apricot blossom (hoa mai, the Lunar New Year's in the
// middle and the south of Viet Nam).
#include <algorithm>
#include <cmath>
#include <span>

#include "player/compose/scenery_parts.h"
#include "player/compose/theme.h"

namespace gatecast::compose::scenery {

namespace {

constexpr double kClearOfEdge = 0.04;  // of the room

struct Flower {
  double at, y, size;  // parts of the room and of the land
};

// As large as it is meant, but no flower touches another or comes near the edge, whatever the shape of the
// box.
double size_beside_others(const Stage& stage, std::span<const Flower> flowers, const Flower& flower) {
  double size = std::min(stage.land() * flower.size,
                         2 * (std::min(flower.at, 1 - flower.at) - kClearOfEdge) * stage.room());
  for (const Flower& other : flowers) {
    if (&other == &flower) continue;
    const double away =
        std::hypot((other.at - flower.at) * stage.room(), (other.y - flower.y) * stage.land());
    size = std::min(size, 0.94 * away * flower.size / ((flower.size + other.size) / 2));
  }
  return size;
}

void lotus_flower(Stage& stage, double x, double foot, double size) {
  const pixels::Colour outer = mix(tone::champa, stage.colours.near, 0.28);
  const pixels::Colour inner = tone::champa;
  standing(stage, x, foot, size, [&] {
    stage.canvas.colour(stage.colours.near);
    fill(stage, "E 50 93 48 7", stage.colours.near);
    fill(stage, "M50 90 C30 94 10 84 2 58 C16 58 30 66 40 78Z M50 90 C70 94 90 84 98 58 C84 58 70 66 60 78Z",
         outer);
    fill(stage, "M50 90 C26 84 14 62 18 34 C34 42 44 58 48 76Z M50 90 C74 84 86 62 82 34 C66 42 56 58 52 76Z",
         mix(outer, inner, 0.55));
    fill(stage, "M50 90 C32 74 30 44 50 18 C70 44 68 74 50 90Z", inner);
    fill(stage, "M36 90 C40 84 60 84 64 90 C60 94 40 94 36 90Z", stage.colours.light);
  });
}

void champa_flower(Stage& stage, double x, double middle, double size, double turn) {
  standing(stage, x, middle + size / 2, size, [&] {
    cairo_t* cairo = stage.canvas.cairo();
    for (int petal = 0; petal < 5; ++petal) {
      stage.canvas.save();
      cairo_translate(cairo, 50, 50);
      cairo_rotate(cairo, petal * 2 * 3.14159265 / 5 + turn);
      fill(stage, "M0 2 C-22 -10 -26 -38 -4 -49 C18 -46 22 -20 0 2Z", tone::paper);
      fill(stage, "M0 2 C-9 -6 -10 -18 -2 -24 C7 -20 8 -8 0 2Z", tone::rice);
      stroke(stage, "M0 2 C-22 -10 -26 -38 -4 -49", tone::champa, 2.4);
      stage.canvas.restore();
    }
  });
}

void apricot_flower(Stage& stage, double x, double middle, double size) {
  standing(stage, x, middle + size / 2, size, [&] {
    cairo_t* cairo = stage.canvas.cairo();
    for (int petal = 0; petal < 5; ++petal) {
      stage.canvas.save();
      cairo_translate(cairo, 50, 50);
      cairo_rotate(cairo, petal * 2 * 3.14159265 / 5 + 0.2);
      fill(stage, "M0 0 C-13 -6 -27 -24 -23 -38 C-19 -50 19 -50 23 -38 C27 -24 13 -6 0 0Z",
           petal % 2 == 0 ? tone::rice : mix(tone::rice, tone::paper, 0.22));
      stroke(stage, "M0 -6 V-22 M-3 -5 L-9 -18 M3 -5 L9 -18", stage.colours.near, 1.8);
      stage.canvas.restore();
    }
    fill(stage, "O 50 50 6", stage.colours.near);
  });
}

// A bough from the right edge, or mirrored from the left, rising to the other side, with twigs.
void bough(Stage& stage, bool is_mirrored) {
  cairo_t* cairo = stage.canvas.cairo();
  const auto x = [&](double part) { return stage.at(is_mirrored ? 1 - part : part); };
  const auto y = [&](double part) { return stage.horizon + stage.land() * part; };
  cairo_new_path(cairo);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  stage.canvas.colour(stage.colours.shape);
  struct Twig {
    double from_x, from_y, bend_x, bend_y, to_x, to_y, thick;
  };
  constexpr Twig kTwigs[] = {{1.04, 0.98, 0.75, 0.66, 0.46, 0.74, 0.05},
                             {0.46, 0.74, 0.28, 0.78, 0.1, 0.5, 0.034},
                             {0.7, 0.727, 0.6, 0.5, 0.54, 0.34, 0.026},
                             {0.86, 0.81, 0.86, 0.6, 0.8, 0.4, 0.026},
                             {0.34, 0.74, 0.28, 0.84, 0.2, 0.92, 0.022}};
  for (const Twig& twig : kTwigs) {
    cairo_set_line_width(cairo, stage.land() * twig.thick);
    cairo_move_to(cairo, x(twig.from_x), y(twig.from_y));
    cairo_curve_to(cairo, x(twig.bend_x), y(twig.bend_y), x((twig.bend_x + twig.to_x) / 2),
                   y((twig.bend_y + twig.to_y) / 2), x(twig.to_x), y(twig.to_y));
    cairo_stroke(cairo);
  }
}

// From under its flower; `turn` in radians from upright.
void leaf_of_champa(Stage& stage, const Flower& flower, double length, double turn) {
  cairo_t* cairo = stage.canvas.cairo();
  stage.canvas.save();
  cairo_translate(cairo, stage.at(flower.at), stage.horizon + stage.land() * flower.y);
  cairo_rotate(cairo, turn);
  cairo_scale(cairo, length / 84, length / 84);
  fill(stage, "M0 0 C-18 -24 -16 -62 0 -84 C16 -62 18 -24 0 0Z", stage.colours.shape);
  stroke(stage, "M0 -10 V-72", stage.colours.near, 2);
  stage.canvas.restore();
}

}  // namespace

void apricot(Stage& stage) {
  ridges(stage, 5, 1.0, 0.7, 5.2);
  bough(stage, false);
  constexpr Flower kFlowers[] = {{0.1, 0.5, 0.4},   {0.2, 0.86, 0.32}, {0.31, 0.66, 0.44}, {0.45, 0.8, 0.4},
                                 {0.54, 0.4, 0.46}, {0.67, 0.7, 0.44}, {0.8, 0.44, 0.4},   {0.9, 0.8, 0.46}};
  for (const Flower& flower : kFlowers)
    apricot_flower(
        stage, stage.at(flower.at), stage.horizon + stage.land() * flower.y,
        std::min(size_beside_others(stage, kFlowers, flower), 1.9 * stage.land() * (1 - flower.y)));
}

void lotus(Stage& stage) {
  sun(stage, stage.at(0.5), stage.horizon + stage.land() * 0.1, 0.1 * stage.land() + 0.015);
  const double shore = stage.horizon + stage.land() * 0.34;
  ridges(stage, 3, shore + 0.01, 0.7, 3.1);
  water(stage, shore, 1.0);
  constexpr Flower kFlowers[] = {
      {0.34, 0.78, 0.47}, {0.68, 0.76, 0.5}, {0.13, 0.94, 0.62}, {0.86, 0.94, 0.74}, {0.5, 0.97, 0.72}};
  for (const Flower& flower : kFlowers)
    lotus_flower(stage, stage.at(flower.at), stage.horizon + stage.land() * flower.y,
                 size_beside_others(stage, kFlowers, flower));
}

void champa(Stage& stage) {
  ridges(stage, 5, 1.0, 0.7, 1.9);
  bough(stage, true);
  constexpr Flower kFlowers[] = {{0.9, 0.5, 0.42},  {0.8, 0.86, 0.34}, {0.69, 0.66, 0.44}, {0.55, 0.8, 0.38},
                                 {0.46, 0.4, 0.46}, {0.33, 0.7, 0.44}, {0.2, 0.44, 0.42},  {0.1, 0.8, 0.46}};
  double turn = 0;
  for (const Flower& flower : kFlowers) {
    const double size =
        std::min(size_beside_others(stage, kFlowers, flower), 1.9 * stage.land() * (1 - flower.y));
    turn += 0.45;
    const bool is_low = flower.y > 0.65;  // its leaves point up: below lies what belongs to the strip
    for (const double aside : {is_low ? -0.9 : turn - 0.6, is_low ? 1.0 : turn + 1.5})
      leaf_of_champa(stage, flower, 0.85 * size, aside);
    champa_flower(stage, stage.at(flower.at), stage.horizon + stage.land() * flower.y, size, turn);
  }
}

}  // namespace gatecast::compose::scenery
