// One decoded video frame as plain values: planes anywhere in memory (libav's, a pool's, shared memory), and
// all that is needed to draw it. Because nothing of libav shows here, decoding can move into another process.
// Threads: an immutable value; `memory` keeps the planes alive and may be dropped on any thread.
#pragma once
#include <array>
#include <cstdint>
#include <memory>

#include "content-sync/base/clock.h"
#include "content-sync/bundle/release.h"
#include "player/pixels/pixmap.h"

namespace gatecast::decode {

inline constexpr int kLargestSidePx = 8192;
inline constexpr std::int64_t kLargestAreaPx = 8192LL * 4352;

// 8 bit; 10 bit in 16-bit words; packed and premultiplied.
enum class Planes { i420, i422, i444, i010, i210, i410, bgra };
enum class Matrix { bt601, bt709, bt2020 };  // ITU-R BT.601-7, BT.709-6, BT.2020-2
enum class Range { limited, full };

struct Frame {
  Duration time{0};    // in the file
  Duration length{0};  // as far as the file says; 0 = unknown
  Planes layout = Planes::i420;
  Matrix matrix = Matrix::bt709;
  Range range = Range::limited;
  pixels::Size size;
  bundle::Ratio pixel_aspect{1, 1};
  int rotation_degrees = 0;  // clockwise, to be applied when drawn
  std::array<const std::uint8_t*, 3> planes{};
  std::array<int, 3> strides_bytes{};
  std::shared_ptr<const void> memory;
};

}  // namespace gatecast::decode
