#include "player/screen/sound_output.h"

#include <SDL.h>

#include <algorithm>

#include "content-sync/base/log.h"

namespace gatecast::screen {
namespace {

using namespace std::chrono_literals;

constexpr Duration kJump = 40ms;                // beyond this sound is skipped or held, not stretched
constexpr Duration kMend = 2ms;                 // within this nothing is mended
constexpr int kMendEveryFrames = 240;           // one frame in 240 (0.4 %) is left out or doubled
constexpr std::chrono::seconds kTryAgain = 3s;  // then twice as long each time
constexpr std::chrono::seconds kTryAgainAtMost = 60s;
constexpr int kDeviceFrames = 512;

Duration frames_to_duration(int frames) {
  return Duration(static_cast<std::int64_t>(frames) * 1'000'000 / kSoundRate);
}

int duration_to_frames(Duration duration) {
  return static_cast<int>(duration.count() * kSoundRate / 1'000'000);
}
constexpr Duration kSample = 21us;

}  // namespace

bool SoundRing::push(const SoundBlock& block) {
  const auto pushed = pushed_.load(std::memory_order_relaxed);
  if (pushed - popped_.load(std::memory_order_acquire) >= kBlocks) return false;
  blocks_.at(pushed % kBlocks) = block;
  pushed_.store(pushed + 1, std::memory_order_release);
  return true;
}

const SoundBlock* SoundRing::front() const {
  const auto popped = popped_.load(std::memory_order_relaxed);
  if (pushed_.load(std::memory_order_acquire) == popped) return nullptr;
  return &blocks_.at(popped % kBlocks);
}

void SoundRing::pop() {
  popped_.store(popped_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

Duration SoundClock::lateness(const SoundBlock& block, SteadyInstant heard) const {
  return std::chrono::duration_cast<Duration>(heard - block.heard_at) - frames_to_duration(offset_);
}

void SoundClock::fill(SoundRing& ring, float* out, int frames, SteadyInstant heard_at) {
  // Callbacks come early and late by some milliseconds: the device's own count of samples is the steadier
  // clock.
  if (!expected_ || std::chrono::abs(heard_at - *expected_) > 60ms) expected_ = heard_at;
  *expected_ += (heard_at - *expected_) / 32;
  int done = 0;
  while (done < frames) {
    const SoundBlock* block = ring.front();
    if (block == nullptr) is_locked_ = false;
    if (block == nullptr) break;
    const Duration late = lateness(*block, *expected_ + frames_to_duration(done));
    if (std::chrono::abs(late) > kJump) is_locked_ = false;
    if (!is_locked_ && late < kSample) {  // not yet: silence until then
      const int quiet = std::clamp(duration_to_frames(-late), 0, frames - done);
      std::fill_n(out + std::ptrdiff_t{2} * done, std::ptrdiff_t{2} * quiet, 0.0F);
      done += quiet;
      is_locked_ = done < frames;
      continue;
    }
    if (!is_locked_) {  // begin in the middle of the block, or leave it out
      offset_ = std::min(kSoundBlockFrames, offset_ + duration_to_frames(late));
      is_locked_ = offset_ < kSoundBlockFrames;
    } else {
      mend(late);
      done += take(*block, out + std::ptrdiff_t{2} * done, frames - done);
    }
    if (offset_ < kSoundBlockFrames) continue;
    ring.pop();
    offset_ = 0;
  }
  std::fill_n(out + std::ptrdiff_t{2} * done, std::ptrdiff_t{2} * (frames - done), 0.0F);
  *expected_ += frames_to_duration(frames);
}

// One frame is left out or said twice, too seldom to be heard.
void SoundClock::mend(Duration late) {
  if (until_next_mend_ > 0 || std::chrono::abs(late) <= kMend) return;
  until_next_mend_ = kMendEveryFrames;
  if (late > 0ms) offset_ = std::min(offset_ + 1, kSoundBlockFrames);
  if (late < 0ms) offset_ = std::max(offset_ - 1, 0);
}

int SoundClock::take(const SoundBlock& block, float* out, int room) {
  const int until_mend = until_next_mend_ > 0 ? until_next_mend_ : room;
  const int count = std::min({room, kSoundBlockFrames - offset_, until_mend});
  std::copy_n(block.samples.data() + std::ptrdiff_t{2} * offset_, std::ptrdiff_t{2} * count, out);
  offset_ += count;
  until_next_mend_ -= count;
  return count;
}

namespace {

class SdlSoundOutput final : public SoundOutput {
 public:
  explicit SdlSoundOutput(std::shared_ptr<SoundRing> ring) : ring_(std::move(ring)) {}
  ~SdlSoundOutput() override { lost(); }
  void tend(SteadyInstant now) override {
    if (device_ != 0 || now < try_again_) return;
    try_again_ = now + wait_;
    wait_ = std::min(2 * wait_, kTryAgainAtMost);
    if (!is_ready_ && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) return report(SDL_GetError());
    is_ready_ = true;
    SDL_AudioSpec wanted{};
    wanted.freq = kSoundRate;
    wanted.format = AUDIO_F32SYS;
    wanted.channels = 2;
    wanted.samples = kDeviceFrames;
    wanted.callback = &SdlSoundOutput::callback;
    wanted.userdata = this;
    SDL_AudioSpec got{};
    clock_ = SoundClock();
    device_ = SDL_OpenAudioDevice(nullptr, 0, &wanted, &got, 0);
    if (device_ == 0) {
      report(SDL_GetError());
      // Begun anew next time: another sound system may be there by then.
      SDL_QuitSubSystem(SDL_INIT_AUDIO);
      is_ready_ = false;
      return;
    }
    // What lies between callback and loudspeaker: the buffer being filled and the one being played.
    latency_ = frames_to_duration(2 * got.samples);
    was_reported_ = false;
    wait_ = kTryAgain;
    log_info(std::string("sound: ") + SDL_GetCurrentAudioDriver() + ", buffer of " +
             std::to_string(got.samples));
    SDL_PauseAudioDevice(device_, 0);
  }
  void lost() override {
    if (device_ != 0) SDL_CloseAudioDevice(device_);
    device_ = 0;
  }
  [[nodiscard]] bool is_open() const override { return device_ != 0; }

 private:
  static void callback(void* self, std::uint8_t* bytes, int length) {
    auto& output = *static_cast<SdlSoundOutput*>(self);
    output.clock_.fill(*output.ring_, static_cast<float*>(static_cast<void*>(bytes)),
                       length / static_cast<int>(2 * sizeof(float)),
                       std::chrono::steady_clock::now() + output.latency_);
  }
  void report(const char* why) {
    if (was_reported_) return;
    was_reported_ = true;
    log_warning(std::string("no sound device: ") + why +
                " [sound.device]; the picture goes on without sound");
  }

  std::shared_ptr<SoundRing> ring_;
  SoundClock clock_;  // the callback's, while a device is open
  SDL_AudioDeviceID device_ = 0;
  Duration latency_{0};
  SteadyInstant try_again_;
  std::chrono::seconds wait_ = kTryAgain;
  bool is_ready_ = false;
  bool was_reported_ = false;
};

}  // namespace

std::unique_ptr<SoundOutput> SoundOutput::create(std::shared_ptr<SoundRing> ring) {
  return std::make_unique<SdlSoundOutput>(std::move(ring));
}

}  // namespace gatecast::screen
