// Private to decode: a film's frames out of libav's. What libyuv draws stays as planes, without a copy; all
// else (high-range and wide light, alpha, 12 bits, RGB) becomes premultiplied BGRA here, on the decoder's
// thread. Threads: one owner. Errors: content errors "media.pixel_format", "media.too_large".
// Source: shared/design/playback.md (planes converted once, where they are shown).
#pragma once
#include <optional>

#include "player/decode/libav.h"
#include "player/decode/light.h"

namespace gatecast::decode {

class FrameMaker {
 public:
  // `memory`: where all frames are put; null: anywhere.
  explicit FrameMaker(FrameMemory* memory = nullptr) : memory_(memory) {}
  Result<Frame> make(AvFramePtr source, const std::string& name);

 private:
  Result<AvFramePtr> brought_to_bgra(const AVFrame& source, const Light& light, const std::string& name);
  FrameMemory* memory_;
  ScalerPtr scaler_;
  std::optional<LightMap> map_;  // of the light seen last: a film does not change it
};

// Upside down, in memory of its own: for films that were recorded through a mirror.
Result<AvFramePtr> flipped(const AVFrame& source, const std::string& name);

}  // namespace gatecast::decode
