#include <algorithm>
#include <catch2/catch.hpp>

#include "player/decode/picture.h"
#include "player/decode/probe.h"
#include "player/decode/video_decoder.h"
#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace gatecast::decode;

namespace {

ProbeReport probed(const std::string& path) {
  auto report = probe_file(test::opened(path), path);
  REQUIRE(report);
  return *report;
}
bool has_fault(const ProbeReport& report, const std::string& rule) {
  return std::any_of(report.faults.begin(), report.faults.end(),
                     [&](const auto& fault) { return fault.rule == rule; });
}

}  // namespace

TEST_CASE("a whole film has its facts and no fault") {
  const auto report = probed(test::numbered_clip());
  CHECK(report.faults.empty());
  REQUIRE(report.media);
  CHECK(report.media->duration_us == 4'000'000);
  CHECK(report.media->video->codec == "h264");
  CHECK(report.media->video->frame_rate == bundle::Ratio{25, 1});
  CHECK(report.media->video->width_px == 64);
  CHECK_FALSE(report.media->video->is_variable_rate);
}

TEST_CASE("a film that is cut off is named as truncated") {
  const auto fast =
      test::made_clip("fast.mp4", {"-i", test::numbered_clip(), "-c", "copy", "-movflags", "+faststart"});
  const auto bytes = test::bytes_of(fast);
  CHECK(has_fault(probed(test::written_file("cut.mp4", bytes.substr(0, bytes.size() * 2 / 3))),
                  "media.truncated"));
  const auto whole = test::bytes_of(test::numbered_clip());  // its index stands at the end
  const auto report = probed(test::written_file("cut-index.mp4", whole.substr(0, whole.size() * 2 / 3)));
  REQUIRE(report.faults.size() == 1);
  CHECK_FALSE(report.media);
}

TEST_CASE("a text file named .mp4 is named as no film") {
  const auto report = probed(test::written_file("text.mp4", "This is a letter, not a film.\n"));
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults[0].rule == "media.unknown_format");
  CHECK_FALSE(report.faults[0].hint.empty());
}

TEST_CASE("a file with sound alone is named as a film without video") {
  const auto path = test::made_clip("sound.m4a", {"-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"});
  CHECK(has_fault(probed(path), "media.no_video"));
}

TEST_CASE("a codec that is not allowed is refused, and a playlist of addresses is no film") {
  const auto mpeg2 =
      test::made_clip("old.mkv", {"-i", test::numbered_clip(), "-c:v", "mpeg2video", "-frames:v", "9"});
  CHECK(has_fault(probed(mpeg2), "media.codec"));
  const auto list =
      test::written_file("list.m3u8", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
  CHECK(has_fault(probed(list), "media.unknown_format"));
}

TEST_CASE("what cheap hardware plays badly is a warning") {
  const auto ten = test::made_clip("ten.mp4", {"-f", "lavfi", "-i", "testsrc=s=64x64:d=0.4", "-c:v",
                                               "libx264", "-pix_fmt", "yuv420p10le"});
  const auto report = probed(ten);
  CHECK(has_fault(report, "media.profile"));
  CHECK(report.media->video->bit_depth == 10);
}

TEST_CASE("pictures are brought down to a box by area means, and broken ones are refused") {
  const auto path = test::made_clip(
      "checks.png",
      {"-f", "lavfi", "-i",
       "color=white:s=400x300,format=rgb24,geq=r='255*mod(X+Y,2)':g='255*mod(X+Y,2)':b='255*mod(X+Y,2)'",
       "-frames:v", "1"});
  const auto bytes = test::bytes_of(path);
  const auto small = decode_picture(bytes, "checks.png", {100, 75});
  REQUIRE(small);
  CHECK(small->pixels.size() == pixels::Size{100, 75});
  CHECK(small->full_size == pixels::Size{400, 300});
  CHECK(std::abs(static_cast<int>(small->pixels.row(30)[40] & 255U) - 127) <= 2);  // grey, not stripes
  CHECK(decode_picture(bytes, "checks.png", {4000, 3000})->pixels.size() == pixels::Size{400, 300});
  const auto broken = decode_picture(bytes.substr(0, bytes.size() / 2), "checks.png");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().rule == "picture.broken");
}

TEST_CASE("transparent pictures come premultiplied and photographs upright") {
  const auto clear = test::made_clip(
      "clear.png", {"-f", "lavfi", "-i", "color=0xff8000@0.5:s=8x8,format=rgba", "-frames:v", "1"});
  const auto picture = decode_picture(test::bytes_of(clear), "clear.png");
  REQUIRE(picture);
  const auto pixel = picture->pixels.row(4)[4];
  CHECK(std::abs(static_cast<int>(pixel >> 24U) - 127) <= 1);
  CHECK(std::abs(static_cast<int>(pixel >> 16U & 255U) - 127) <= 1);
  CHECK(std::abs(static_cast<int>(pixel >> 8U & 255U) - 64) <= 1);
}

TEST_CASE("fifteen mutilated copies of a film are refused or played, never a crash") {
  const auto whole = test::bytes_of(
      test::made_clip("fast.mp4", {"-i", test::numbered_clip(), "-c", "copy", "-movflags", "+faststart"}));
  std::uint32_t seed = 20261121;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U; };
  for (int copy = 0; copy < 15; ++copy) {
    auto bytes = whole;
    for (int damage = 0; damage <= copy * 4; ++damage)
      bytes[(random() >> 4U) % bytes.size()] = static_cast<char>(random() >> 24U);
    if (copy % 3 == 2) bytes.resize(bytes.size() * static_cast<std::size_t>(copy) / 15);
    const auto path = test::written_file("mutilated.mp4", bytes);
    const auto report = probe_file(test::opened(path), path);
    REQUIRE(report);
    auto decoder = VideoDecoder::open(test::opened(path), {.name = path, .start = Duration(1'500'000)});
    if (!decoder) continue;
    for (int n = 0; n < 200; ++n) {
      const auto frame = (*decoder)->next();
      if (!frame || !*frame) break;
    }
  }
}
