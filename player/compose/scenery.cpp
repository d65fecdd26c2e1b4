#include "player/compose/scenery.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "player/compose/scenery_parts.h"
#include "player/compose/theme.h"

namespace gatecast::compose {

SceneColours scene_colours(pixels::Colour ground, bool is_dark, bool is_feast, bool has_ornament) {
  SceneColours c;
  const pixels::Colour deep = is_feast ? tone::earth : tone::forest;
  c.sky_top = ground;
  c.has_sun = has_ornament;
  c.sun = tone::rice;
  c.light = tone::rice;
  if (is_dark) {
    c.sky_low = mix(ground, is_feast ? deep : tone::jade, 0.55);
    c.far = mix(is_feast ? deep : tone::jade, tone::mist, 0.22);
    c.near = mix(tone::night, deep, 0.25);
    c.mist = is_feast ? tone::champa : tone::mist;
    c.water = mix(deep, tone::mist, 0.35);
    c.shape = mix(tone::night, deep, 0.1);
  } else {
    c.sky_low = mix(tone::paper, tone::champa, is_feast ? 0.9 : 0.6);
    c.far = is_feast ? mix(tone::champa, deep, 0.18) : mix(tone::mist, tone::jade, 0.16);
    c.near = deep;
    c.mist = mix(tone::paper, tone::mist, is_feast ? 0 : 0.5);
    c.water = mix(tone::mist, tone::jade, 0.1);
    c.shape = tone::night;
  }
  return c;
}

namespace scenery {

void ridge(Stage& stage, const RidgeShape& shape, pixels::Colour fill_colour) {
  cairo_t* cairo = stage.canvas.cairo();
  const auto top = [&](double x) {
    const double u = x * shape.frequency + shape.phase;
    const double hills = 0.5 + 0.3 * std::sin(u * 2.1) + 0.2 * std::sin(u * 4.7 + 1.3);
    const double peaks = 0.62 * (1 - std::abs(std::sin(u * 1.3))) +
                         0.26 * (1 - std::abs(std::sin(u * 2.9 + 0.7))) +
                         0.12 * (1 - std::abs(std::sin(u * 6.1 + 2.1)));
    return shape.base - shape.height * std::lerp(hills, peaks, shape.sharpness);
  };
  constexpr int kSteps = 240;
  cairo_move_to(cairo, -0.05, 1.05);
  for (int i = 0; i <= kSteps; ++i) {
    const double x = -0.05 + (stage.span + 0.1) * i / kSteps;
    cairo_line_to(cairo, x, top(x));
  }
  cairo_line_to(cairo, stage.span + 0.05, 1.05);
  cairo_close_path(cairo);
  stage.canvas.colour(fill_colour);
  cairo_fill(cairo);
}

void veil(Stage& stage, double top, double bottom, double opacity) {
  const auto mist = [&](double from, double to, double first, double last) {
    stage.canvas.fill_gradient({-0.05, from, stage.span + 0.1, to - from}, stage.colours.mist,
                               stage.colours.mist, first, last);
  };
  mist(top, bottom, 0, opacity);
  mist(bottom, bottom + (bottom - top) * 0.6, opacity, 0);  // it thins out where no hill stands before it
}

void ridges(Stage& stage, int layers, double foot, double sharpness, double phase) {
  const double depth = foot - stage.horizon;
  for (int i = 0; i < layers; ++i) {
    const double near = layers == 1 ? 1 : static_cast<double>(i) / (layers - 1);
    const double base = stage.horizon + depth * (0.42 + 0.58 * near);
    const double height = depth * std::lerp(0.42, 0.40, near);
    ridge(stage, {base, height, std::lerp(2.6, 1.5, near), phase + 1.7 * i, sharpness * (1 - 0.6 * near)},
          mix(stage.colours.far, stage.colours.near, std::pow(near, 1.25)));
    if (i + 1 < layers) veil(stage, base - height * 0.45, base + depth * 0.16, 0.62);
  }
}

void sun(Stage& stage, double x, double y, double radius) {
  if (!stage.colours.has_sun) return;
  cairo_t* cairo = stage.canvas.cairo();
  cairo_arc(cairo, x, y, radius, 0, 6.2832);
  stage.canvas.colour(stage.colours.sun);
  cairo_fill(cairo);
}

void water(Stage& stage, double top, double bottom) {
  const pixels::Colour low = mix(stage.colours.water, stage.colours.near, 0.45);
  stage.canvas.fill_gradient({-0.05, top, stage.span + 0.1, bottom - top + 0.05}, stage.colours.water, low);
  cairo_t* cairo = stage.canvas.cairo();
  cairo_set_line_width(cairo, 0.006);
  for (int i = 3; i < 16; ++i) {  // still lines of light, wider towards the viewer, none on the shore
    const double part = (i + 0.6) / 16.0;
    const double y = top + (bottom - top) * part * part;
    const double x = stage.span * (0.5 + 0.46 * std::sin(i * 2.4));
    const double half = 0.03 + 0.07 * part;
    cairo_move_to(cairo, x - half, y);
    cairo_line_to(cairo, x + half, y);
  }
  stage.canvas.colour(stage.colours.mist, 0.55);
  cairo_stroke(cairo);
}

void fill(Stage& stage, const char* path, pixels::Colour colour, double opacity) {
  cairo_new_path(stage.canvas.cairo());
  stage.canvas.path(path);
  stage.canvas.colour(colour, opacity);
  cairo_fill(stage.canvas.cairo());
}

void stroke(Stage& stage, const char* path, pixels::Colour colour, double width) {
  cairo_new_path(stage.canvas.cairo());
  stage.canvas.path(path);
  stage.canvas.colour(colour);
  cairo_set_line_width(stage.canvas.cairo(), width);
  cairo_stroke(stage.canvas.cairo());
}

static void plain_ridges(Stage& stage) {
  sun(stage, stage.at(0.72), stage.horizon + stage.land() * 0.15 + 0.02, 0.11 * stage.land() + 0.02);
  ridges(stage, 6, 1.0, 0.9, 0.4);
}

}  // namespace scenery

namespace {
using Draw = void (*)(scenery::Stage&);
constexpr std::pair<const char*, Draw> kScenes[] = {
    {"ridges", scenery::plain_ridges}, {"river", scenery::river}, {"gate", scenery::gate},
    {"coffee", scenery::coffee},       {"beach", scenery::beach}, {"stilt_house", scenery::stilt_house},
    {"bridge", scenery::bridge},       {"stupa", scenery::stupa}, {"market", scenery::market},
    {"road", scenery::road},           {"lotus", scenery::lotus}, {"champa", scenery::champa},
    {"apricot", scenery::apricot},
};
}  // namespace

bool has_scene(std::string_view name) {
  return std::any_of(std::begin(kScenes), std::end(kScenes), [&](const auto& s) { return s.first == name; });
}

const std::vector<std::string>& scene_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto& scene : kScenes) names.emplace_back(scene.first);
    return names;
  }();
  return kNames;
}

void draw_scene(Canvas& canvas, std::string_view name, const Box& box, const SceneColours& colours,
                double horizon, double free_from) {
  Draw draw = scenery::plain_ridges;
  for (const auto& scene : kScenes)
    if (scene.first == name) draw = scene.second;
  canvas.save();
  canvas.clip(box);
  canvas.fill_gradient({box.x, box.y, box.width, box.height * std::min(1.0, horizon + 0.25)}, colours.sky_top,
                       colours.sky_low);
  canvas.fill_box({box.x, box.y + box.height * std::min(1.0, horizon + 0.25) - 0.5, box.width, box.height},
                  colours.sky_low);
  cairo_translate(canvas.cairo(), box.x, box.y);
  cairo_scale(canvas.cairo(), box.height, box.height);
  const double span = box.width / box.height;
  scenery::Stage stage{canvas, colours, span, horizon, span * free_from};
  draw(stage);
  canvas.restore();
}

}  // namespace gatecast::compose
