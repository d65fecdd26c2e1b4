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

namespace {

// A strip of 8 rows at the bottom in which a line runs; each column of its track is another colour.
OverlaysPtr with_line(pixels::Rect window) {
  compose::RunningTrack track;
  track.em_px = 8;
  track.pixels = pixels::Pixmap({97, 8});
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 97; ++x) track.pixels.row(y)[x] = 0xFF000000U | static_cast<std::uint32_t>(x * 2);
  compose::SlidePainter::OverlayPicture overlays;
  overlays.pixels = pixels::Pixmap({64, 32});
  for (int y = 24; y < 32; ++y) std::fill_n(overlays.pixels.row(y), 64, 0xFF00FF00U);
  overlays.touched = {{0, 24, 64, 8}};
  overlays.is_opaque = true;
  overlays.line = std::make_shared<const compose::RunningLine>(
      std::make_shared<const compose::RunningTrack>(std::move(track)), window);
  return std::make_shared<const compose::SlidePainter::OverlayPicture>(std::move(overlays));
}

}  // namespace

TEST_CASE("a line that runs is drawn over its strip where the refresh says, and goes on through a cut") {
  Stage stage;
  pixels::Pixmap screen({64, 32});
  const Instant start(50s);
  Layers layers;
  layers.overlays = with_line({20, 24, 44, 8});
  const auto before = with_line({0, 24, 44, 8});  // the strip was mirrored
  const auto draw = [&](Instant now, std::int64_t number) {
    layers.refresh = {number, compose::kMotionStep};
    stage.draw(canvas_of(screen), sight_of(plain(0xff808080U)), layers, now);
    // Where both windows are, without their edges, each column is that of this refresh.
    int wrong = 0;
    for (int x = 32; x < 34; ++x) {
      const auto column =
          static_cast<std::uint32_t>((x + layers.overlays->line->column(layers.refresh)) % 97);
      for (int y = 24; y < 32; ++y) wrong += screen.row(y)[x] == (0xFF000000U | column * 2) ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(screen.row(20)[40] == 0xff808080U);
  };
  stage.begin_transition(sight_of(plain(0xff808080U)), start, 600ms, bundle::Transition::crossfade, before);
  for (int i = 0; i < 36; ++i) draw(start + i * 17ms, 1000 + i);
  draw(start + 600ms, 1036);
  draw(start + 617ms, 1037);
  CHECK(screen.row(28)[5] == 0xFF00FF00U);  // the strip's own ground again
}

TEST_CASE("over a film on a GPU the layer above it changes where the line runs, and nowhere else") {
  Stage stage;
  std::vector<std::uint8_t> planes(64 * 32 * 3 / 2, 90);
  Sight film;
  auto& frame = film.frame.emplace();
  frame.size = {64, 32};
  frame.planes = {planes.data(), planes.data() + 64 * 32, planes.data() + 64 * 40};
  frame.strides_bytes = {64, 32, 32};
  Layers layers;
  layers.overlays = with_line({20, 24, 44, 8});
  const auto draw = [&](std::int64_t number) {
    layers.refresh = {number, compose::kMotionStep};
    const auto picture = stage.film_picture(film, layers, {64, 32}, Instant());
    REQUIRE(picture);
    return *picture;
  };
  const auto first = draw(500);
  CHECK_FALSE(first.over_part);
  const pixels::Pixmap before = *first.over;
  const auto same = draw(500);
  CHECK(same.over_version == first.over_version);
  const auto next = draw(501);
  CHECK(next.over_version == first.over_version + 1);
  REQUIRE(next.over_part);
  int changed = 0;
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 64; ++x) {
      if (next.over->row(y)[x] == before.row(y)[x]) continue;
      ++changed;
      CHECK((x >= 20 && y >= 24));
    }
  CHECK(changed > 100);
}
