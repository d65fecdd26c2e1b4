#include "player/decode/frame_painter.h"

#include <libyuv.h>
#include <libyuv/row.h>
#include <cmath>

#include <algorithm>
#include <cstring>

namespace gatecast::decode {
namespace {

// libyuv's own tables for x86 stop the factor from Cb to blue at 128/64, for the sake of old processors:
// strong blues come out up to 12 of 255 too dark. Its arithmetic holds 255/64, so the true factor is put in.
struct alignas(32) BlueExact {
  libyuv::YuvConstants constants;
  BlueExact(const libyuv::YuvConstants& table, [[maybe_unused]] int blue_by_64) : constants(table) {
#if defined(__x86_64__) || defined(__i386__)
    for (std::size_t i = 0; i < sizeof(constants.kUVToB); i += 2)
      constants.kUVToB[i] = static_cast<std::uint8_t>(blue_by_64);
#endif
  }
};

const libyuv::YuvConstants* constants_of(Matrix matrix, Range range) {
  static const BlueExact kBt601(libyuv::kYuvI601Constants, 129);   // 2.017 x 64
  static const BlueExact kBt709(libyuv::kYuvH709Constants, 135);   // 2.112 x 64
  static const BlueExact kBt2020(libyuv::kYuv2020Constants, 137);  // 2.142 x 64
  const bool is_full = range == Range::full;
  switch (matrix) {
    case Matrix::bt601:
      return is_full ? &libyuv::kYuvJPEGConstants : &kBt601.constants;
    case Matrix::bt2020:
      return is_full ? &libyuv::kYuvV2020Constants : &kBt2020.constants;
    case Matrix::bt709:
      break;
  }
  return is_full ? &libyuv::kYuvF709Constants : &kBt709.constants;
}

// libav's 10-bit planes are little-endian 16-bit words at even addresses.
const std::uint16_t* words(const std::uint8_t* plane) {
  return static_cast<const std::uint16_t*>(static_cast<const void*>(plane));
}

// Sides of a picture that keeps the aspect of width : height and fits (or covers) the box.
pixels::Size fitted(double width, double height, pixels::Size box, bundle::Fit fit) {
  const double by_width = box.width_px / width;
  const double by_height = box.height_px / height;
  const double factor =
      fit == bundle::Fit::contain ? std::min(by_width, by_height) : std::max(by_width, by_height);
  // A picture within a pixel and a half of the box fills it: no hair lines from rounding.
  const auto side = [&](double value, int limit) {
    const double scaled = value * factor;
    return std::abs(scaled - limit) < 1.5 ? limit : std::max(1, static_cast<int>(std::lround(scaled)));
  };
  return {side(width, box.width_px), side(height, box.height_px)};
}

libyuv::RotationMode rotation_mode(int degrees) {
  return degrees == 90    ? libyuv::kRotate90
         : degrees == 180 ? libyuv::kRotate180
         : degrees == 270 ? libyuv::kRotate270
                          : libyuv::kRotate0;
}

// Planes moved to (x, y); both even, so that chroma stays where it is.
Frame cropped(const Frame& frame, pixels::Rect rect) {
  Frame part = frame;
  part.size = {rect.width, rect.height};
  const bool is_wide =
      frame.layout == Planes::i010 || frame.layout == Planes::i210 || frame.layout == Planes::i410;
  const int bytes = frame.layout == Planes::bgra ? 4 : is_wide ? 2 : 1;
  const bool halves_x = frame.layout != Planes::i444 && frame.layout != Planes::i410;
  const bool halves_y = frame.layout == Planes::i420 || frame.layout == Planes::i010;
  for (std::size_t i = 0; i < part.planes.size(); ++i) {
    if (part.planes.at(i) == nullptr) continue;
    const int x = i > 0 && halves_x ? rect.x / 2 : rect.x;
    const int y = i > 0 && halves_y ? rect.y / 2 : rect.y;
    part.planes.at(i) +=
        static_cast<std::ptrdiff_t>(y) * part.strides_bytes.at(i) + static_cast<std::ptrdiff_t>(x) * bytes;
  }
  return part;
}

void paint_bars(pixels::Canvas target, pixels::Rect inner, pixels::Colour ground) {
  const auto [width, height] = target.size;
  fill(target, {0, 0, width, inner.y}, ground);
  fill(target, {0, inner.y + inner.height, width, height - inner.y - inner.height}, ground);
  fill(target, {0, inner.y, inner.x, inner.height}, ground);
  fill(target, {inner.x + inner.width, inner.y, width - inner.x - inner.width, inner.height}, ground);
}

void reserve(pixels::Pixmap& pixmap, pixels::Size size) {
  if (!(pixmap.size() == size)) pixmap = pixels::Pixmap(size);
}

}  // namespace

void fill(pixels::Canvas target, pixels::Rect rect, pixels::Colour colour) {
  if (rect.width <= 0 || rect.height <= 0) return;
  const std::uint32_t value = static_cast<std::uint32_t>(colour.alpha) << 24U |
                              static_cast<std::uint32_t>(colour.red) << 16U |
                              static_cast<std::uint32_t>(colour.green) << 8U | colour.blue;
  libyuv::ARGBRect(target.data, target.stride_bytes, rect.x, rect.y, rect.width, rect.height, value);
}

void copy(pixels::Canvas source, pixels::Canvas target) {
  libyuv::ARGBCopy(source.data, source.stride_bytes, target.data, target.stride_bytes, source.size.width_px,
                   source.size.height_px);
}

pixels::Canvas part_of(pixels::Canvas canvas, pixels::Rect rect) {
  return {canvas.at(rect.x, rect.y), canvas.stride_bytes, {rect.width, rect.height}};
}

void scale(pixels::Canvas source, pixels::Canvas target) {
  const bool shrinks =
      source.size.width_px > target.size.width_px || source.size.height_px > target.size.height_px;
  libyuv::ARGBScale(source.data, source.stride_bytes, source.size.width_px, source.size.height_px,
                    target.data, target.stride_bytes, target.size.width_px, target.size.height_px,
                    shrinks ? libyuv::kFilterBox : libyuv::kFilterBilinear);
}

void convert_frame(const Frame& frame, pixels::Canvas target) {
  const auto* constants = constants_of(frame.matrix, frame.range);
  const auto& p = frame.planes;
  const auto& s = frame.strides_bytes;
  const int width = frame.size.width_px;
  const int height = frame.size.height_px;
  switch (frame.layout) {
    case Planes::i420:
      libyuv::I420ToARGBMatrix(p[0], s[0], p[1], s[1], p[2], s[2], target.data, target.stride_bytes,
                               constants, width, height);
      break;
    case Planes::i422:
      libyuv::I422ToARGBMatrix(p[0], s[0], p[1], s[1], p[2], s[2], target.data, target.stride_bytes,
                               constants, width, height);
      break;
    case Planes::i444:
      libyuv::I444ToARGBMatrix(p[0], s[0], p[1], s[1], p[2], s[2], target.data, target.stride_bytes,
                               constants, width, height);
      break;
    case Planes::i010:
      libyuv::I010ToARGBMatrix(words(p[0]), s[0] / 2, words(p[1]), s[1] / 2, words(p[2]), s[2] / 2,
                               target.data, target.stride_bytes, constants, width, height);
      break;
    case Planes::i210:
      libyuv::I210ToARGBMatrix(words(p[0]), s[0] / 2, words(p[1]), s[1] / 2, words(p[2]), s[2] / 2,
                               target.data, target.stride_bytes, constants, width, height);
      break;
    case Planes::i410:
      libyuv::I410ToARGBMatrix(words(p[0]), s[0] / 2, words(p[1]), s[1] / 2, words(p[2]), s[2] / 2,
                               target.data, target.stride_bytes, constants, width, height);
      break;
    case Planes::bgra:
      libyuv::ARGBCopy(p[0], s[0], target.data, target.stride_bytes, width, height);
      break;
  }
}

Placement place(pixels::Size upright, bundle::Ratio pixel_aspect, pixels::Size target, bundle::Fit fit) {
  const double width = static_cast<double>(upright.width_px) * static_cast<double>(pixel_aspect.numerator) /
                       static_cast<double>(pixel_aspect.denominator);
  const auto shown = fitted(width, upright.height_px, target, fit);
  Placement result{{0, 0, upright.width_px, upright.height_px}, {0, 0, target.width_px, target.height_px}};
  if (shown.width_px <= target.width_px) {
    result.target.x = (target.width_px - shown.width_px) / 2;
    result.target.width = shown.width_px;
  } else {
    result.source.width = std::max(
        1, static_cast<int>(static_cast<std::int64_t>(upright.width_px) * target.width_px / shown.width_px));
    result.source.x = (upright.width_px - result.source.width) / 2 & ~1;
  }
  if (shown.height_px <= target.height_px) {
    result.target.y = (target.height_px - shown.height_px) / 2;
    result.target.height = shown.height_px;
  } else {
    result.source.height = std::max(1, static_cast<int>(static_cast<std::int64_t>(upright.height_px) *
                                                        target.height_px / shown.height_px));
    result.source.y = (upright.height_px - result.source.height) / 2 & ~1;
  }
  return result;
}

void FramePainter::paint(const Frame& frame, pixels::Canvas target, bundle::Fit fit, pixels::Colour ground) {
  const bool is_turned = frame.rotation_degrees == 90 || frame.rotation_degrees == 270;
  const pixels::Size upright =
      is_turned ? pixels::Size{frame.size.height_px, frame.size.width_px} : frame.size;
  auto aspect = frame.pixel_aspect;
  if (is_turned) std::swap(aspect.numerator, aspect.denominator);
  const Placement placement = place(upright, aspect, target.size, fit);
  paint_bars(target, placement.target, ground);
  const auto inner = part_of(target, placement.target);
  const bool same_size =
      placement.source.width == placement.target.width && placement.source.height == placement.target.height;
  if (same_size && frame.rotation_degrees == 0) {
    convert_frame(cropped(frame, placement.source), inner);
    return;
  }
  reserve(converted_, frame.size);
  convert_frame(frame, canvas_of(converted_));
  auto source = canvas_of(converted_);
  if (frame.rotation_degrees != 0) {
    reserve(upright_, upright);
    libyuv::ARGBRotate(converted_.data(), converted_.stride_bytes(), upright_.data(), upright_.stride_bytes(),
                       frame.size.width_px, frame.size.height_px, rotation_mode(frame.rotation_degrees));
    source = canvas_of(upright_);
  }
  scale(part_of(source, placement.source), inner);
}

}  // namespace gatecast::decode
