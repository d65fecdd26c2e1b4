// Decodes a still picture (PNG, JPEG) with limits on size and memory, and brings it down to a box by area
// means. Threads: pure. Errors: content errors "picture.*". Source: JFIF (BT.601 full range); EXIF 2.3
// orientation.
#pragma once
#include <string_view>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::decode {

inline constexpr int kLargestPictureSidePx = 16384;
inline constexpr std::int64_t kLargestPictureAreaPx = 64LL * 1000 * 1000;

struct DecodedPicture {
  pixels::Pixmap pixels;
  pixels::Size full_size;   // of the file, upright
  std::string_view format;  // "png", "jpeg"
};
// Never scaled up. `box` 0x0: the size of the file. With `cover` the picture still covers the box (its
// smaller side fits), so that it can be cropped; without, it is no larger than the box.
enum class ScaleTo { contain, cover };
Result<DecodedPicture> decode_picture(ByteView bytes, std::string_view name, pixels::Size box = {},
                                      ScaleTo scale = ScaleTo::cover);

}  // namespace gatecast::decode
