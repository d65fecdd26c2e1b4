// Patches of known luma and chroma, stored without loss; what is drawn is compared with the standards'
// formulas.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "player/decode/frame_painter.h"
#include "player/decode/video_decoder.h"
#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace gatecast::decode;

namespace {

struct Patch {
  int y, cb, cr;
};
// Bars within the limited range, so that they are legal in both.
const std::vector<Patch> kPatches{{16, 128, 128},  {235, 128, 128}, {126, 128, 128}, {81, 90, 240},
                                  {145, 54, 34},   {41, 240, 110},  {210, 16, 146},  {170, 166, 16},
                                  {106, 202, 222}, {63, 102, 140}};
constexpr int kPatchPx = 16;

Bytes raw_frame(int shift) {
  const int width = kPatchPx * static_cast<int>(kPatches.size());
  Bytes bytes;
  const auto put = [&](int value) {
    bytes.push_back(static_cast<char>((value << shift) & 0xff));
    if (shift > 0) bytes.push_back(static_cast<char>((value << shift) >> 8));
  };
  for (int y = 0; y < kPatchPx; ++y)
    for (int x = 0; x < width; ++x) put(kPatches[static_cast<std::size_t>(x / kPatchPx)].y);
  for (const bool is_cr : {false, true})
    for (int y = 0; y < kPatchPx / 2; ++y)
      for (int x = 0; x < width / 2; ++x) {
        const auto& patch = kPatches[static_cast<std::size_t>(x / (kPatchPx / 2))];
        put(is_cr ? patch.cr : patch.cb);
      }
  return bytes;
}

std::array<int, 3> expected(const Patch& patch, double kr, double kb, bool is_full) {
  const double y = is_full ? patch.y / 255.0 : (patch.y - 16) / 219.0;
  const double cb = (patch.cb - 128) / (is_full ? 255.0 : 224.0);
  const double cr = (patch.cr - 128) / (is_full ? 255.0 : 224.0);
  const double r = y + 2 * (1 - kr) * cr;
  const double b = y + 2 * (1 - kb) * cb;
  const double g = (y - kr * r - kb * b) / (1 - kr - kb);
  const auto to_byte = [](double v) { return static_cast<int>(std::lround(std::clamp(v, 0.0, 1.0) * 255)); };
  return {to_byte(r), to_byte(g), to_byte(b)};
}

struct Case {
  const char* space;
  double kr, kb;
  bool is_full;
  bool is_ten_bit;
};

}  // namespace

TEST_CASE("colours are right within 2 of 255 for each matrix, range and depth") {
  const auto test =
      GENERATE(Case{"smpte170m", 0.299, 0.114, false, false}, Case{"smpte170m", 0.299, 0.114, true, false},
               Case{"bt709", 0.2126, 0.0722, false, false}, Case{"bt709", 0.2126, 0.0722, true, false},
               Case{"bt2020nc", 0.2627, 0.0593, false, false}, Case{"bt709", 0.2126, 0.0722, false, true},
               Case{"bt2020nc", 0.2627, 0.0593, false, true});
  const std::string tag =
      std::string(test.space) + (test.is_full ? "-full" : "-limited") + (test.is_ten_bit ? "-10" : "-8");
  const std::string pixel_format = test.is_ten_bit ? "yuv420p10le" : "yuv420p";
  const auto raw = test::written_file("patches-" + tag + ".yuv", raw_frame(test.is_ten_bit ? 2 : 0));
  const std::string range = test.is_full ? "pc" : "tv";
  // The same range is named before and behind, so that ffmpeg converts nothing.
  const auto clip =
      test::made_clip("patches-" + tag + ".mkv",
                      {"-f",           "rawvideo", "-pix_fmt",    pixel_format, "-s",       "160x16",
                       "-color_range", range,      "-colorspace", test.space,   "-i",       raw,
                       "-c:v",         "libx264",  "-qp",         "0",          "-pix_fmt", pixel_format,
                       "-color_range", range,      "-colorspace", test.space});
  auto decoder = VideoDecoder::open(test::opened(clip), {.name = tag});
  REQUIRE(decoder);
  const auto frame = (*decoder)->next();
  REQUIRE(frame);
  REQUIRE(*frame);
  INFO(tag);
  CHECK((*frame)->range == (test.is_full ? Range::full : Range::limited));
  pixels::Pixmap drawn({160, 16});
  FramePainter().paint(**frame, canvas_of(drawn), bundle::Fit::contain);
  for (std::size_t i = 0; i < kPatches.size(); ++i) {
    const std::uint32_t pixel = drawn.row(8)[i * kPatchPx + kPatchPx / 2];
    const auto want = expected(kPatches[i], test.kr, test.kb, test.is_full);
    INFO("patch " << i);
    CHECK(std::abs(static_cast<int>(pixel >> 16U & 255U) - want[0]) <= 2);
    CHECK(std::abs(static_cast<int>(pixel >> 8U & 255U) - want[1]) <= 2);
    CHECK(std::abs(static_cast<int>(pixel & 255U) - want[2]) <= 2);
    CHECK(pixel >> 24U == 255U);
  }
}

TEST_CASE("a frame is placed whole in its box, or covers it, with its pixel aspect") {
  const auto box = place({1920, 1080}, {1, 1}, {1920, 1080}, bundle::Fit::contain);
  CHECK(box.target == pixels::Rect{0, 0, 1920, 1080});
  CHECK(place({1920, 1080}, {1, 1}, {1080, 1920}, bundle::Fit::contain).target ==
        pixels::Rect{0, 656, 1080, 608});
  const auto cover = place({1920, 1080}, {1, 1}, {1080, 1920}, bundle::Fit::cover);
  CHECK(cover.target == pixels::Rect{0, 0, 1080, 1920});
  CHECK(cover.source.height == 1080);
  CHECK(cover.source.width == Approx(607).margin(1));
  CHECK(place({720, 480}, {32, 27}, {1920, 1080}, bundle::Fit::contain).target ==
        pixels::Rect{0, 0, 1920, 1080});
}

TEST_CASE("a turned frame stands upright and letterboxed in the ground's colour") {
  pixels::Pixmap source({4, 2});
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 4; ++x) source.row(y)[x] = x == 0 ? 0xffff0000U : 0xff0000ffU;
  Frame frame;
  frame.layout = Planes::bgra;
  frame.size = source.size();
  frame.planes[0] = source.data();
  frame.strides_bytes[0] = source.stride_bytes();
  frame.rotation_degrees = 90;
  pixels::Pixmap drawn({8, 4});
  FramePainter().paint(frame, canvas_of(drawn), bundle::Fit::contain, {1, 2, 3, 255});
  CHECK(drawn.row(0)[0] == 0xff010203U);
  CHECK(drawn.row(0)[3] == 0xffff0000U);  // the left edge is now the top
  CHECK(drawn.row(3)[4] == 0xff0000ffU);
  CHECK(drawn.row(0)[7] == 0xff010203U);
}
