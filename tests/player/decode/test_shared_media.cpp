// Real files that nobody here made; skipped where they are absent.
#include <catch2/catch.hpp>
#include <filesystem>

#include "player/decode/frame_painter.h"
#include "player/decode/picture.h"
#include "player/decode/sound_decoder.h"
#include "player/decode/video_decoder.h"
#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace gatecast::decode;

namespace {

struct Expected {
  const char* file;
  int frames;
  pixels::Size size;
};

}  // namespace

TEST_CASE("real films of many kinds are decoded to the last frame") {
  const auto folder = test::shared_media();
  if (folder.empty()) {
    WARN("no shared media here: skipped");
    return;
  }
  const auto film =
      GENERATE(Expected{"bt709_full_range.mp4", 30, {1280, 720}}, Expected{"h265_10bits.mp4", 30, {200, 200}},
               Expected{"av1_video.mkv", 125, {640, 360}}, Expected{"nasa_13013.mp4", 390, {480, 270}});
  INFO(film.file);
  auto decoder = VideoDecoder::open(test::opened(folder + "/" + film.file), {.name = film.file});
  REQUIRE(decoder);
  int frames = 0;
  FramePainter painter;
  pixels::Pixmap screen({320, 180});
  Duration last{-1};
  while (true) {
    const auto frame = (*decoder)->next();
    REQUIRE(frame);
    if (!*frame) break;
    CHECK((*frame)->size == film.size);
    CHECK((*frame)->time > last);
    last = (*frame)->time;
    if (frames % 50 == 0) painter.paint(**frame, canvas_of(screen), bundle::Fit::contain);
    ++frames;
  }
  CHECK(frames == film.frames);
}

TEST_CASE("a film of unknown duration is joined in the middle") {
  const auto folder = test::shared_media();
  if (folder.empty()) {
    WARN("no shared media here: skipped");
    return;
  }
  auto decoder = VideoDecoder::open(test::opened(folder + "/rabbit320.webm"),
                                    {.name = "webm", .start = Duration(3'210'000)});
  REQUIRE(decoder);
  const auto frame = (*decoder)->next();
  REQUIRE(frame);
  REQUIRE(*frame);
  CHECK((*frame)->time <= Duration(3'210'000));
  CHECK((*frame)->time > Duration(3'170'000));
}

TEST_CASE("a very tall picture is brought to the screen") {
  const auto folder = test::shared_media();
  if (folder.empty()) {
    WARN("no shared media here: skipped");
    return;
  }
  const auto picture =
      decode_picture(test::bytes_of(folder + "/meadow_cube.jpg"), "meadow", {1920, 1080}, ScaleTo::contain);
  REQUIRE(picture);
  CHECK(picture->full_size == pixels::Size{2048, 12288});
  CHECK(picture->pixels.size() == pixels::Size{180, 1080});
}
