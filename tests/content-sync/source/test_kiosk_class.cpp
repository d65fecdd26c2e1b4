// What a class of kiosk can play, told beforehand.
#include "content-sync/source/kiosk_class.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::source;

namespace {

bundle::VideoFacts film(const std::string& codec, int width, int height, int rate) {
  bundle::VideoFacts video;
  video.codec = codec;
  video.width_px = width;
  video.height_px = height;
  video.frame_rate = {rate, 1};
  return video;
}

std::string rules(const bundle::VideoFacts& video, std::string_view name) {
  std::string all;
  for (const auto& finding : judge_for_kiosk(video, bundle::Screen(), kiosk_class(name).value())) {
    all += (all.empty() ? "" : " ") + finding.rule;
    CHECK_FALSE(finding.hint.empty());
    CHECK(finding.message.find(std::string(name)) != std::string::npos);
  }
  return all;
}

}  // namespace

TEST_CASE("what was measured to play is not warned of: 1080p of 30 and 60 frames on an office computer") {
  for (const char* codec : {"h264", "hevc", "vp9"}) {
    CHECK(rules(film(codec, 1920, 1080, 30), "office").empty());
    CHECK(rules(film(codec, 1920, 1080, 60), "office").empty());
    CHECK(rules(film(codec, 1920, 1080, 30), "basic").empty());
    CHECK(rules(film(codec, 1280, 720, 25), "basic").empty());
  }
  // Within a tenth of the measured processor time: 0.30 s a second for 1080p30.
  CHECK(std::abs(processor_ms(film("h264", 1920, 1080, 30), bundle::Screen()) - 305) < 31);
  CHECK(std::abs(processor_ms(film("hevc", 1920, 1080, 30), bundle::Screen()) - 332) < 33);
}

TEST_CASE("4K, 60 frames, 10 bit and HDR are told with the class, the figures and the remedy") {
  CHECK(rules(film("hevc", 3840, 2160, 60), "office") == "kiosk.too_heavy");
  CHECK(rules(film("h264", 3840, 2160, 30), "office") == "kiosk.too_heavy");
  CHECK(rules(film("h264", 3840, 2160, 30), "strong").empty());
  CHECK(rules(film("hevc", 3840, 2160, 30), "basic") == "kiosk.size kiosk.too_heavy");
  CHECK(rules(film("hevc", 1920, 1080, 60), "basic") == "kiosk.too_heavy");
  auto hdr = film("hevc", 1920, 1080, 25);
  hdr.bit_depth = 10;
  CHECK(rules(hdr, "office").empty());
  hdr.transfer = "smpte2084";
  CHECK(rules(hdr, "office") == "kiosk.too_heavy");
  const auto told = judge_for_kiosk(hdr, bundle::Screen(), kiosk_class("office").value());
  REQUIRE(told.size() == 1);
  CHECK(told[0].message.find("1920 x 1080 at 25 frames a second in hevc, 10 bit, HDR") != std::string::npos);
  CHECK(told[0].hint.find("H.264, 8 bit, 1920 x 1080") != std::string::npos);
}

TEST_CASE("a stronger class never plays less, and a class that nobody knows is none") {
  for (const char* codec : {"h264", "hevc", "vp9", "av1", "prores"})
    for (const int rate : {24, 30, 50, 60})
      for (const auto& size : {std::pair{1280, 720}, {1920, 1080}, {3840, 2160}}) {
        bool could_before = false;
        for (const auto& kiosk : kiosk_classes()) {
          const bool can =
              judge_for_kiosk(film(codec, size.first, size.second, rate), bundle::Screen(), kiosk).empty();
          CHECK((can || !could_before));
          could_before = can;
        }
      }
  CHECK(kiosk_class(kUsualKioskClass));
  CHECK_FALSE(kiosk_class("mainframe"));
}
