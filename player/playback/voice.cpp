#include "player/playback/voice.h"

#include <algorithm>
#include <cmath>

#include "content-sync/base/log.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kChunksAhead = 8;      // three quarters of a second: see decode/sound_decoder.cpp
constexpr Duration kFade = 20ms;             // no click at either end
constexpr float kRise = 1.0F / 240;          // 5 ms, where sound begins or goes on after a hole
constexpr float kTail = 0.98F;               // a sample: silent after some 5 ms
constexpr std::int64_t kResyncFrames = 480;  // the clock stepped: 10 ms

std::int64_t to_frames(Duration duration) {
  return static_cast<std::int64_t>(
      std::llround(static_cast<double>(duration.count()) * decode::kSoundRateHz / 1e6));
}

}  // namespace

Voice::Voice(VoiceRequest request, Instant now, std::shared_ptr<Queue<ThreadTime>> times,
             std::shared_ptr<Queue<Error>> failures)
    : request_(std::move(request)),
      queue_(std::make_shared<Chunks>("sound of " + request_.sound.name, kChunksAhead)) {
  auto sound = request_.sound;
  sound.start = std::max(request_.starts, now) - request_.zero;
  sound.out = std::min(sound.out, std::chrono::duration_cast<Duration>(request_.ends - request_.zero));
  decoder_ = std::jthread([queue = queue_, open = request_.open, sound, times = std::move(times),
                           failures = std::move(failures)](const std::stop_token& stop) {
    name_thread("sound decode");
    const auto decode_all = [&]() -> Status {
      GATECAST_TRY(const auto decoder, open(sound, stop));
      while (true) {
        GATECAST_TRY(auto chunk, decoder->next());
        if (!chunk || !queue->push(std::move(*chunk))) return {};
      }
    };
    if (auto status = decode_all(); !status && !stop.stop_requested()) {
      log_error(status.error());
      failures->try_push(std::move(status.error()));
    }
    times->try_push({"sound_decode", thread_cpu_seconds()});
  });
}

Voice::~Voice() {
  queue_->close();
}

bool Voice::read(std::int64_t file_frame, float& left, float& right) {
  while (true) {
    if (chunk_) {
      const auto index = file_frame - chunk_first_;
      if (index < 0) return false;
      if (index < static_cast<std::int64_t>(chunk_->samples.size() / 2)) {
        left = chunk_->samples[static_cast<std::size_t>(index) * 2];
        right = chunk_->samples[static_cast<std::size_t>(index) * 2 + 1];
        return true;
      }
    }
    chunk_ = queue_->try_pop();
    if (!chunk_) return false;
    chunk_first_ = to_frames(chunk_->time);
  }
}

float Voice::gain_at(Instant heard) const {
  if (heard < request_.starts || heard >= request_.ends) return 0;
  const auto inside = std::min(heard - request_.starts, request_.ends - heard);
  return std::min(1.0F, static_cast<float>(inside.count()) / static_cast<float>(kFade.count()));
}

void Voice::add_to(screen::SoundBlock& block, Instant heard_at) {
  mixed_until_ = heard_at + screen::kSoundBlock;
  if (heard_at + screen::kSoundBlock <= request_.starts || heard_at >= request_.ends) return;
  const auto wanted = to_frames(heard_at - request_.zero);
  // Counted on from the last block: rounding each block's time anew would click.
  if (!next_frame_ || std::abs(wanted - *next_frame_) > kResyncFrames) {
    next_frame_ = wanted;
    lose_footing();
  }
  for (int i = 0; i < screen::kSoundBlockFrames; ++i) {
    float left = 0;
    float right = 0;
    const bool is_there = read(*next_frame_ + i, left, right);
    if (!is_there && presence_ > 0) lose_footing();
    if (is_there) presence_ = std::min(1.0F, presence_ + kRise);
    tail_left_ *= kTail;
    tail_right_ *= kTail;
    left_ = left * presence_ + tail_left_;
    right_ = right * presence_ + tail_right_;
    const float gain =
        gain_at(heard_at + Duration(static_cast<std::int64_t>(i) * 1'000'000 / screen::kSoundRate));
    block.samples.at(static_cast<std::size_t>(i) * 2) += left_ * gain;
    block.samples.at(static_cast<std::size_t>(i) * 2 + 1) += right_ * gain;
  }
  *next_frame_ += screen::kSoundBlockFrames;
}

// What is mixed already is heard in full: an end that comes sooner fades behind it.
void Voice::end_at(Instant at) {
  request_.ends = std::min(request_.ends, std::max(at, mixed_until_ + kFade));
}

// The samples that come do not join on to those before: those die away, these rise.
void Voice::lose_footing() {
  tail_left_ = left_;
  tail_right_ = right_;
  presence_ = 0;
}

bool Voice::is_over(Instant now) const {
  return now >= request_.ends;
}

}  // namespace gatecast::playback
