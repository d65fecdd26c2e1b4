// What a picture's file says before it is decoded: how the photograph lies in it (the one value of EXIF that
// must be obeyed) and how large it is, from JPEG, PNG and WebP.
// Threads: pure. Errors: none: what cannot be read means upright. Source: EXIF 2.3 (tag 0x0112), TIFF 6.0.
#pragma once
#include "content-sync/base/bytes.h"
#include "player/pixels/pixmap.h"

namespace gatecast::decode {

struct Orientation {
  int degrees = 0;  // clockwise, then
  bool is_mirrored = false;
  [[nodiscard]] bool is_lying() const { return degrees % 180 != 0; }
};
Orientation orientation_of(ByteView file);
pixels::Pixmap upright(pixels::Pixmap lying, const Orientation& orientation);
// Four components: colours for printing, which a screen cannot guess.
bool is_cmyk_jpeg(ByteView file);
// Width times height; 0 where the file does not say it.
std::int64_t stated_area_px(ByteView file);

}  // namespace gatecast::decode
