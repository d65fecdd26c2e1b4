// Cuts a picture of up to 144 megapixels into the tiles of one object, when a release is built: each level
// half of the next one by the mean of four pixels, each tile a JPEG of its own (4:4:4, so that threads and
// thin lines keep their colours). The same picture gives the same bytes. The whole picture stands in memory
// once; what plays never holds more than the tiles that are seen. Threads: pure. Errors: content errors
// "picture.*". Source: content-sync/bundle/tile_pack.h; JFIF (BT.601 full range).
#pragma once
#include "content-sync/base/bytes.h"
#include "player/decode/picture.h"

namespace gatecast::decode {

inline constexpr std::size_t kLargestTiledFile = 256U << 20U;
PictureLimits gallery_limits();

Result<Bytes> make_tiles(ByteView picture, std::string_view name);
// One part of opaque pixels as a JPEG.
Result<Bytes> encode_jpeg(const pixels::Pixmap& pixels, const pixels::Rect& part);

}  // namespace gatecast::decode
