// A film's picture as planes, for a display that converts and scales by itself: what a GPU is good for.
// Threads: a view for the length of one call; the memory is the caller's. Errors: none.
// Source: shared/design/playback.md (which design, 1); ITU-R BT.601-7, BT.709-6.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "player/pixels/canvas.h"

namespace gatecast::screen {

enum class FilmColours {
  bt601,
  bt709
};  // limited range, 8 bits, chroma halved both ways: all that a texture takes

struct FilmPicture {
  std::array<const std::uint8_t*, 3> planes{};
  std::array<int, 3> strides_bytes{};
  pixels::Size size;
  FilmColours colours = FilmColours::bt709;
  pixels::Rect source;  // the part that is seen
  pixels::Rect target;  // where in the content
  pixels::Colour ground{0, 0, 0, 255};
  // Subtitles and overlays, of the content's size, premultiplied; null: none. Taken anew when `over_version`
  // changes.
  const pixels::Pixmap* over = nullptr;
  std::uint64_t over_version = 0;
  std::optional<pixels::Rect> over_part = {};  // all that differs from the version before; none: anything
};

}  // namespace gatecast::screen
