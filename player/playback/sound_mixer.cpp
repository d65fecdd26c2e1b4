#include "player/playback/sound_mixer.h"

#include <algorithm>
#include <vector>

#include "player/playback/voice.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAhead = 120ms;    // mixed before it is heard: more than any stall that was measured
constexpr Duration kAgainAt = 100ms;  // when only this much is left; each time wakes a processor
constexpr Duration kLeastRest = 5ms;

class Mix {
 public:
  Mix(const Clock& clock, std::shared_ptr<Queue<ThreadTime>> times, Queue<bool>& device_opened,
      std::shared_ptr<Queue<Error>> failures, bool is_mute)
      : ring_(std::make_shared<screen::SoundRing>()),
        output_(screen::SoundOutput::create(ring_)),
        clock_(clock),
        times_(std::move(times)),
        device_opened_(device_opened),
        failures_(std::move(failures)),
        is_mute_(is_mute) {}

  void run(Queue<MixerMessage>& messages) {
    while (!messages.is_closed()) {
      // Without a voice there is nothing to mix and no reason to wake.
      if (auto message = messages.pop_for(voices_.empty() ? Duration(1h) : rest())) take(std::move(*message));
      while (auto message = messages.try_pop()) take(std::move(*message));
      const auto now = clock_.now();
      std::erase_if(voices_, [&](const auto& voice) { return voice->is_over(now); });
      if (voices_.empty()) gain_ = wanted_gain_;  // nothing is heard that could click
      if (voices_.empty()) continue;
      output_->tend(clock_.steady_now());
      if (output_->is_open() && device_opened_.size() == 0) device_opened_.try_push(true);
      mix_ahead();
    }
    voices_.clear();
    output_.reset();
  }

 private:
  void take(MixerMessage message) {
    if (auto* request = std::get_if<VoiceRequest>(&message)) {
      voices_.push_back(std::make_unique<Voice>(std::move(*request), clock_.now(), times_, failures_));
    } else if (const auto* end = std::get_if<VoiceEnd>(&message)) {
      for (const auto& voice : voices_)
        if (voice->number() == end->voice) voice->end_at(end->at);
    } else if (const auto* hush = std::get_if<Hush>(&message)) {
      is_hushed_ = hush->is_on;
    } else if (const auto* loudness = std::get_if<Loudness>(&message)) {
      wanted_gain_ = loudness->part * loudness->part;
    } else {
      output_->lost();
    }
  }

  [[nodiscard]] Duration rest() const {
    const auto left = std::chrono::duration_cast<Duration>(next_ - clock_.steady_now());
    return std::clamp(left - kAgainAt, kLeastRest, kAhead);
  }

  void mix_ahead() {
    const auto steady = clock_.steady_now();
    const auto offset = clock_.now() - std::chrono::time_point_cast<Duration>(Instant(
                                           std::chrono::duration_cast<Duration>(steady.time_since_epoch())));
    if (next_ < steady) next_ = steady + 20ms;  // after a silence
    while (next_ < steady + kAhead) {
      screen::SoundBlock block;
      block.heard_at = next_;
      const Instant heard(std::chrono::duration_cast<Duration>(next_.time_since_epoch()) + offset);
      for (const auto& voice : voices_) voice->add_to(block, heard);
      if (is_mute_ || is_hushed_) block.samples.fill(0.0F);
      apply_gain(block);
      for (float& sample : block.samples) sample = std::clamp(sample, -1.0F, 1.0F);
      if (!ring_->push(block)) return;  // no device takes it: it is mixed again when one does
      next_ += screen::kSoundBlock;
    }
  }

  // Over some blocks, so that nothing clicks.
  void apply_gain(screen::SoundBlock& block) {
    constexpr float kSlope = 0.0005F;  // a sample
    if (gain_ == 1.0F && wanted_gain_ == 1.0F) return;
    for (float& sample : block.samples) {
      gain_ += std::clamp(wanted_gain_ - gain_, -kSlope, kSlope);
      sample *= gain_;
    }
  }

  std::shared_ptr<screen::SoundRing> ring_;
  std::unique_ptr<screen::SoundOutput> output_;
  const Clock& clock_;
  std::shared_ptr<Queue<ThreadTime>> times_;
  Queue<bool>& device_opened_;
  std::shared_ptr<Queue<Error>> failures_;
  bool is_mute_;
  bool is_hushed_ = false;
  float gain_ = 1, wanted_gain_ = 1;
  std::vector<std::unique_ptr<Voice>> voices_;
  SteadyInstant next_;
};

}  // namespace

SoundMixer::SoundMixer(const Clock& clock, const std::shared_ptr<Queue<ThreadTime>>& times, bool is_mute)
    : messages_(std::make_shared<Queue<MixerMessage>>("mixer", 64)),
      failures_(std::make_shared<Queue<Error>>("silent voices", 32)),
      device_opened_(std::make_shared<Queue<bool>>("sound device", 1)) {
  thread_ = std::jthread(
      [&clock, times, is_mute, messages = messages_, opened = device_opened_, failures = failures_] {
        name_thread("mixer");
        Mix(clock, times, *opened, failures, is_mute).run(*messages);
        times->try_push({"mixer", thread_cpu_seconds()});
      });
}

SoundMixer::~SoundMixer() {
  messages_->close();
}

bool SoundMixer::send(MixerMessage message) {
  return messages_->try_push(std::move(message));
}

}  // namespace gatecast::playback
