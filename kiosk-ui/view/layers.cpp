#include "kiosk-ui/view/layers.h"

#include <algorithm>

#include "kiosk-ui/view/mark_painter.h"
#include "kiosk-ui/view/signs.h"
#include "player/compose/pictogram.h"

namespace gatecast::kiosk_ui {

using compose::Canvas;

namespace {

constexpr std::string_view kSign = "sign/";

void outline(Canvas& canvas, const Mark& mark) {
  if (mark.width <= 0) return;
  canvas.fill_rounded(mark.box, mark.radius, mark.colour);
  canvas.fill_rounded(compose::inset(mark.box, mark.width, mark.width), mark.radius - mark.width / 2,
                      mark.ground);
}

// Bilinear: a slow zoom does not tremble. No edge is softened, so that no line shows between two tiles.
void draw_tile(Canvas& canvas, const TilePiece& piece) {
  auto* cairo = canvas.cairo();
  // cairo reads these pixels only.
  auto* source = cairo_image_surface_create_for_data(
      const_cast<std::uint8_t*>(piece.tile->data()), CAIRO_FORMAT_RGB24, piece.tile->size().width_px,
      piece.tile->size().height_px, piece.tile->stride_bytes());
  cairo_save(cairo);
  cairo_rectangle(cairo, piece.target.x, piece.target.y, piece.target.width, piece.target.height);
  cairo_clip(cairo);
  cairo_translate(cairo, piece.x, piece.y);
  cairo_scale(cairo, piece.scale, piece.scale);
  cairo_set_source_surface(cairo, source, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
  cairo_paint(cairo);
  cairo_restore(cairo);
  cairo_surface_destroy(source);
}

}  // namespace

void draw_mark(Canvas& canvas, const Mark& mark) {
  switch (mark.kind) {
    case Mark::Kind::fill:
      canvas.fill_box(mark.box, mark.colour);
      break;
    case Mark::Kind::rounded:
      canvas.fill_rounded(mark.box, mark.radius, mark.colour);
      break;
    case Mark::Kind::outline:
      outline(canvas, mark);
      break;
    case Mark::Kind::icon:
      if (mark.name.rfind(kSign, 0) == 0)
        draw_sign(canvas, std::string_view(mark.name).substr(kSign.size()), mark.box, mark.colour);
      else
        compose::draw_pictogram(canvas, mark.name, mark.box, {mark.colour, mark.accent, mark.ground});
      break;
    case Mark::Kind::band:
      compose::draw_band(canvas, mark.box, mark.stitch, mark.band, mark.woven);
      break;
    case Mark::Kind::scene:
      canvas.save();
      canvas.clip(mark.box);
      compose::draw_scene(canvas, mark.name, mark.box,
                          compose::scene_colours(mark.ground, mark.is_dark, false, !mark.is_quiet),
                          mark.horizon, mark.free_from);
      canvas.restore();
      break;
  }
}

void paint_layer(const Layer& layer, text::Typesetter& typesetter, pixels::Pixmap& target) {
  {
    Canvas canvas(target);
    for (const auto& mark : layer.marks) draw_mark(canvas, mark);
  }
  for (const auto& words : layer.words)
    typesetter.draw(target, words.layout, words.style, words.box.x, words.box.y, words.box.width,
                    words.align);
}

const Button* Screenful::button(const std::string& id) const {
  for (const auto& button : buttons)
    if (button.id == id) return &button;
  return nullptr;
}

const Button* Screenful::at(double x, double y, double tolerance_px) const {
  const auto is_in = [&](const compose::Box& of) {
    if (of.is_empty()) return false;
    const auto box = compose::inset(of, -tolerance_px, -tolerance_px);
    return x >= box.x && x < box.right() && y >= box.y && y < box.bottom();
  };
  for (const auto& button : buttons)
    if (button.is_enabled && is_in(button.box)) return &button;
  for (const auto& button : buttons)
    if (button.is_enabled && is_in(button.words)) return &button;
  return nullptr;
}

void paint_figure(const Figure& figure, text::Typesetter& typesetter, pixels::Pixmap& target, int x, int y) {
  const auto area = compose::rounded_out(figure.box);
  const int from_x = std::max(area.x, x);
  const int to_x = std::min(area.x + area.width, x + target.size().width_px);
  const int from_y = std::max(area.y, y);
  const int to_y = std::min(area.y + area.height, y + target.size().height_px);
  if (from_x >= to_x || from_y >= to_y) return;
  pixels::Pixmap part({area.width, area.height});
  {
    Canvas canvas(part);
    canvas.fill_box({0, 0, figure.box.width, figure.box.height}, figure.ground);
    for (const auto& piece : figure.tiles) draw_tile(canvas, piece);
  }
  for (const auto& layer : figure.layers) paint_layer(layer, typesetter, part);
  for (int row = from_y; row < to_y; ++row)
    std::copy_n(part.row(row - area.y) + (from_x - area.x), to_x - from_x,
                target.row(row - y) + (from_x - x));
}

void paint(const Screenful& screenful, text::Typesetter& typesetter, pixels::Pixmap& target) {
  // The first layer lies under the figure; what comes over all, as the question, over it too.
  for (std::size_t i = 0; i < screenful.layers.size(); ++i) {
    paint_layer(screenful.layers[i], typesetter, target);
    if (i == 0 && screenful.figure) paint_figure(*screenful.figure, typesetter, target, 0, 0);
  }
}

}  // namespace gatecast::kiosk_ui
