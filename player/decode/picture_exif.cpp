#include "player/decode/picture_exif.h"

#include <libyuv.h>

#include <algorithm>
#include <utility>

namespace gatecast::decode {
namespace {

std::uint32_t number(ByteView bytes, std::size_t at, std::size_t length, bool is_big) {
  if (at > bytes.size() || bytes.size() - at < length) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length; ++i)
    value = value << 8 | static_cast<std::uint8_t>(bytes[at + (is_big ? i : length - 1 - i)]);
  return value;
}

// The TIFF structure that EXIF is: header, then the entries of the first directory.
int orientation_in(ByteView tiff) {
  const bool is_big = tiff.starts_with("MM");
  if (!is_big && !tiff.starts_with("II")) return 1;
  const std::size_t directory = number(tiff, 4, 4, is_big);
  const std::size_t entries = number(tiff, directory, 2, is_big);
  constexpr std::size_t kEntry = 12;
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntry;
    if (at + kEntry > tiff.size()) break;
    if (number(tiff, at, 2, is_big) == 0x0112) return static_cast<int>(number(tiff, at + 8, 2, is_big));
  }
  return 1;
}

constexpr ByteView kExif("Exif\0\0", 6);

// Calls `visit(marker, body)` for each segment before the picture itself; stops when it returns true.
template <typename Visit>
void each_segment(ByteView jpeg, const Visit& visit) {
  std::size_t at = 2;
  while (at + 4 <= jpeg.size() && jpeg[at] == '\xff') {
    const auto marker = static_cast<std::uint8_t>(jpeg[at + 1]);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    const std::size_t length = number(jpeg, at + 2, 2, true);
    if (marker == 0xDA || length < 2) return;
    if (visit(marker, jpeg.substr(at + 4, length - 2))) return;
    at += 2 + length;
  }
}

ByteView exif_of_jpeg(ByteView jpeg) {
  ByteView found;
  each_segment(jpeg, [&](int marker, ByteView body) {
    if (marker != 0xE1 || !body.starts_with(kExif)) return false;
    found = body.substr(kExif.size());
    return true;
  });
  return found;
}

// Chunks of PNG (length, name, body, sum) or WebP (name, length, body, padded to even).
ByteView chunk(ByteView file, std::size_t at, ByteView name, bool is_png) {
  while (at < file.size() && file.size() - at >= 8) {
    const std::size_t length = number(file, at + (is_png ? 0 : 4), 4, is_png);
    if (length > file.size() - at - 8) return {};
    if (file.substr(at + (is_png ? 4 : 0), 4) == name) return file.substr(at + 8, length);
    at += 8 + length + (is_png ? 4 : length % 2);
  }
  return {};
}

ByteView exif_of(ByteView file) {
  if (file.starts_with("\xff\xd8")) return exif_of_jpeg(file);
  if (file.starts_with("\x89PNG")) return chunk(file, 8, "eXIf", true);
  ByteView body = chunk(file, 12, "EXIF", false);
  if (body.starts_with(kExif)) body.remove_prefix(kExif.size());
  return body;
}

}  // namespace

Orientation orientation_of(ByteView file) {
  constexpr Orientation kByValue[] = {{0, false}, {0, true},   {180, false}, {180, true},
                                      {90, true}, {90, false}, {270, true},  {270, false}};
  const int value = orientation_in(exif_of(file));
  return value < 1 || value > 8 ? Orientation{} : kByValue[value - 1];
}

pixels::Pixmap upright(pixels::Pixmap lying, const Orientation& orientation) {
  if (orientation.degrees != 0) {
    const pixels::Size size = lying.size();
    pixels::Pixmap turned(orientation.is_lying() ? pixels::Size{size.height_px, size.width_px} : size);
    libyuv::ARGBRotate(lying.data(), lying.stride_bytes(), turned.data(), turned.stride_bytes(),
                       size.width_px, size.height_px, static_cast<libyuv::RotationMode>(orientation.degrees));
    lying = std::move(turned);
  }
  if (!orientation.is_mirrored) return lying;
  pixels::Pixmap mirrored(lying.size());
  libyuv::ARGBMirror(lying.data(), lying.stride_bytes(), mirrored.data(), mirrored.stride_bytes(),
                     lying.size().width_px, lying.size().height_px);
  return mirrored;
}

// The frame header of a JPEG: precision, height, width, components.
static ByteView frame_header(ByteView jpeg) {
  ByteView found;
  each_segment(jpeg, [&](int marker, ByteView body) {
    const bool is_it = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (is_it) found = body;
    return is_it;
  });
  return found;
}

bool is_cmyk_jpeg(ByteView file) {
  return number(frame_header(file), 5, 1, true) == 4;
}

std::int64_t stated_area_px(ByteView file) {
  const auto area = [](std::uint32_t width, std::uint32_t height) {
    return static_cast<std::int64_t>(std::min(width, 0xFFFFFFU)) * std::min(height, 0xFFFFFFU);
  };
  if (file.starts_with("\x89PNG")) return area(number(file, 16, 4, true), number(file, 20, 4, true));
  if (file.starts_with("\xff\xd8")) {
    const ByteView header = frame_header(file);
    return area(number(header, 3, 2, true), number(header, 1, 2, true));
  }
  constexpr std::uint32_t kSide = 0x3FFF;  // 14 bits
  const ByteView kind = file.substr(std::min<std::size_t>(12, file.size()), 4);
  if (kind == "VP8X") return area(number(file, 24, 3, false) + 1, number(file, 27, 3, false) + 1);
  if (kind == "VP8 ") return area(number(file, 26, 2, false) & kSide, number(file, 28, 2, false) & kSide);
  const std::uint32_t sides = number(file, 21, 4, false);
  return kind == "VP8L" ? area((sides & kSide) + 1, (sides >> 14 & kSide) + 1) : 0;
}

}  // namespace gatecast::decode
