#include <catch2/catch.hpp>
#include <cmath>

#include "player/decode/loudness.h"
#include "player/decode/probe.h"
#include "player/decode/sound_decoder.h"
#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace gatecast::decode;
using namespace std::chrono_literals;

namespace {

// Silence, then a tone from 1.5 s on; 44.1 kHz mono, so that it must be resampled.
std::string tone_clip(const std::string& name, const std::vector<std::string>& codec) {
  std::vector<std::string> arguments{"-f", "lavfi", "-i",
                                     "aevalsrc='if(gte(t,1.5),0.5*sin(2*PI*1000*t),0)':s=44100:d=3"};
  arguments.insert(arguments.end(), codec.begin(), codec.end());
  return test::made_clip(name, arguments);
}

// Time in the file at which the sound becomes loud.
double onset(const std::string& path, Duration start) {
  auto decoder = SoundDecoder::open(test::opened(path), {.name = path, .start = start});
  REQUIRE(decoder);
  while (true) {
    const auto chunk = (*decoder)->next();
    REQUIRE(chunk);
    if (!*chunk) return -1;
    for (std::size_t i = 0; i < (*chunk)->samples.size(); i += 2)
      if (std::abs((*chunk)->samples[i]) > 0.1F)
        return static_cast<double>((*chunk)->time.count()) / 1e6 + static_cast<double>(i) / 2 / kSoundRateHz;
  }
}

}  // namespace

TEST_CASE("sound begins at the right sample, from the start and when joined in the middle") {
  const auto wav = tone_clip("tone.wav", {"-c:a", "pcm_s16le"});
  const auto aac = tone_clip("tone.m4a", {"-c:a", "aac", "-b:a", "128k"});
  for (const auto start : {0us, 700000us, 1400000us}) {
    INFO(start.count());
    CHECK(onset(wav, start) == Approx(1.5).margin(0.002));
    CHECK(onset(aac, start) == Approx(1.5).margin(0.008));
  }
}

TEST_CASE("the first chunk starts at the sample that was asked for and the last ends at the out point") {
  auto decoder = SoundDecoder::open(test::opened(tone_clip("tone.m4a", {"-c:a", "aac", "-b:a", "128k"})),
                                    {.name = "tone", .start = 1234567us, .out = 2s});
  REQUIRE(decoder);
  std::size_t frames = 0;
  bool is_first = true;
  while (true) {
    const auto chunk = (*decoder)->next();
    REQUIRE(chunk);
    if (!*chunk) break;
    if (is_first) CHECK(std::abs(((*chunk)->time - 1234567us).count()) < 50);
    is_first = false;
    frames += (*chunk)->samples.size() / 2;
  }
  CHECK(static_cast<double>(frames) / kSoundRateHz == Approx(2.0 - 1.234567).margin(0.001));
}

TEST_CASE(
    "chunks come a tenth of a second at a time, each beginning at the sample where the last one ended") {
  for (const auto& path : {tone_clip("tone.m4a", {"-c:a", "aac", "-b:a", "128k"}),
                           tone_clip("tone.ogg", {"-c:a", "libvorbis"})}) {
    auto decoder = SoundDecoder::open(test::opened(path), {.name = path});
    REQUIRE(decoder);
    std::int64_t frames = 0;
    int chunks = 0;
    std::optional<Duration> first;
    while (true) {
      const auto chunk = (*decoder)->next();
      REQUIRE(chunk);
      if (!*chunk) break;
      if (!first) first = (*chunk)->time;
      const auto expected = *first + Duration(frames * 1'000'000 / kSoundRateHz);
      CHECK(std::abs(((*chunk)->time - expected).count()) <= 50);
      frames += static_cast<std::int64_t>((*chunk)->samples.size() / 2);
      ++chunks;
    }
    CHECK(static_cast<double>(frames) / kSoundRateHz == Approx(3).margin(0.05));
    CHECK(chunks < 45);
  }
}

TEST_CASE("a file that claims an absurd rate is refused at once, before any table is made for it") {
  const auto wav = test::bytes_of(tone_clip("tone.wav", {"-c:a", "pcm_s16le"}));
  for (const std::string& rate : {std::string("\x00\x7f\x7f\x7f", 4), std::string("\x01\x00\x00\x00", 4)}) {
    auto bytes = wav;
    bytes.replace(24, 4, rate);
    auto decoder =
        SoundDecoder::open(test::opened(test::written_file("absurd.wav", bytes)), {.name = "tone"});
    if (!decoder) {
      CHECK(decoder.error().rule.starts_with("media."));
      continue;
    }
    const auto chunk = (*decoder)->next();
    REQUIRE_FALSE(chunk);
    CHECK(chunk.error().rule == "media.sound_format");
  }
}

TEST_CASE("the gain of the release is applied") {
  const auto wav = tone_clip("tone.wav", {"-c:a", "pcm_s16le"});
  auto decoder = SoundDecoder::open(test::opened(wav), {.name = wav, .start = 2s, .gain_mdb = -6021});
  REQUIRE(decoder);
  const auto chunk = (*decoder)->next();
  REQUIRE(chunk);
  float peak = 0;
  for (const float sample : (*chunk)->samples) peak = std::max(peak, std::abs(sample));
  CHECK(peak == Approx(0.177).margin(0.01));  // mono goes to both sides at -3 dB, then half
}

TEST_CASE("loudness is measured as EBU R 128 asks") {
  // 1 kHz at -20 dBFS on both sides is -20 LUFS, within 0.1.
  const auto path = test::made_clip(
      "loud.wav", {"-f", "lavfi", "-i", "aevalsrc='0.1*sin(2*PI*997*t)|0.1*sin(2*PI*997*t)':s=48000:d=5"});
  const auto report = probe_file(test::opened(path), path);
  REQUIRE(report);
  REQUIRE(report->media->audio.size() == 1);
  CHECK(std::abs(report->media->audio[0].loudness_mlufs + 20000) < 150);
  CHECK(report->media->audio[0].gain_mdb == -23000 - report->media->audio[0].loudness_mlufs);
}

TEST_CASE("the gain that is measured at the build brings every film to the channel's loudness") {
  int number = 0;
  for (const char* level : {"0.02", "0.1", "0.3"}) {
    const auto path = test::made_clip(
        "level" + std::to_string(++number) + ".m4a",
        {"-f", "lavfi", "-i",
         std::string("aevalsrc='") + level + "*sin(2*PI*997*t)|" + level + "*sin(2*PI*440*t)':s=44100:d=4",
         "-c:a", "aac", "-b:a", "160k"});
    const auto report = probe_file(test::opened(path), path);
    REQUIRE(report);
    REQUIRE(report->media->audio.size() == 1);
    SoundRequest request{.name = path, .facts = report->media};
    request.stream_index = report->media->audio[0].stream_index;
    request.gain_mdb = report->media->audio[0].gain_mdb;
    auto decoder = SoundDecoder::open(test::opened(path), request);
    REQUIRE(decoder);
    const auto played = measure_loudness(**decoder);
    REQUIRE(played);
    INFO(level << ": " << played->loudness_mlufs << " mLUFS");
    CHECK(std::abs(played->loudness_mlufs + 23000) <= 200);  // EBU R 128's tolerance in measuring
    CHECK(played->true_peak_mdb <= -1000);
  }
}
