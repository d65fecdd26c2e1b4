// Private to decode: any planes of luma and chroma (8 to 16 bits, any subsampling, with or without alpha,
// wide or high-range light) into premultiplied BGRA, by the formulas themselves. For what libyuv does not
// draw exactly: some 12 ns a pixel where libyuv takes less than one, so only for what is rare. Threads: pure.
// Errors: false where the format is of another kind (packed RGB, palettes). Source: ITU-R BT.601-7, BT.709-6,
// BT.2020-2 (quantisation and matrices).
#pragma once
#include "player/decode/libav.h"
#include "player/decode/light.h"

namespace gatecast::decode {

bool is_exact_format(AVPixelFormat format);
// `light`: null where the codes are those of a usual screen already. `target` has the source's size.
void draw_exactly(const AVFrame& source, Matrix matrix, Range range, const LightMap* light, AVFrame& target);

}  // namespace gatecast::decode
