// A picture at half its size, each pixel the mean of four: how screens of the touch ring are kept as
// approved. Threads: values.
#pragma once
#include "player/pixels/pixmap.h"

namespace gatecast::kiosk_ui::test {

inline pixels::Pixmap half(const pixels::Pixmap& whole) {
  pixels::Pixmap out({whole.size().width_px / 2, whole.size().height_px / 2});
  for (int y = 0; y < out.size().height_px; ++y)
    for (int x = 0; x < out.size().width_px; ++x) {
      std::uint32_t pixel = 0xFF000000U;
      for (const unsigned shift : {0U, 8U, 16U}) {
        std::uint32_t sum = 0;
        for (int i = 0; i < 4; ++i) sum += (whole.row(2 * y + i / 2)[2 * x + i % 2] >> shift) & 0xFFU;
        pixel |= (sum / 4) << shift;
      }
      out.row(y)[x] = pixel;
    }
  return out;
}

}  // namespace gatecast::kiosk_ui::test
