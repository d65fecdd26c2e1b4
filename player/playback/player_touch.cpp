// The player's part that serves its ring: how soon a touch is answered, and what is asked of the player.
#include <cmath>

#include "content-sync/base/log.h"
#include "player/playback/log_export.h"
#include "player/playback/player.h"
#include "player/playback/time_trust.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

// The loudspeaker's test: one tone on the left, a higher one on the right, then both.
class TestTones final : public decode::SoundDecoder {
 public:
  Result<std::optional<decode::SoundChunk>> next() override {
    if (chunk_ >= 3 * kChunksEach) return std::optional<decode::SoundChunk>();
    const int part = chunk_ / kChunksEach;
    decode::SoundChunk chunk;
    chunk.time = Duration(chunk_ * 10'000);
    constexpr int kFrames = decode::kSoundRateHz / 100;
    chunk.samples.reserve(2 * kFrames);
    for (int i = 0; i < kFrames; ++i) {
      const double second = chunk_ / 100.0 + static_cast<double>(i) / decode::kSoundRateHz;
      const auto tone = [&](double hertz) {
        return static_cast<float>(0.2 * std::sin(2 * M_PI * hertz * second));
      };
      chunk.samples.push_back(part == 1 ? 0.0F : tone(440));
      chunk.samples.push_back(part == 0 ? 0.0F : tone(660));
    }
    ++chunk_;
    return std::optional(std::move(chunk));
  }

 private:
  static constexpr int kChunksEach = 100;
  int chunk_ = 0;
};

}  // namespace

// Its time is when it was seen; one that came while the loop was busy may be as old as the turn before.
void Player::note_touch() {
  if (!touched_at_) touched_at_ = rested_at_ > turn_before_ ? steady_now_ : turn_before_;
}

void Player::note_answer() {
  const auto answer = options_.ring->answer();
  const auto now = clock_.steady_now();
  if (answer == Answer::none) return;
  const auto since = std::exchange(touched_at_, std::nullopt);
  // The programme comes back by itself, too.
  if (since || answer == Answer::programme)
    statistics_.answered(answer, std::chrono::duration_cast<Duration>(now - since.value_or(steady_now_)));
}

void Player::update_ring() {
  if (!options_.ring) return;
  const bool is_behind = static_cast<bool>(over_all());
  options_.ring->stand_behind(is_behind, steady_now_);
  const bool is_kept = kept_clock_.is_kept(machine_clock_.now(), steady_now_);
  options_.ring->trust_time(is_time_trusted(now_, is_kept, clock_.is_lifted(), signed_at_));
  if (options_.ring->advance(screen_->size(), now_, steady_now_)) must_draw_ring_ = true;
  serve_ring();
  take_size();
  if (std::exchange(was_behind_, is_behind) && !is_behind)
    must_draw_ring_ = is_ring_whole_due_ = true;  // the ring is back
  if (std::exchange(was_covered_, is_covered()) != is_covered()) must_draw_ring_ = is_ring_whole_due_ = true;
  if (must_draw_ring_)
    must_draw_ = true;
  else
    touched_at_.reset();  // that touch meant nothing
}

void Player::serve_ring() {
  for (const auto& wish : options_.ring->wishes()) {
    if (const auto* judged = std::get_if<PageJudged>(&wish)) {
      if (watcher_) watcher_->report(*judged);
    } else if (const auto* sound = std::get_if<PlaySound>(&wish)) {
      play_for_ring(*sound);
    } else if (std::holds_alternative<StopSound>(wish)) {
      stop_for_ring();
    } else if (std::holds_alternative<PlayTestSound>(wish)) {
      play_test_sound();
    } else if (std::holds_alternative<ExportLog>(wish)) {
      export_log();
    } else {
      log_warning("a technician starts the player anew [player.restart]");
      must_end_ = true;  // the service starts it again
    }
  }
  while (const auto exported = exports_->try_pop()) options_.ring->exported(*exported);
}

void Player::play_test_sound() {
  VoiceRequest voice;
  voice.voice = workshop_.next_ticket++;
  voice.open = [](const decode::SoundRequest&, const std::stop_token&) {
    return Result<std::unique_ptr<decode::SoundDecoder>>(std::make_unique<TestTones>());
  };
  voice.sound.name = "test tones";
  voice.zero = voice.starts = now_ + 200ms;
  voice.ends = voice.zero + 3s;
  mixer_->send(std::move(voice));
}

void Player::play_for_ring(const PlaySound& wish) {
  stop_for_ring();
  const auto* facts = facts_of(*wish.content->release, wish.object);
  if (facts == nullptr || facts->audio.empty() || mixer_ == nullptr) return;
  workshop_.is_listening = true;
  if (on_) on_->silence_from(now_);
  if (next_) next_->silence_from(now_);
  VoiceRequest voice;
  voice.voice = ring_voice_ = workshop_.next_ticket++;
  voice.open = [content = wish.content, object = wish.object](const decode::SoundRequest& request,
                                                              const std::stop_token& stop) {
    return open_sound(*content, object, request, stop);
  };
  voice.sound.name = "ring";
  voice.sound.facts = *facts;
  voice.sound.stream_index = wish.stream_index;
  // Who listens has asked for it, whatever the hour.
  voice.sound.gain_mdb = wish.gain_mdb.value_or(facts->audio.front().gain_mdb);
  voice.sound.out = wish.until > Duration(0) ? wish.until : Duration(facts->duration_us);
  voice.zero = now_ + kRingSoundLead - wish.from;
  voice.starts = now_ + kRingSoundLead;
  voice.ends = voice.zero + voice.sound.out;
  mixer_->send(std::move(voice));
}

void Player::stop_for_ring() {
  if (ring_voice_ == 0) return;
  mixer_->send(VoiceEnd{std::exchange(ring_voice_, 0), now_});
  workshop_.is_listening = false;
  if (workshop_.is_hushed) return;  // by an alert, which gives the word back
  if (on_) on_->speak_again(now_);
  if (next_) next_->speak_again(now_);
}

void Player::export_log() {
  if (!options_.store) return;
  if (export_.joinable()) export_.join();  // the one before has told its end
  export_ =
      std::jthread([from = *options_.store, to = options_.export_folder, now = now_, exports = exports_] {
        name_thread("log export");
        SystemDisk disk;
        exports->try_push(export_log_files(disk, {from.state, from.store, to, from.channel}, now));
        screen::Screen::wake();
      });
}

}  // namespace gatecast::playback
