// What leaves the mixer's voices, sample by sample: nothing that anybody would hear as a click.
#include <catch2/catch.hpp>
#include <cmath>
#include <thread>

#include "player/playback/tracks.h"
#include "player/playback/voice.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

constexpr double kAmplitude = 0.5;
// A sine's own steepest step, with a little for the fades.
constexpr float kSteepest = 0.075F;

// 1 kHz; never at zero where it is cut.
class Tone final : public decode::SoundDecoder {
 public:
  Tone(Duration length, Duration start) : length_(length), time_(start) {}
  Result<std::optional<decode::SoundChunk>> next() override {
    if (time_ >= length_) return std::optional<decode::SoundChunk>();
    decode::SoundChunk chunk;
    chunk.time = time_;
    const auto end = std::min(time_ + 20ms, length_);
    for (auto i = time_.count() * 48 / 1000; i < end.count() * 48 / 1000; ++i)
      chunk.samples.insert(chunk.samples.end(), 2,
                           static_cast<float>(kAmplitude * std::cos(static_cast<double>(i) * 0.1308996939)));
    time_ = end;
    return std::optional(std::move(chunk));
  }

 private:
  Duration length_;
  Duration time_;
};

const Instant kStart = parse_instant("2026-12-01T08:00:00+07:00").value();

VoiceRequest request(Duration length, Instant starts, Instant ends) {
  VoiceRequest voice;
  voice.open = [length](const decode::SoundRequest& wanted,
                        const std::stop_token&) -> Result<std::unique_ptr<decode::SoundDecoder>> {
    return std::make_unique<Tone>(length, wanted.start);
  };
  voice.sound.name = "tone";
  voice.zero = starts;
  voice.starts = starts;
  voice.ends = ends;
  return voice;
}

std::unique_ptr<Voice> voice_of(VoiceRequest request, Instant now) {
  return std::make_unique<Voice>(std::move(request), now,
                                 std::make_shared<Queue<ThreadTime>>("thread times", 16),
                                 std::make_shared<Queue<Error>>("silent voices", 16));
}

class Ears {
 public:
  void mix(const std::vector<Voice*>& voices, Instant from, Instant until) {
    for (Instant at = from; at < until; at += screen::kSoundBlock) {
      std::this_thread::sleep_for(2ms);  // the decoder's thread keeps ahead
      screen::SoundBlock block;
      for (auto* voice : voices) voice->add_to(block, at);
      for (std::size_t i = 0; i < block.samples.size(); i += 2) heard_.push_back(block.samples[i]);
    }
  }
  [[nodiscard]] float steepest() const {
    float most = std::abs(heard_.front());
    for (std::size_t i = 1; i < heard_.size(); ++i)
      most = std::max(most, std::abs(heard_[i] - heard_[i - 1]));
    return most;
  }
  [[nodiscard]] float loudest(Duration from, Duration until) const {
    float most = 0;
    for (auto i = from.count() * 48 / 1000; i < until.count() * 48 / 1000; ++i)
      most = std::max(most, std::abs(heard_.at(static_cast<std::size_t>(i))));
    return most;
  }
  // How long no sample reaches that level, but for a sine's own way through zero.
  [[nodiscard]] Duration longest_below(float level, Duration from, Duration until) const {
    std::int64_t longest = 0;
    std::int64_t run = 0;
    for (auto i = from.count() * 48 / 1000; i < until.count() * 48 / 1000; ++i) {
      run = std::abs(heard_.at(static_cast<std::size_t>(i))) < level ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    return Duration(longest * 1000 / 48);
  }

 private:
  std::vector<float> heard_;
};

}  // namespace

TEST_CASE("no click where voices begin, end, meet, are cut short or run dry") {
  SECTION("a cut from one film to the next") {
    const auto first = voice_of(request(1s, kStart, kStart + 400ms), kStart);
    const auto second = voice_of(request(1s, kStart + 400ms, kStart + 900ms), kStart + 300ms);
    std::this_thread::sleep_for(200ms);
    Ears ears;
    ears.mix({first.get(), second.get()}, kStart - 50ms, kStart + 1s);
    CHECK(ears.steepest() < kSteepest);
    CHECK(ears.loudest(100ms, 400ms) > 0.49F);
    CHECK(ears.loudest(500ms, 900ms) > 0.49F);
    CHECK(ears.loudest(960ms, 1050ms) == 0);
    // Two fades of 20 ms, and not more, between the films.
    CHECK(ears.longest_below(0.45F, 100ms, 900ms) > 30ms);
    CHECK(ears.longest_below(0.45F, 100ms, 900ms) < 41ms);
    CHECK(ears.longest_below(0.01F, 100ms, 900ms) < 2ms);
  }
  SECTION("a film joined in its middle, and one that is stopped at once") {
    const auto voice = voice_of(request(2s, kStart - 503ms, kStart + 1s), kStart);
    std::this_thread::sleep_for(200ms);
    Ears ears;
    ears.mix({voice.get()}, kStart, kStart + 300ms);
    voice->end_at(kStart + 180ms);  // the mixer is ahead of the loudspeaker
    ears.mix({voice.get()}, kStart + 300ms, kStart + 400ms);
    CHECK(ears.steepest() < kSteepest);
    CHECK(ears.loudest(50ms, 300ms) > 0.49F);
    CHECK(ears.loudest(330ms, 400ms) == 0);
  }
  SECTION("a sound that ends before its film, and a clock that steps") {
    const auto voice = voice_of(request(405ms, kStart, kStart + 1s), kStart);
    std::this_thread::sleep_for(200ms);
    Ears ears;
    ears.mix({voice.get()}, kStart, kStart + 100ms);
    ears.mix({voice.get()}, kStart + 133ms, kStart + 600ms);
    CHECK(ears.steepest() < kSteepest);
    CHECK(ears.loudest(150ms, 350ms) > 0.49F);
    CHECK(ears.loudest(400ms, 500ms) < 0.001F);
  }
}

TEST_CASE("the volume follows the hour of the site, and a film keeps the quieter of its hours") {
  bundle::Release release;
  release.zone = "Asia/Ho_Chi_Minh";
  const auto at = [](const char* text) { return parse_instant(text).value(); };
  const auto day = at("2026-12-01T12:00:00+07:00");
  CHECK(volume_mdb(release, day, day + 1min) == 0);
  release.volume = {{6 * 60, 0}, {18 * 60 + 30, -4000}, {21 * 60, -12000}};
  CHECK(volume_mdb(release, day, day + 1min) == 0);
  CHECK(volume_mdb(release, at("2026-12-01T18:30:00+07:00"), at("2026-12-01T18:31:00+07:00")) == -4000);
  CHECK(volume_mdb(release, at("2026-12-01T18:29:30+07:00"), at("2026-12-01T18:30:00+07:00")) == 0);
  CHECK(volume_mdb(release, at("2026-12-01T18:29:30+07:00"), at("2026-12-01T18:30:01+07:00")) == -4000);
  CHECK(volume_mdb(release, at("2026-12-01T23:00:00+07:00"), at("2026-12-01T23:01:00+07:00")) == -12000);
  CHECK(volume_mdb(release, at("2026-12-01T03:00:00+07:00"), at("2026-12-01T03:01:00+07:00")) == -12000);
  CHECK(volume_mdb(release, at("2026-12-01T05:59:30+07:00"), at("2026-12-01T06:00:30+07:00")) == -12000);
}
