#include <algorithm>
#include <cmath>

#include "player/compose/scenery_parts.h"

namespace gatecast::compose::scenery {

// A landmark's height in box heights: limited by the land below the horizon and by the box's width.
static double landmark(const Stage& stage, double part_of_land, double part_of_width) {
  return std::min(stage.land() * part_of_land, stage.room() * part_of_width);
}

void river(Stage& stage) {
  sun(stage, stage.at(0.78), stage.horizon + stage.land() * 0.14, 0.1 * stage.land() + 0.01);
  const double shore = stage.horizon + stage.land() * 0.56;
  ridges(stage, 4, shore + 0.02, 0.8, 2.2);
  water(stage, shore, 1.0);
  const double boat = landmark(stage, 0.4, 0.34);
  if (boat < 0.08) return;  // a speck
  standing(stage, stage.at(0.36), shore + stage.land() * 0.3, boat, [&] {
    // A sampan: a long low hull, a roof open at both ends, the rower standing at the stern.
    const pixels::Colour shape = stage.colours.shape;
    fill(stage, "M-14 84 C10 92 90 92 114 80 C108 92 98 99 84 99 H14 C2 99 -8 93 -14 84Z", shape);
    fill(stage, "M16 90 C16 72 66 72 66 90 H60 C60 79 22 79 22 90Z M22 88 H60 V90 H22Z", shape);
    fill(stage, "M84 66 H91 L94 90 H82Z M79 61 L88 51 L97 61Z", shape);
    fill(stage, "O 88 62 3.200", shape);
    stroke(stage, "M78 70 L90 73 M74 62 L104 101", shape, 1.8);
  });
}

void gate(Stage& stage) {
  sun(stage, stage.at(0.5), stage.horizon + stage.land() * 0.28, 0.17 * stage.land());
  ridges(stage, 4, stage.horizon + stage.land() * 0.9, 0.9, 1.1);
  const double foot = stage.horizon + stage.land() * 0.86;
  stage.canvas.fill_box({-0.05, foot, stage.span + 0.1, 1.05 - foot}, stage.colours.near);
  standing(stage, stage.at(0.5), foot, landmark(stage, 0.86, 0.92), [&] {
    const pixels::Colour shape = stage.colours.shape;
    const pixels::Colour light = stage.colours.light;
    fill(stage, "M-6 46 C18 43 34 34 50 18 C66 34 82 43 106 46 L104 52 H-4 Z", shape);
    fill(stage, "M14 36 C30 32 42 22 50 10 C58 22 70 32 86 36 L84 39 H16 Z", shape);
    fill(stage, "M4 50 H14 V100 H4Z M86 50 H96 V100 H86Z M31 50 H37 V100 H31Z M63 50 H69 V100 H63Z", shape);
    fill(stage, "M4 54 H96 V57 H4Z", light);
  });
}

// Rows of bushes along a hill, and a branch with berries near by.
void coffee(Stage& stage) {
  sun(stage, stage.at(0.28), stage.horizon + stage.land() * 0.14, 0.1 * stage.land() + 0.015);
  ridges(stage, 3, stage.horizon + stage.land() * 0.66, 0.7, 3.1);
  cairo_t* cairo = stage.canvas.cairo();
  for (int row = 0; row < 5; ++row) {
    const double y = stage.horizon + stage.land() * (0.56 + 0.1 * row);
    const double size = stage.land() * (0.026 + 0.014 * row);
    const double part = row / 4.0;
    ridge(stage, {y + stage.land() * 0.1, stage.land() * 0.12, 0.9, 0.6 + 0.24 * row, 0},
          mix(mix(stage.colours.far, stage.colours.near, 0.45), stage.colours.near, part));
    const int count = static_cast<int>(stage.span / (size * 1.45)) + 2;
    for (int i = 0; i < count; ++i) {
      const double x = i * size * 1.45;
      const double u = x * 0.9 + 0.6 + 0.24 * row;
      const double top =
          y + stage.land() * (0.1 - 0.12 * (0.5 + 0.3 * std::sin(u * 2.1) + 0.2 * std::sin(u * 4.7 + 1.3)));
      cairo_new_sub_path(cairo);
      cairo_arc(cairo, x, top + size * 0.5, size, 0, 6.2832);
    }
    stage.canvas.colour(mix(stage.colours.near, stage.colours.shape, 0.15 + 0.35 * part));
    cairo_fill(cairo);
  }
  standing(stage, stage.at(0.74), 1.02, landmark(stage, 0.98, 0.62), [&] {
    const pixels::Colour leaf = stage.colours.shape;
    stroke(stage, "M104 100 C84 76 62 60 26 46", leaf, 3);
    fill(stage,
         "M84 78 C60 84 44 78 32 92 C52 104 74 98 84 78Z M74 68 C78 44 68 34 76 18 C92 32 94 54 74 68Z",
         leaf);
    fill(stage, "M52 57 C32 64 20 60 8 70 C24 80 44 76 52 57Z M46 53 C46 34 36 26 42 12 C58 22 60 42 46 53Z",
         leaf);
    fill(stage, "M28 47 C16 44 10 36 0 38 C4 50 18 56 28 47Z", leaf);
    fill(stage, "O 64 66 6.500 O 55 65 6 O 70 75 6 O 60 76 6.500 O 40 56 5.500 O 33 56 5 O 88 92 6 O 80 90 6",
         stage.colours.light);
  });
}

void beach(Stage& stage) {
  const double sea = stage.horizon + stage.land() * 0.2;
  sun(stage, stage.at(0.34), sea - 0.005, 0.17 * stage.land());
  ridge(stage, {sea + 0.004, stage.land() * 0.13, 1.2, 0.2, 0.2}, stage.colours.far);
  water(stage, sea, 0.96);
  cairo_t* cairo = stage.canvas.cairo();
  const double shore = stage.horizon + stage.land() * 0.72;
  cairo_move_to(cairo, -0.05, shore + stage.land() * 0.1);
  cairo_curve_to(cairo, stage.span * 0.35, shore - stage.land() * 0.06, stage.span * 0.7,
                 shore + stage.land() * 0.2, stage.span + 0.05, shore - stage.land() * 0.02);
  cairo_line_to(cairo, stage.span + 0.05, 1.05);
  cairo_line_to(cairo, -0.05, 1.05);
  cairo_close_path(cairo);
  stage.canvas.colour(mix(stage.colours.sky_low, stage.colours.light, 0.4));
  cairo_fill_preserve(cairo);
  stage.canvas.colour(stage.colours.mist, 0.8);
  cairo_set_line_width(cairo, 0.018);
  cairo_stroke(cairo);
  standing(stage, stage.at(0.3), shore - stage.land() * 0.16, landmark(stage, 0.26, 0.24), [&] {
    fill(stage, "M0 84 Q50 92 100 78 Q92 100 70 100 H26 Q6 98 0 84Z", stage.colours.shape);
    stroke(stage, "M52 86 V30 M52 34 L84 78", stage.colours.shape, 3);
    fill(stage, "M36 70 H60 V86 H36Z", stage.colours.shape);
  });
  standing(stage, stage.at(0.8), 1.0, landmark(stage, 0.98, 0.6), [&] {
    const pixels::Colour palm = stage.colours.shape;
    stroke(stage, "M62 102 C60 70 54 52 46 34", palm, 4.500);
    fill(stage, "M46 34 C30 20 14 22 2 36 C20 30 34 32 46 36Z M46 34 C40 14 26 6 10 6 C26 14 36 24 44 36Z",
         palm);
    fill(stage, "M46 34 C52 14 66 6 84 8 C68 14 56 24 48 36Z M46 34 C62 22 80 26 92 42 C74 34 60 32 46 37Z",
         palm);
    fill(stage, "M46 34 C34 38 26 50 26 66 C32 52 40 44 48 37Z M46 34 C60 38 68 50 70 64 C62 52 54 44 46 37Z",
         palm);
  });
}

void stilt_house(Stage& stage) {
  sun(stage, stage.at(0.75), stage.horizon + stage.land() * 0.14, 0.1 * stage.land() + 0.015);
  ridges(stage, 5, 1.0, 0.7, 5.2);
  standing(stage, stage.at(0.44), 0.94, landmark(stage, 0.8, 0.8), [&] {
    const pixels::Colour shape = stage.colours.shape;
    fill(stage, "M22 14 H78 L98 52 H2 Z M18 8 L24 14 H20Z M82 8 L76 14 H80Z", shape);
    fill(stage, "M12 50 H88 V72 H12Z", shape);
    fill(stage, "M24 56 H34 V67 H24Z M45 56 H55 V70 H45Z M66 56 H76 V67 H66Z", stage.colours.light);
    fill(stage, "M14 71H18V100H14Z M38 71H42V100H38Z M60 71H64V100H60Z M82 71H86V100H82Z", shape);
    stroke(stage, "M47 72 L46 100 M56 72 L55 100 M46.900 79H55.600 M46.600 86H55.400 M46.300 93H55.100",
           shape, 1.8);
  });
}

void bridge(Stage& stage) {
  sun(stage, stage.at(0.26), stage.horizon + stage.land() * 0.16, 0.12 * stage.land() + 0.01);
  const double shore = stage.horizon + stage.land() * 0.5;
  ridges(stage, 3, shore + 0.01, 0.5, 0.9);
  water(stage, shore, 1.0);
  const double deck = stage.horizon + stage.land() * 0.5;
  const double rise = stage.land() * 0.16;
  cairo_t* cairo = stage.canvas.cairo();
  stage.canvas.colour(stage.colours.shape);
  const int spans = std::max(3, static_cast<int>(stage.span / (rise * 3.4)));
  const double step = (stage.span + 0.1) / spans;
  cairo_rectangle(cairo, -0.05, deck, stage.span + 0.1, stage.land() * 0.035);
  for (int i = 0; i <= spans; ++i)
    cairo_rectangle(cairo, -0.05 + i * step - 0.012, deck, 0.024, stage.land() * 0.24);
  cairo_fill(cairo);
  cairo_set_line_width(cairo, stage.land() * 0.018);
  for (int i = 0; i < spans; ++i) {  // one low truss a span
    const double x = -0.05 + i * step;
    cairo_move_to(cairo, x + step * 0.04, deck);
    cairo_line_to(cairo, x + step * 0.18, deck - rise);
    cairo_line_to(cairo, x + step * 0.82, deck - rise);
    cairo_line_to(cairo, x + step * 0.96, deck);
    for (int k = 0; k < 4; ++k) {
      cairo_move_to(cairo, x + step * (0.18 + 0.16 * k), deck - rise);
      cairo_line_to(cairo, x + step * (0.18 + 0.16 * (k + 0.5)), deck);
      cairo_line_to(cairo, x + step * (0.18 + 0.16 * (k + 1)), deck - rise);
    }
  }
  cairo_stroke(cairo);
}

void stupa(Stage& stage) {
  const double foot = stage.horizon + stage.land() * 0.9;
  ridges(stage, 4, foot, 0.4, 2.7);
  stage.canvas.fill_box({-0.05, foot - 0.002, stage.span + 0.1, 1.1 - foot}, stage.colours.near);
  standing(stage, stage.at(0.5), foot + stage.land() * 0.03, landmark(stage, 0.98, 0.9), [&] {
    const pixels::Colour stone = mix(stage.colours.light, stage.colours.sky_low, 0.45);
    const pixels::Colour shade = mix(stage.colours.light, stage.colours.shape, 0.45);
    const pixels::Colour gold = stage.colours.light;
    fill(stage, "M22 86 H78 V100 H22Z M27 68 H73 V86 H27Z M33 50 H67 V68 H33Z", stone);
    fill(stage, "M20 84 H80 V87.500 H20Z M25 66 H75 V69 H25Z M31 48 H69 V51 H31Z", shade);
    fill(stage,
         "M46 100 V91 C46 88 54 88 54 91 V100Z M47 84 V76 C47 73 53 73 53 76 V84Z M47.500 66 V58 C47.500 55 "
         "52.500 55 "
         "52.500 58 V66Z",
         shade);
    fill(stage, "M30 97 V91 H36 V97Z M64 97 V91 H70 V97Z M33 83 V76 H38 V83Z M62 83 V76 H67 V83Z", shade);
    fill(stage,
         "M37 48 C37 42 41 40 43 36 C46 31 47 26 48.500 16 L50 2 L51.500 16 C53 26 54 31 57 36 C59 40 63 42 "
         "63 48Z",
         gold);
    fill(stage,
         "M24 84 L27 76 L30 84Z M70 84 L73 76 L76 84Z M29 66 L31.500 59 L34 66Z M66 66 L68.500 59 L71 66Z",
         gold);
  });
}

void market(Stage& stage) {
  sun(stage, stage.at(0.24), stage.horizon + stage.land() * 0.14, 0.1 * stage.land() + 0.015);
  const double foot = stage.horizon + stage.land() * 0.9;
  ridges(stage, 4, foot, 0.7, 4.1);
  stage.canvas.fill_box({-0.05, foot, stage.span + 0.1, 1.05 - foot}, stage.colours.near);
  const double size = landmark(stage, 0.56, 0.46);
  for (const double at : {0.2, 0.5, 0.8})
    standing(stage, stage.at(at), foot + 0.01, size, [&] {
      const pixels::Colour shape = stage.colours.shape;
      fill(stage, "M0 40 L14 12 H86 L100 40 Z", at == 0.5 ? stage.colours.light : stage.colours.mist);
      fill(stage, "M20 40 L30 12 H42 L38 40Z M62 40 L58 12 H70 L80 40Z", shape);
      fill(stage, "M6 40 H10 V100 H6Z M90 40 H94 V100 H90Z M4 72 H96 V100 H4Z", shape);
      fill(stage, "M12 72 C12 58 34 58 34 72Z M40 72 C40 56 62 56 62 72Z M67 72 C67 60 88 60 88 72Z",
           mix(stage.colours.light, shape, 0.35));
    });
}

void road(Stage& stage) {
  sun(stage, stage.at(0.68), stage.horizon + stage.land() * 0.16, 0.11 * stage.land() + 0.015);
  ridges(stage, 5, stage.horizon + stage.land() * 0.8, 0.9, 3.3);
  const double top = stage.horizon + stage.land() * 0.62;
  ridge(stage, {1.02, 1.02 - top, 0.5, 1.2, 0}, stage.colours.near);
  cairo_t* cairo = stage.canvas.cairo();
  const double w = std::min(stage.room(), 1.6) * stage.land();
  const double x = stage.at(0.5);
  const double y = top + stage.land() * 0.15;
  cairo_move_to(cairo, x + 0.02 * w, y);
  cairo_curve_to(cairo, x + 0.3 * w, y + 0.08 * stage.land(), x - 0.5 * w, y + 0.1 * stage.land(),
                 x - 0.42 * w, 1.06);
  cairo_line_to(cairo, x + 0.34 * w, 1.06);
  cairo_curve_to(cairo, x - 0.2 * w, y + 0.16 * stage.land(), x + 0.42 * w, y + 0.06 * stage.land(),
                 x + 0.06 * w, y);
  cairo_close_path(cairo);
  stage.canvas.colour(mix(stage.colours.mist, stage.colours.near, 0.3));
  cairo_fill(cairo);
  standing(stage, x - 0.02 * w, stage.horizon + stage.land() * 0.94,
           std::min(stage.land() * 0.3, stage.room() * 0.3), [&] {
             fill(stage, "R 0 36 100 52 10", stage.colours.shape);
             fill(stage, "R 8 46 20 16 3 R 32 46 20 16 3 R 56 46 20 16 3 R 80 46 14 16 3",
                  stage.colours.light);
             fill(stage, "O 24 90 10 O 76 90 10", stage.colours.shape);
           });
}

}  // namespace gatecast::compose::scenery
