// Drawings: SVG without words, without pictures inside and without anything from outside, so that every word
// on a screen goes through the one text path and nothing is opened that was not signed.
// Threads: pure. Errors: content errors "picture.svg_*", "picture.broken", "picture.too_large".
// Source: SVG 1.1 by librsvg.
#pragma once
#include "player/decode/picture.h"

namespace gatecast::decode {

bool looks_like_svg(ByteView head);
Result<DecodedPicture> draw_svg(ByteView bytes, std::string_view name, pixels::Size box, ScaleTo scale_to);

}  // namespace gatecast::decode
