#include <catch2/catch.hpp>
#include <cmath>

#include "player/preview/subtitle_sync.h"

using namespace gatecast;
using namespace gatecast::preview;
using namespace std::chrono_literals;

namespace {

// Somebody who speaks for some seconds, and is silent for some, not evenly.
std::vector<text::Cue> speech() {
  std::vector<text::Cue> cues;
  Duration at = 2s;
  for (const int length : {23, 41, 17, 30, 52, 19, 36}) {
    cues.push_back({at, at + length * 100ms, "xin chào"});
    at += length * 100ms + (10 + length % 7 * 5) * 100ms;
  }
  return cues;
}

class Voice final : public decode::SoundDecoder {
 public:
  Voice(std::vector<text::Cue> cues, float background) : cues_(std::move(cues)), background_(background) {}
  Result<std::optional<decode::SoundChunk>> next() override {
    if (time_ >= 45s) return std::optional<decode::SoundChunk>();
    decode::SoundChunk chunk;
    chunk.time = time_;
    const float level = text::cue_at(cues_, time_) != nullptr ? 0.3F : background_;
    for (int i = 0; i < 480; ++i) {
      const float sample = level * static_cast<float>(std::sin(i * 0.13));
      chunk.samples.insert(chunk.samples.end(), {sample, sample});
    }
    time_ += 10ms;
    return std::optional(std::move(chunk));
  }

 private:
  std::vector<text::Cue> cues_;
  float background_;
  Duration time_{0};
};

std::optional<Duration> lateness(Duration shift, float background) {
  Voice voice(speech(), background);
  const auto loudness = loudness_of(voice);
  REQUIRE(loudness);
  auto cues = speech();
  for (auto& cue : cues) {
    cue.start += shift;
    cue.end += shift;
  }
  return lateness_of(cues, *loudness);
}

}  // namespace

TEST_CASE("subtitles that come late or early are told by how much") {
  CHECK_FALSE(lateness(0s, 0.002F));
  CHECK_FALSE(lateness(300ms, 0.002F));
  const auto late = lateness(2s, 0.002F);
  REQUIRE(late);
  CHECK(std::chrono::abs(*late - 2s) <= 200ms);
  const auto early = lateness(-1500ms, 0.02F);
  REQUIRE(early);
  CHECK(std::chrono::abs(*early + 1500ms) <= 200ms);
}

TEST_CASE("where the sound tells nothing, nothing is said about the subtitles") {
  CHECK_FALSE(lateness(2s, 0.25F));  // music throughout
  CHECK_FALSE(lateness_of({}, Loudness(400, -20)));
  CHECK_FALSE(lateness_of(speech(), {}));
}
