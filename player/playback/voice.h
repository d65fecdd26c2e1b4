// Private to the mixer: one clip's sound, decoded ahead on its own thread and read by the clock.
// Threads: the mixer's thread owns it; the decoder thread meets it only in the queue. Errors: falls silent.
#pragma once
#include <deque>
#include <memory>
#include <thread>

#include "player/playback/sound_mixer.h"

namespace gatecast::playback {

class Voice {
 public:
  Voice(VoiceRequest request, Instant now, std::shared_ptr<Queue<ThreadTime>> times,
        std::shared_ptr<Queue<Error>> failures);
  ~Voice();
  Voice(const Voice&) = delete;
  Voice& operator=(const Voice&) = delete;

  // Adds this voice to a block whose first frame is heard at `heard_at`.
  void add_to(screen::SoundBlock& block, Instant heard_at);
  void end_at(Instant at);
  [[nodiscard]] bool is_over(Instant now) const;
  [[nodiscard]] std::uint64_t number() const { return request_.voice; }

 private:
  using Chunks = Queue<decode::SoundChunk>;
  // The frame of the file at this position, or silence; refills from the queue.
  bool read(std::int64_t file_frame, float& left, float& right);
  [[nodiscard]] float gain_at(Instant heard) const;

  VoiceRequest request_;
  std::shared_ptr<Chunks> queue_;
  std::optional<decode::SoundChunk> chunk_;
  std::int64_t chunk_first_ = 0;  // file frame of the chunk's first sample
  std::optional<std::int64_t> next_frame_;
  std::jthread decoder_;
  void lose_footing();
  Instant mixed_until_;
  float presence_ = 0;          // 0..1, rising while there are samples
  float left_ = 0, right_ = 0;  // what was given out last
  float tail_left_ = 0, tail_right_ = 0;
};

}  // namespace gatecast::playback
