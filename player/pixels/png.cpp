#include "player/pixels/png.h"

#include <png.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gatecast::pixels {
namespace {

std::uint32_t premultiply(std::uint8_t blue, std::uint8_t green, std::uint8_t red, std::uint8_t alpha) {
  auto scaled = [alpha](std::uint8_t value) {
    return (static_cast<std::uint32_t>(value) * alpha + 127) / 255;
  };
  return static_cast<std::uint32_t>(alpha) << 24 | scaled(red) << 16 | scaled(green) << 8 | scaled(blue);
}

bool is_opaque(const Pixmap& pixmap) {
  const auto size = pixmap.size();
  for (int y = 0; y < size.height_px; ++y) {
    const auto* row = pixmap.row(y);
    if (std::any_of(row, row + size.width_px, [](std::uint32_t pixel) { return pixel >> 24 != 255; }))
      return false;
  }
  return true;
}

// Straight (not premultiplied) samples in BGR or BGRA order.
std::vector<std::uint8_t> straight_samples(const Pixmap& pixmap, bool opaque) {
  std::vector<std::uint8_t> samples;
  const auto size = pixmap.size();
  samples.reserve(static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px) * 4);
  for (int y = 0; y < size.height_px; ++y) {
    for (int x = 0; x < size.width_px; ++x) {
      const std::uint32_t pixel = pixmap.row(y)[x];
      const std::uint32_t alpha = pixel >> 24;
      for (int shift = 0; shift < 24; shift += 8) {
        const std::uint32_t value = pixel >> shift & 255;
        samples.push_back(alpha == 0 ? std::uint8_t{0}
                                     : static_cast<std::uint8_t>(
                                           std::min<std::uint32_t>(255, (value * 255 + alpha / 2) / alpha)));
      }
      if (!opaque) samples.push_back(static_cast<std::uint8_t>(alpha));
    }
  }
  return samples;
}

Error png_error(const std::string& subject, const std::string& what) {
  return content_error("pixels.png", subject, "is not a whole PNG picture: " + what, "save it again as PNG");
}

}  // namespace

Result<Bytes> encode_png(const Pixmap& pixmap) {
  if (pixmap.is_empty()) return fail(content_error("pixels.png", "picture", "has no pixels"));
  const bool opaque = is_opaque(pixmap);
  const auto samples = straight_samples(pixmap, opaque);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(pixmap.size().width_px);
  image.height = static_cast<png_uint_32>(pixmap.size().height_px);
  image.format = opaque ? PNG_FORMAT_BGR : PNG_FORMAT_BGRA;
  png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(image);
  Bytes bytes(length, '\0');
  if (png_image_write_to_memory(&image, bytes.data(), &length, 0, samples.data(), 0, nullptr) == 0)
    return fail(
        environment_error("pixels.png", "picture", std::string("cannot be written: ") + image.message));
  bytes.resize(length);
  return bytes;
}

Result<Pixmap> decode_png(ByteView bytes, const std::string& subject) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    return fail(png_error(subject, image.message));
  if (static_cast<std::uint64_t>(image.width) * image.height > kMaxPngPixels) {
    png_image_free(&image);
    return fail(content_error("pixels.png", subject, "is larger than 64 million pixels", "scale it down"));
  }
  image.format = PNG_FORMAT_BGRA;
  std::vector<std::uint8_t> samples(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, samples.data(), 0, nullptr) == 0)
    return fail(png_error(subject, image.message));
  Pixmap pixmap(Size{static_cast<int>(image.width), static_cast<int>(image.height)});
  const std::uint8_t* sample = samples.data();
  for (int y = 0; y < pixmap.size().height_px; ++y)
    for (int x = 0; x < pixmap.size().width_px; ++x, sample += 4)
      pixmap.row(y)[x] = premultiply(sample[0], sample[1], sample[2], sample[3]);
  return pixmap;
}

Status write_png(Disk& disk, const Path& path, const Pixmap& pixmap) {
  GATECAST_TRY(const Bytes bytes, encode_png(pixmap));
  return write_file_durably(disk, path, bytes);
}

Result<Pixmap> read_png(Disk& disk, const Path& path) {
  GATECAST_TRY(const Bytes bytes, read_file(disk, path, kMaxPngFileBytes));
  return decode_png(bytes, path.string());
}

}  // namespace gatecast::pixels
