#include "player/compose/zoom.h"

#include <cairo.h>

#include <algorithm>
#include <cmath>

namespace gatecast::compose {

namespace {

View inside(View view, pixels::Size picture) {
  const double shrink = std::min({1.0, picture.width_px / view.width, picture.height_px / view.height});
  const double middle_x = view.x + view.width / 2;
  const double middle_y = view.y + view.height / 2;
  view.width *= shrink;
  view.height *= shrink;
  view.x = std::clamp(middle_x - view.width / 2, 0.0, std::max(0.0, picture.width_px - view.width));
  view.y = std::clamp(middle_y - view.height / 2, 0.0, std::max(0.0, picture.height_px - view.height));
  return view;
}

}  // namespace

View whole_view(pixels::Size picture, pixels::Size window, int focus_x_permille, int focus_y_permille) {
  const double scale = std::min(static_cast<double>(picture.width_px) / window.width_px,
                                static_cast<double>(picture.height_px) / window.height_px);
  View view;
  view.width = window.width_px * scale;
  view.height = window.height_px * scale;
  view.x = picture.width_px * focus_x_permille / 1000.0 - view.width / 2;
  view.y = picture.height_px * focus_y_permille / 1000.0 - view.height / 2;
  return inside(view, picture);
}

View view_of(const bundle::Interest& interest, pixels::Size picture, pixels::Size window) {
  const double x = interest.x_permille * picture.width_px / 1000.0;
  const double y = interest.y_permille * picture.height_px / 1000.0;
  const double width = std::max(1.0, interest.width_permille * picture.width_px / 1000.0);
  const double height = std::max(1.0, interest.height_permille * picture.height_px / 1000.0);
  const double scale = std::max(width / window.width_px, height / window.height_px);
  View view;
  view.width = window.width_px * scale;
  view.height = window.height_px * scale;
  view.x = x + width / 2 - view.width / 2;
  view.y = y + height / 2 - view.height / 2;
  return inside(view, picture);
}

View between(const View& from, const View& to, double share) {
  return {std::lerp(from.x, to.x, share), std::lerp(from.y, to.y, share),
          std::lerp(from.width, to.width, share), std::lerp(from.height, to.height, share)};
}

void draw_view(const pixels::Pixmap& picture, const View& view, const pixels::Rect& window,
               const pixels::Rect& part, pixels::Canvas target) {
  if (part.width <= 0 || part.height <= 0) return;
  cairo_surface_t* out = cairo_image_surface_create_for_data(target.at(part.x, part.y), CAIRO_FORMAT_ARGB32,
                                                             part.width, part.height, target.stride_bytes);
  // cairo reads these pixels only.
  cairo_surface_t* source = cairo_image_surface_create_for_data(
      const_cast<std::uint8_t*>(picture.data()), CAIRO_FORMAT_ARGB32, picture.size().width_px,
      picture.size().height_px, picture.stride_bytes());
  cairo_t* cairo = cairo_create(out);
  cairo_translate(cairo, window.x - part.x, window.y - part.y);
  cairo_scale(cairo, window.width / view.width, window.height / view.height);
  cairo_translate(cairo, -view.x, -view.y);
  cairo_set_source_surface(cairo, source, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE);
  cairo_paint(cairo);
  cairo_destroy(cairo);
  cairo_surface_destroy(source);
  cairo_surface_destroy(out);
}

std::vector<pixels::Rect> without(const pixels::Rect& whole, const std::vector<pixels::Rect>& taken) {
  std::vector<pixels::Rect> left{whole};
  for (const pixels::Rect& away : taken) {
    std::vector<pixels::Rect> next;
    for (const pixels::Rect& rect : left) {
      const int right = rect.x + rect.width;
      const int bottom = rect.y + rect.height;
      const int x0 = std::clamp(away.x, rect.x, right);
      const int x1 = std::clamp(away.x + away.width, rect.x, right);
      const int y0 = std::clamp(away.y, rect.y, bottom);
      const int y1 = std::clamp(away.y + away.height, rect.y, bottom);
      if (x0 >= x1 || y0 >= y1) {
        next.push_back(rect);
        continue;
      }
      for (const pixels::Rect& piece : {pixels::Rect{rect.x, rect.y, rect.width, y0 - rect.y},
                                        {rect.x, y1, rect.width, bottom - y1},
                                        {rect.x, y0, x0 - rect.x, y1 - y0},
                                        {x1, y0, right - x1, y1 - y0}})
        if (piece.width > 0 && piece.height > 0) next.push_back(piece);
    }
    left = std::move(next);
  }
  return left;
}

}  // namespace gatecast::compose
