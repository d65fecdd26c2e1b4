// Mixes the sound of the clips on the programme's clock and hands it, stamped, to the loudspeaker's ring.
// Each voice is decoded on a thread of its own and starts at the sample that belongs to the moment. Threads:
// the mixer's own thread owns the voices; the main thread speaks to it through a queue. Errors: a voice that
// fails falls silent and is logged; the picture goes on. Source: shared/design/playback.md; sound within 40
// ms of the picture (EBU R 37).
#pragma once
#include <cstdint>
#include <memory>
#include <thread>

#include "content-sync/base/clock.h"
#include "content-sync/base/queue.h"
#include "player/decode/sound_decoder.h"
#include "player/playback/video_feed.h"
#include "player/screen/sound_output.h"

namespace gatecast::playback {

using OpenSound = std::function<Result<std::unique_ptr<decode::SoundDecoder>>(
    const decode::SoundRequest& request, const std::stop_token& stop)>;

struct VoiceRequest {
  std::uint64_t voice = 0;  // the caller's number
  OpenSound open;
  decode::SoundRequest sound;  // its start is chosen by the mixer
  Instant zero;                // when the file's time 0 is heard
  Instant starts;              // silent before
  Instant ends;                // silent from here on
};
struct VoiceEnd {
  std::uint64_t voice = 0;
  Instant at;
};
struct DeviceLost {};
// While on, every voice goes on and nothing is heard: the officer's switch.
struct Hush {
  bool is_on = false;
};
// Of everything, 0 to 1: what a technician asked for. The ear takes the square for the half.
struct Loudness {
  float part = 1;
};
using MixerMessage = std::variant<VoiceRequest, VoiceEnd, DeviceLost, Hush, Loudness>;

class SoundMixer {
 public:
  // `is_mute`: everything is done but to be heard.
  SoundMixer(const Clock& clock, const std::shared_ptr<Queue<ThreadTime>>& times, bool is_mute = false);
  ~SoundMixer();
  SoundMixer(const SoundMixer&) = delete;
  SoundMixer& operator=(const SoundMixer&) = delete;
  bool send(MixerMessage message);  // false: the queue is full
  // Once true, for the statistics: a loudspeaker was there.
  [[nodiscard]] bool had_device() const { return !device_opened_->is_closed() && device_opened_->size() > 0; }
  // A voice that fell silent, and why.
  std::optional<Error> failure() { return failures_->try_pop(); }

 private:
  std::shared_ptr<Queue<MixerMessage>> messages_;
  std::shared_ptr<Queue<Error>> failures_;
  std::shared_ptr<Queue<bool>> device_opened_;
  std::jthread thread_;
};

}  // namespace gatecast::playback
