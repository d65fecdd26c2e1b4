#include <algorithm>
#include <catch2/catch.hpp>

#include "player/playback/stage.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

PicturePtr plain(std::uint32_t colour, pixels::Size size = {64, 32}) {
  pixels::Pixmap pixmap(size);
  for (int y = 0; y < size.height_px; ++y) std::fill_n(pixmap.row(y), size.width_px, colour);
  return std::make_shared<const pixels::Pixmap>(std::move(pixmap));
}
Sight sight_of(PicturePtr picture) {
  Sight sight;
  sight.picture = std::move(picture);
  return sight;
}

}  // namespace

TEST_CASE("a crossfade begins with the picture before, ends with the new one and is never darker than both") {
  Stage stage;
  pixels::Pixmap screen({64, 32});
  const Instant start(50s);
  stage.begin_transition(sight_of(plain(0xffc02020U)), start, 600ms);
  std::uint32_t last_blue = 0;
  for (auto time = 0ms; time <= 600ms; time += 50ms) {
    stage.draw(canvas_of(screen), sight_of(plain(0xff2020c0U)), {}, start + time);
    const auto pixel = screen.row(16)[32];
    CHECK((pixel >> 16U & 255U) + (pixel & 255U) >= 0xc0 + 0x20 - 4);
    CHECK((pixel & 255U) >= last_blue);
    last_blue = pixel & 255U;
    if (time == 0ms) CHECK(pixel == 0xffc02020U);
  }
  CHECK(screen.row(16)[32] == 0xff2020c0U);
  CHECK_FALSE(stage.is_in_transition(start + 600ms));
}

TEST_CASE("a push begins with the picture before and ends with the new one, both whole beside each other") {
  Stage stage;
  pixels::Pixmap screen({64, 32});
  const Instant start(50s);
  stage.begin_transition(sight_of(plain(0xffc02020U)), start, 600ms, bundle::Transition::slide);
  int seam_before = 64;
  for (auto time = 0ms; time <= 600ms; time += 25ms) {
    stage.draw(canvas_of(screen), sight_of(plain(0xff2020c0U)), {}, start + time);
    const auto* row = screen.row(16);
    const int seam = static_cast<int>(std::find(row, row + 64, 0xff2020c0U) - row);
    CHECK(seam <= seam_before);
    CHECK(std::count(row, row + seam, 0xffc02020U) == seam);
    CHECK(std::count(row + seam, row + 64, 0xff2020c0U) == 64 - seam);
    if (time == 0ms) CHECK(seam == 64);
    seam_before = seam;
  }
  CHECK(seam_before == 0);
}

TEST_CASE("overlays that stand elsewhere on the next item are mixed from one place to the other") {
  Stage stage;
  pixels::Pixmap screen({64, 32});
  const auto at = [](std::uint32_t colour) {
    auto overlays = std::make_shared<compose::SlidePainter::OverlayPicture>();
    overlays->pixels = pixels::Pixmap({64, 32});
    for (int y = 24; y < 32; ++y) std::fill_n(overlays->pixels.row(y), 64, colour);
    overlays->touched = {{0, 24, 64, 8}};
    return overlays;
  };
  const Instant start(50s);
  Layers layers;
  layers.overlays = at(0xff0000f0U);
  stage.begin_transition(sight_of(plain(0xff808080U)), start, 600ms, bundle::Transition::slide,
                         at(0xfff00000U));
  const auto blue_at = [&](std::chrono::milliseconds time) {
    stage.draw(canvas_of(screen), sight_of(plain(0xff808080U)), layers, start + time);
    CHECK(screen.row(10)[5] == 0xff808080U);
    return screen.row(28)[30] & 255U;
  };
  CHECK(blue_at(0ms) == 0);
  CHECK(blue_at(300ms) > 100);
  CHECK(blue_at(300ms) < 140);
  CHECK(blue_at(600ms) == 0xf0);
}

TEST_CASE("overlays are laid only over the rectangles they touch, also half outside the screen") {
  Stage stage;
  pixels::Pixmap screen({64, 32});
  auto overlays = std::make_shared<compose::SlidePainter::OverlayPicture>();
  overlays->pixels = *plain(0xffffffffU);
  overlays->touched = {{60, 28, 10, 10}};
  Layers layers;
  layers.overlays = overlays;
  stage.draw(canvas_of(screen), sight_of(plain(0xff102030U)), layers, Instant());
  CHECK(screen.row(28)[60] == 0xffffffffU);
  CHECK(screen.row(27)[60] == 0xff102030U);
  CHECK(screen.row(28)[59] == 0xff102030U);
}
