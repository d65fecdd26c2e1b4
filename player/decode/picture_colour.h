// From a picture's own colours to sRGB, by the profile embedded in it. Threads: pure. Errors: none: a profile
// that is broken or not of RGB or grey is as if it were not there.
// Source: ICC.1:2010 by lcms2 (relative colorimetric with black point compensation).
#pragma once
#include "content-sync/base/bytes.h"
#include "player/pixels/pixmap.h"

struct AVFrame;

namespace gatecast::decode {

Bytes colour_profile_of(const AVFrame& frame);  // empty: none, sRGB is meant
void to_srgb(pixels::Pixmap& premultiplied, ByteView profile);

}  // namespace gatecast::decode
