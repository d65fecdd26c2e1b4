#include "player/screen/placement.h"

#include <libyuv.h>

#include <algorithm>

namespace gatecast::screen {
namespace {

libyuv::RotationMode mode_of(int degrees) {
  return degrees == 90    ? libyuv::kRotate90
         : degrees == 180 ? libyuv::kRotate180
         : degrees == 270 ? libyuv::kRotate270
                          : libyuv::kRotate0;
}

void black(pixels::Canvas canvas, pixels::Rect rect) {
  const int right = std::min(rect.x + rect.width, canvas.size.width_px);
  const int bottom = std::min(rect.y + rect.height, canvas.size.height_px);
  const int x = std::max(rect.x, 0);
  const int y = std::max(rect.y, 0);
  if (x >= right || y >= bottom) return;
  libyuv::ARGBRect(canvas.data, canvas.stride_bytes, x, y, right - x, bottom - y, 0xFF000000U);
}

}  // namespace

pixels::Size Placement::content() const {
  if (degrees % 180 == 0) return {rect.width, rect.height};
  return {rect.height, rect.width};
}

bool Placement::fills_window() const {
  return rect == pixels::Rect{0, 0, window.width_px, window.height_px};
}

bool Placement::is_inside_window() const {
  return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= window.width_px &&
         rect.y + rect.height <= window.height_px;
}

std::optional<Point> Placement::to_content(Point in_window) const {
  const int x = in_window.x - rect.x;
  const int y = in_window.y - rect.y;
  if (x < 0 || y < 0 || x >= rect.width || y >= rect.height) return std::nullopt;
  switch (degrees) {
    case 90:
      return Point{y, rect.width - 1 - x};
    case 180:
      return Point{rect.width - 1 - x, rect.height - 1 - y};
    case 270:
      return Point{rect.height - 1 - y, x};
    default:
      return Point{x, y};
  }
}

Point Placement::to_window(Point in_content) const {
  const auto [x, y] = in_content;
  switch (degrees) {
    case 90:
      return {rect.x + rect.width - 1 - y, rect.y + x};
    case 180:
      return {rect.x + rect.width - 1 - x, rect.y + rect.height - 1 - y};
    case 270:
      return {rect.x + y, rect.y + rect.height - 1 - x};
    default:
      return {rect.x + x, rect.y + y};
  }
}

void lay_down(pixels::Canvas content, const Placement& placement, pixels::Canvas window) {
  const auto& rect = placement.rect;
  const int width = std::min(rect.width, window.size.width_px - rect.x);
  const int height = std::min(rect.height, window.size.height_px - rect.y);
  if (width <= 0 || height <= 0) return;
  if (width == rect.width && height == rect.height) {
    libyuv::ARGBRotate(content.data, content.stride_bytes, window.at(rect.x, rect.y), window.stride_bytes,
                       content.size.width_px, content.size.height_px, mode_of(placement.degrees));
    return;
  }
  pixels::Pixmap turned({rect.width, rect.height});
  libyuv::ARGBRotate(content.data, content.stride_bytes, turned.data(), turned.stride_bytes(),
                     content.size.width_px, content.size.height_px, mode_of(placement.degrees));
  libyuv::ARGBCopy(turned.data(), turned.stride_bytes(), window.at(rect.x, rect.y), window.stride_bytes,
                   width, height);
}

pixels::Rect to_window(const Placement& placement, pixels::Rect part) {
  const auto one = placement.to_window({part.x, part.y});
  const auto other = placement.to_window({part.x + part.width - 1, part.y + part.height - 1});
  return {std::min(one.x, other.x), std::min(one.y, other.y), std::abs(one.x - other.x) + 1,
          std::abs(one.y - other.y) + 1};
}

void lay_down_part(pixels::Canvas content, const Placement& placement, pixels::Rect part,
                   pixels::Canvas window) {
  const pixels::Canvas source{content.at(part.x, part.y), content.stride_bytes, {part.width, part.height}};
  lay_down(source, {placement.window, to_window(placement, part), placement.degrees}, window);
}

void blacken_around(const Placement& placement, pixels::Canvas window) {
  const auto [width, height] = window.size;
  const auto& rect = placement.rect;
  black(window, {0, 0, width, rect.y});
  black(window, {0, rect.y + rect.height, width, height});
  black(window, {0, rect.y, rect.x, rect.height});
  black(window, {rect.x + rect.width, rect.y, width, rect.height});
}

}  // namespace gatecast::screen
