// Sound of one verified file as 48 kHz stereo floats at the right loudness, from an exact sample on.
// Threads: one owner. Errors: content errors "media.*"; errors of the source come back as they are.
// Source: EBU R 128 (the gain was measured when the release was built).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"

namespace gatecast::decode {

inline constexpr int kSoundRateHz = 48000;
inline constexpr int kSoundChannels = 2;

struct SoundRequest {
  std::string name;
  std::optional<bundle::MediaFacts> facts;  // absent: the streams are examined first
  int stream_index = -1;                    // -1: the file's best sound
  Duration start{0};                        // file time of the first sample
  Duration out = Duration::max();           // file time, exclusive
  int gain_mdb = 0;
};

struct SoundChunk {
  Duration time{0};            // file time of the first sample
  std::vector<float> samples;  // left, right, left, right; within -1..1
};

class SoundDecoder {
 public:
  static Result<std::unique_ptr<SoundDecoder>> open(std::unique_ptr<ReadFile> file, SoundRequest request);
  virtual ~SoundDecoder() = default;
  virtual Result<std::optional<SoundChunk>> next() = 0;  // empty at the end
};

}  // namespace gatecast::decode
