#include <catch2/catch.hpp>

#include "player/compose/crossfade.h"
#include "player/compose/pictogram.h"
#include "player/compose/scenery.h"
#include "player/compose/slide_painter.h"
#include "player/compose/theme.h"
#include "player/compose/type_scale.h"
#include "player/compose/woven_band.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {
constexpr Stitch kStitches[] = {Stitch::diamonds, Stitch::nested, Stitch::zigzag, Stitch::steps,
                                Stitch::grains,   Stitch::waves,  Stitch::eyes,   Stitch::twill};

std::size_t inked(const pixels::Pixmap& picture) {
  std::size_t count = 0;
  for (int y = 0; y < picture.size().height_px; ++y)
    count += static_cast<std::size_t>(std::count_if(picture.row(y), picture.row(y) + picture.size().width_px,
                                                    [](std::uint32_t pixel) { return pixel >> 24 != 0; }));
  return count;
}
}  // namespace

TEST_CASE("every woven pattern has an axis of symmetry, so that no hook can arise") {
  for (const Stitch stitch : kStitches) {
    INFO(static_cast<int>(stitch));
    bool has_axis = false;
    for (int axis = 0; axis < 240 && !has_axis; ++axis) {  // in half cells
      has_axis = true;
      for (int x = 0; x < 120 && has_axis; ++x)
        for (int y = 0; y < kBandCells && has_axis; ++y)
          has_axis = stitch_at(stitch, x, y) == stitch_at(stitch, axis - x + 240, y);
    }
    bool is_mirrored_down = true;
    for (int x = 0; x < 120; ++x)
      for (int y = 0; y < kBandCells; ++y)
        is_mirrored_down =
            is_mirrored_down && stitch_at(stitch, x, y) == stitch_at(stitch, x, kBandCells - 1 - y);
    CHECK((has_axis || is_mirrored_down));
  }
}

TEST_CASE("no woven pattern holds a lone cross") {
  for (const Stitch stitch : kStitches)
    for (int x = 0; x < 120; ++x)
      for (int y = 1; y + 1 < kBandCells; ++y) {
        const int ink = stitch_at(stitch, x, y);
        if (ink == 0) continue;
        const auto is_ink = [&](int dx, int dy) { return stitch_at(stitch, x + dx, y + dy) == ink; };
        const bool has_arms = is_ink(1, 0) && is_ink(-1, 0) && is_ink(0, 1) && is_ink(0, -1);
        const bool has_corners = is_ink(1, 1) || is_ink(-1, -1) || is_ink(1, -1) || is_ink(-1, 1);
        INFO(static_cast<int>(stitch) << " at " << x << "," << y);
        CHECK((!has_arms || has_corners));
      }
}

TEST_CASE("every icon draws something inside its box and nothing outside") {
  for (const std::string& name : pictogram_names()) {
    INFO(name);
    pixels::Pixmap picture({120, 120});
    {
      Canvas canvas(picture);
      CHECK(draw_pictogram(canvas, name, {10, 10, 100, 100}, {tone::night, tone::jade, tone::paper}));
    }
    CHECK(inked(picture) > 600);
    for (int i = 0; i < 120; ++i) {
      CHECK(picture.row(4)[i] == 0);
      CHECK(picture.row(115)[i] == 0);
      CHECK(picture.row(i)[4] == 0);
      CHECK(picture.row(i)[115] == 0);
    }
  }
}

TEST_CASE("every scene fills its box and nothing else") {
  for (const std::string& name : scene_names()) {
    INFO(name);
    pixels::Pixmap picture({200, 120});
    {
      Canvas canvas(picture);
      draw_scene(canvas, name, {20, 10, 160, 100}, scene_colours(tone::paper, false, false, true));
    }
    CHECK(inked(picture) == 160 * 100);
  }
}

TEST_CASE("every topic's icon and scene exist") {
  for (const char* name :
       {"service", "welcome", "crossing", "hours", "visa", "customs", "money", "transport", "health",
        "unexploded", "emergency", "places", "product", "trade", "culture", "friendship", "peace"}) {
    CHECK(topic_named(name).name == name);
    CHECK(has_pictogram(topic_named(name).icon));
    CHECK(has_scene(topic_named(name).scene));
  }
  CHECK(topic_named("something else").name == "service");
}

TEST_CASE("the built-in still is a whole picture at any size") {
  for (const pixels::Size size : {pixels::Size{1920, 1080}, {1080, 1920}, {700, 400}, {1, 1}, {3, 2000}}) {
    const pixels::Pixmap picture = paint_built_in_still(size);
    CHECK(picture.size() == size);
    CHECK(inked(picture) ==
          static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px));
  }
}

TEST_CASE("letters follow panel and distance") {
  const TypeScale hall(hall_screen(), {1920, 1080});
  CHECK(hall.least_headline() == Approx(97).margin(1));  // 61 mm
  CHECK(hall.least_body() == Approx(50.8).margin(1));    // 32 mm
  const TypeScale half(hall_screen(), {960, 540});
  CHECK(half.least_headline() == Approx(48.5).margin(1));
  const TypeScale unknown({1920, 1080, 0, 0, 0}, {1920, 1080});
  CHECK(unknown.least_headline() == Approx(97).margin(1));
  const TypeScale near({700, 400, 7000, 4000, 500}, {700, 400});
  CHECK(near.least_any() >= 13);  // a Lao tone mark needs 24 px of em
}

TEST_CASE("a crossfade begins with one picture, ends with the other, and never leaves their range") {
  pixels::Pixmap from({64, 32});
  pixels::Pixmap to({64, 32});
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 64; ++x) {
      from.row(y)[x] = 0xFF204060;
      to.row(y)[x] = 0xFFC0A080;
    }
  pixels::Pixmap out;
  crossfade(from, to, 0, out);
  CHECK(out.row(5)[5] == 0xFF204060);
  crossfade(from, to, kWholeProgress, out);
  CHECK(out.row(5)[5] == 0xFFC0A080);
  crossfade(from, to, 128, out);
  CHECK((out.row(5)[5] >> 24) == 0xFF);
  CHECK(std::abs(static_cast<int>(out.row(5)[5] >> 16 & 0xFF) - 0x70) <= 1);
}

TEST_CASE("progress eases in and out and is whole at the end") {
  const Duration whole = std::chrono::milliseconds(600);
  int last = -1;
  for (int ms = 0; ms <= 600; ms += 20) {
    const int progress = eased_progress(std::chrono::milliseconds(ms), whole);
    CHECK(progress >= last);
    last = progress;
  }
  CHECK(eased_progress(Duration(0), whole) == 0);
  CHECK(last == kWholeProgress);
  CHECK(eased_progress(std::chrono::milliseconds(60), whole) < 10);
  CHECK(eased_progress(std::chrono::hours(1), whole) == kWholeProgress);
  CHECK(eased_progress(Duration(0), Duration(0)) == kWholeProgress);
}
