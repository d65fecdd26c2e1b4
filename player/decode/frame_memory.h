// Where decoded frames are put when not into libav's own memory: into memory, for instance, that another
// process reads without a copy. Threads: libav calls take and give_back from any of its threads.
// Errors: take answers null when nothing is left; the decoder then fails with "media.memory".
#pragma once
#include <cstddef>
#include <cstdint>

namespace gatecast::decode {

inline constexpr std::size_t kFrameAlignment = 64;

class FrameMemory {
 public:
  virtual ~FrameMemory() = default;
  virtual std::uint8_t* take(std::size_t bytes) = 0;  // aligned to kFrameAlignment
  virtual void give_back(std::uint8_t* start) = 0;
  [[nodiscard]] virtual bool holds(const std::uint8_t* place) const = 0;
};

}  // namespace gatecast::decode
