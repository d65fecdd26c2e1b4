#include "player/decode/frame_painter.h"

#include <libyuv.h>
#include <libyuv/row.h>
#include <cmath>

#include <algorithm>

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

pixels::Size turned_size(pixels::Size size, int degrees) {
  return degrees % 180 == 0 ? size : pixels::Size{size.height_px, size.width_px};
}

void rotate(pixels::Canvas source, pixels::Canvas target, int degrees) {
  libyuv::ARGBRotate(source.data, source.stride_bytes, target.data, target.stride_bytes, source.size.width_px,
                     source.size.height_px, rotation_mode(degrees));
}

struct Form {
  int bytes = 1;  // a sample
  int chroma_x = 1, chroma_y = 1;
};
Form form_of(Planes layout) {
  switch (layout) {
    case Planes::i420:
      return {1, 2, 2};
    case Planes::i422:
      return {1, 2, 1};
    case Planes::i010:
      return {2, 2, 2};
    case Planes::i210:
      return {2, 2, 1};
    case Planes::i410:
      return {2, 1, 1};
    case Planes::bgra:
      return {4, 1, 1};
    case Planes::i444:
      break;
  }
  return {1, 1, 1};
}

pixels::Size plane_size(pixels::Size size, const Form& form, std::size_t plane) {
  if (plane == 0) return size;
  return {(size.width_px + form.chroma_x - 1) / form.chroma_x,
          (size.height_px + form.chroma_y - 1) / form.chroma_y};
}

// A rectangle of the upright picture as it lies in the stored one; even, so that chroma stays where it is.
pixels::Rect as_stored(pixels::Rect rect, pixels::Size upright, int degrees) {
  const int right = upright.width_px - rect.x - rect.width;
  const int bottom = upright.height_px - rect.y - rect.height;
  pixels::Rect stored = rect;
  if (degrees == 90) stored = {rect.y, right, rect.height, rect.width};
  if (degrees == 180) stored = {right, bottom, rect.width, rect.height};
  if (degrees == 270) stored = {bottom, rect.x, rect.height, rect.width};
  stored.x &= ~1;
  stored.y &= ~1;
  return stored;
}

Frame cropped(const Frame& frame, pixels::Rect rect) {
  Frame part = frame;
  part.size = {rect.width, rect.height};
  const Form form = form_of(frame.layout);
  for (std::size_t i = 0; i < part.planes.size(); ++i) {
    if (part.planes.at(i) == nullptr) continue;
    const int x = i > 0 ? rect.x / form.chroma_x : rect.x;
    const int y = i > 0 ? rect.y / form.chroma_y : rect.y;
    part.planes.at(i) += static_cast<std::ptrdiff_t>(y) * part.strides_bytes.at(i) +
                         static_cast<std::ptrdiff_t>(x) * form.bytes;
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

// Area means when it gets much smaller, else bilinear.
libyuv::FilterMode scale_filter(pixels::Size from, pixels::Size to) {
  const bool shrinks = from.width_px > to.width_px || from.height_px > to.height_px;
  return shrinks ? libyuv::kFilterBox : libyuv::kFilterBilinear;
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

// Plane by plane: libyuv's scaling of packed pixels takes up to 2 of 255 off each of them.
void scale(pixels::Canvas source, pixels::Canvas target) {
  if (source.size == target.size) return copy(source, target);
  const auto [from_width, from_height] = source.size;
  const auto [to_width, to_height] = target.size;
  const auto from_area = static_cast<std::size_t>(from_width) * static_cast<std::size_t>(from_height);
  const auto to_area = static_cast<std::size_t>(to_width) * static_cast<std::size_t>(to_height);
  std::vector<std::uint8_t> from(4 * from_area);
  std::vector<std::uint8_t> to(4 * to_area);
  const auto in = [&](std::size_t plane) { return from.data() + plane * from_area; };
  const auto out = [&](std::size_t plane) { return to.data() + plane * to_area; };
  libyuv::SplitARGBPlane(source.data, source.stride_bytes, in(2), from_width, in(1), from_width, in(0),
                         from_width, in(3), from_width, from_width, from_height);
  for (std::size_t plane = 0; plane < 4; ++plane)
    libyuv::ScalePlane(in(plane), from_width, from_width, from_height, out(plane), to_width, to_width,
                       to_height, scale_filter(source.size, target.size));
  libyuv::MergeARGBPlane(out(2), to_width, out(1), to_width, out(0), to_width, out(3), to_width, target.data,
                         target.stride_bytes, to_width, to_height);
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

Frame FramePainter::scaled(const Frame& frame, pixels::Size size) {
  Frame result = frame;
  result.size = size;
  const Form form = form_of(frame.layout);
  for (std::size_t i = 0; i < 3; ++i) {
    const pixels::Size from = plane_size(frame.size, form, i);
    const pixels::Size to = plane_size(size, form, i);
    auto& plane = planes_.at(i);
    plane.resize(static_cast<std::size_t>(to.width_px) * static_cast<std::size_t>(to.height_px) *
                 static_cast<std::size_t>(form.bytes));
    result.planes.at(i) = plane.data();
    result.strides_bytes.at(i) = to.width_px * form.bytes;
    const auto filter = scale_filter(from, to);
    if (form.bytes == 2)
      libyuv::ScalePlane_16(words(frame.planes.at(i)), frame.strides_bytes.at(i) / 2, from.width_px,
                            from.height_px, static_cast<std::uint16_t*>(static_cast<void*>(plane.data())),
                            to.width_px, to.width_px, to.height_px, filter);
    else
      libyuv::ScalePlane(frame.planes.at(i), frame.strides_bytes.at(i), from.width_px, from.height_px,
                         plane.data(), to.width_px, to.width_px, to.height_px, filter);
  }
  return result;
}

// Packed frames may be seen through: the ground shines where they are clear.
void FramePainter::lay_over(const Frame& frame, pixels::Canvas inner, pixels::Colour ground) {
  pixels::Canvas source{const_cast<std::uint8_t*>(frame.planes[0]), frame.strides_bytes[0], frame.size};
  const auto turned = turned_size(inner.size, frame.rotation_degrees);
  if (!(frame.size == turned)) {
    reserve(converted_, turned);
    scale(source, canvas_of(converted_));
    source = canvas_of(converted_);
  }
  if (frame.rotation_degrees != 0) {
    reserve(upright_, inner.size);
    rotate(source, canvas_of(upright_), frame.rotation_degrees);
    source = canvas_of(upright_);
  }
  fill(inner, {0, 0, inner.size.width_px, inner.size.height_px}, ground);
  libyuv::ARGBBlend(source.data, source.stride_bytes, inner.data, inner.stride_bytes, inner.data,
                    inner.stride_bytes, inner.size.width_px, inner.size.height_px);
}

void FramePainter::paint(const Frame& frame, pixels::Canvas target, bundle::Fit fit, pixels::Colour ground) {
  const int degrees = frame.rotation_degrees;
  const pixels::Size upright = turned_size(frame.size, degrees);
  auto aspect = frame.pixel_aspect;
  if (degrees % 180 != 0) std::swap(aspect.numerator, aspect.denominator);
  const Placement placement = place(upright, aspect, target.size, fit);
  paint_bars(target, placement.target, ground);
  const auto inner = part_of(target, placement.target);
  Frame part = cropped(frame, as_stored(placement.source, upright, degrees));
  if (part.layout == Planes::bgra) return lay_over(part, inner, ground);
  const auto turned = turned_size(inner.size, degrees);
  if (!(part.size == turned)) part = scaled(part, turned);
  if (degrees == 0) return convert_frame(part, inner);
  reserve(converted_, turned);
  convert_frame(part, canvas_of(converted_));
  rotate(canvas_of(converted_), inner, degrees);
}

}  // namespace gatecast::decode
