// Decodes a still picture (PNG, JPEG, WebP, SVG) with limits on file, size and memory: upright as its EXIF
// data say, in sRGB as its colour profile says, and brought down to a box once, by Lanczos. Threads: pure.
// Errors: content errors "picture.*"; environment error "picture.memory". Source: JFIF (BT.601 full range);
// EXIF 2.3 (orientation); ICC.1 by lcms2; SVG 1.1 by librsvg (nothing outside the file is ever opened).
#pragma once
#include <string_view>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::decode {

inline constexpr int kLargestPictureSidePx = 16384;
// A JPEG is brought down plane by plane; of the others the whole picture stands in memory twice for a moment.
inline constexpr std::int64_t kLargestPictureAreaPx = 64LL * 1000 * 1000;
inline constexpr std::int64_t kLargestPackedAreaPx = 32LL * 1000 * 1000;
inline constexpr std::size_t kLargestPictureBytes = 64U << 20U;
inline constexpr std::size_t kLargestSvgBytes = 4U << 20U;

struct DecodedPicture {
  pixels::Pixmap pixels;
  pixels::Size full_size;   // of the file, upright
  std::string_view format;  // "png", "jpeg", "webp", "svg"
};
// Never scaled up, but a drawing (SVG) is drawn as large as the box. `box` 0x0: the size of the file. With
// `cover` the picture still covers the box (its smaller side fits), so that it can be cropped; without, it is
// no larger than the box.
enum class ScaleTo { contain, cover };
struct PictureLimits {
  std::int64_t area_px = 0;  // 0: by the kind of file
  std::size_t file_bytes = kLargestPictureBytes;
};
Result<DecodedPicture> decode_picture(ByteView bytes, std::string_view name, pixels::Size box = {},
                                      ScaleTo scale = ScaleTo::cover, const PictureLimits& limits = {});
// Do these first bytes of a file (16 or more) begin a picture of a kind that is decoded here?
bool looks_like_picture(ByteView head);

}  // namespace gatecast::decode
