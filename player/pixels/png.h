// PNG files of a Pixmap: what `--render`, the preview and the tests write and compare.
// Opaque pictures are written as RGB, others as RGBA; reading undoes nothing but the premultiplication.
// Threads: any; no state. Errors: content errors "pixels.png" (not a PNG, damaged, larger than
// kMaxPngPixels), environment errors of the disk. Source: PNG 1.2 (ISO/IEC 15948) by libpng.
#pragma once
#include "content-sync/base/bytes.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::pixels {

constexpr std::uint64_t kMaxPngPixels = 64ULL << 20;  // 256 MB decoded
constexpr std::uint64_t kMaxPngFileBytes = 256ULL << 20;

Result<Bytes> encode_png(const Pixmap& pixmap);
// `subject` names the picture in an error.
Result<Pixmap> decode_png(ByteView bytes, const std::string& subject = "picture");

Status write_png(Disk& disk, const Path& path, const Pixmap& pixmap);
Result<Pixmap> read_png(Disk& disk, const Path& path);

}  // namespace gatecast::pixels
