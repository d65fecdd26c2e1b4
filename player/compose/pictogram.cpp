#include "player/compose/pictogram.h"

#include <algorithm>

#include "player/compose/theme.h"

namespace gatecast::compose {

static const Pictogram* find_pictogram(std::string_view name) {
  for (const Pictogram& icon : pictogram_table())
    if (icon.name == name) return &icon;
  return nullptr;
}

bool has_pictogram(std::string_view name) {
  return find_pictogram(name) != nullptr;
}

std::vector<std::string> pictogram_names() {
  std::vector<std::string> names;
  for (const Pictogram& icon : pictogram_table()) names.emplace_back(icon.name);
  return names;
}

bool draw_pictogram(Canvas& canvas, std::string_view name, const Box& box, const PictogramColours& colours) {
  const Pictogram* icon = find_pictogram(name);
  const bool is_known = icon != nullptr;
  if (!is_known) icon = find_pictogram("information");
  const double side = std::min(box.width, box.height);
  canvas.save();
  cairo_t* cairo = canvas.cairo();
  cairo_translate(cairo, box.centre_x() - side / 2, box.centre_y() - side / 2);
  cairo_scale(cairo, side / 100, side / 100);
  cairo_set_line_width(cairo, 5.2);
  for (const Mark& mark : icon->marks) {
    cairo_new_path(cairo);
    canvas.path(mark.path);
    const bool is_accent = mark.how == Mark::How::accent_fill || mark.how == Mark::How::accent_stroke;
    const bool forbids = mark.how == Mark::How::forbidding_stroke;
    canvas.colour(mark.how == Mark::How::ground_fill ? colours.ground
                  : forbids                          ? tone::lacquer
                  : is_accent                        ? colours.accent
                                                     : colours.line);
    if (forbids || mark.how == Mark::How::stroke || mark.how == Mark::How::accent_stroke)
      cairo_stroke(cairo);
    else
      cairo_fill(cairo);
  }
  canvas.restore();
  return is_known;
}

}  // namespace gatecast::compose
