// The loudspeaker: 48 kHz stereo in blocks of 10 ms, each stamped with the time at which it shall be heard.
// The device's callback holds to those stamps: it starts at the right sample and mends drift by single
// samples. Threads: the mixer's thread pushes, SDL's audio thread takes (a ring without locks, one each); the
// main thread opens and tends the device. Errors: none stop the picture; without a device there is silence
// and a log line. Source: shared/design/playback.md; Lamport, "Proving the correctness of multiprocess
// programs" (the ring).
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "content-sync/base/clock.h"

namespace gatecast::screen {

inline constexpr int kSoundRate = 48000;
inline constexpr int kSoundBlockFrames = 480;
inline constexpr std::chrono::microseconds kSoundBlock{10'000};

struct SoundBlock {
  SteadyInstant heard_at;  // of its first frame
  std::array<float, 2 * kSoundBlockFrames> samples{};
};

class SoundRing {
 public:
  bool push(const SoundBlock& block);  // false when full
  const SoundBlock* front() const;     // null when empty
  void pop();

 private:
  static constexpr std::uint32_t kBlocks = 32;
  std::array<SoundBlock, kBlocks> blocks_;
  std::atomic<std::uint32_t> pushed_{0};
  std::atomic<std::uint32_t> popped_{0};
};

// Takes samples out of a ring so that each is heard at its time; what the callback does, without a device.
class SoundClock {
 public:
  // Fills `frames` stereo frames, the first of which will be heard at `heard_at`.
  void fill(SoundRing& ring, float* out, int frames, SteadyInstant heard_at);

 private:
  [[nodiscard]] Duration lateness(const SoundBlock& block, SteadyInstant heard) const;
  void mend(Duration late);
  int take(const SoundBlock& block, float* out, int room);
  std::optional<SteadyInstant> expected_;  // of the next frame, smoothed: callbacks come in bursts
  int offset_ = 0;                         // frames of the front block already taken
  bool is_locked_ = false;                 // the front block runs; else it waits for its time
  int until_next_mend_ = 0;
};

class SoundOutput {
 public:
  virtual ~SoundOutput() = default;
  static std::unique_ptr<SoundOutput> create(std::shared_ptr<SoundRing> ring);
  // Opens the device, or opens it again after it was lost, ever less often; may block.
  virtual void tend(SteadyInstant now) = 0;
  virtual void lost() = 0;
  [[nodiscard]] virtual bool is_open() const = 0;
};

}  // namespace gatecast::screen
