// Somebody else's pixels to draw into: a window's surface, a Pixmap, shared memory. Same format as Pixmap.
// Threads: a view; whoever owns the memory says how long it lives.
#pragma once
#include "player/pixels/pixmap.h"

namespace gatecast::pixels {

struct Canvas {
  std::uint8_t* data = nullptr;
  int stride_bytes = 0;
  Size size;
  [[nodiscard]] std::uint8_t* at(int x, int y) const {
    return data + static_cast<std::ptrdiff_t>(y) * stride_bytes + static_cast<std::ptrdiff_t>(x) * 4;
  }
};

inline Canvas canvas_of(Pixmap& pixmap) {
  return {pixmap.data(), pixmap.stride_bytes(), pixmap.size()};
}

}  // namespace gatecast::pixels
