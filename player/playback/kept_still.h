// The still that the player falls back on: whole while it is shown, packed (runs of equal pixels, without
// loss) while something else is, so that what is hardly ever seen does not cost a frame's memory for months.
// A photograph does not pack: it stays whole. Coming back takes a few milliseconds and cannot fail but for
// memory. Threads: main. Errors: none. Source: ARCHITECTURE.md (what happens when X fails).
#pragma once
#include <cstdint>
#include <vector>

#include "player/playback/painter.h"

namespace gatecast::playback {

class KeptStill {
 public:
  void keep(PicturePtr picture);
  // Null before the first was kept.
  [[nodiscard]] PicturePtr picture() const;
  [[nodiscard]] pixels::Size size() const { return size_; }
  // Something else is on: the memory is given back where that is worth it.
  void rest();
  [[nodiscard]] bool is_packed() const { return !whole_ && !runs_.empty(); }

 private:
  struct Run {
    std::uint32_t length;
    std::uint32_t colour;
  };
  void pack();

  pixels::Size size_;
  mutable PicturePtr whole_;  // unpacked by whoever looks
  std::vector<Run> runs_;
  bool does_not_pack_ = false;
};

}  // namespace gatecast::playback
