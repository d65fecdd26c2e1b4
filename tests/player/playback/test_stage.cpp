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
