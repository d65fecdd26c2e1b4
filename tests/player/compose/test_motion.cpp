// What moves on a slide: nothing outside its rectangle, words untouched, no bare edge, first and last
// pictures as they stand.
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "player/compose/crossfade.h"
#include "player/compose/drift.h"
#include "player/compose/motion.h"
#include "player/compose/moving_sheet.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;
using namespace std::chrono_literals;

namespace {

constexpr pixels::Size kSize{640, 360};
constexpr std::uint32_t kRed = 0xFFD02020;

using Picture = std::shared_ptr<const pixels::Pixmap>;

Picture plain() {
  pixels::Pixmap picture({960, 720});
  for (int y = 0; y < 720; ++y) std::fill_n(picture.row(y), 960, kRed);
  return std::make_shared<const pixels::Pixmap>(std::move(picture));
}

// Blue grows from left to right and green from top to bottom; red is always full: no other thing on a slide
// is.
Picture gradient() {
  pixels::Pixmap picture({960, 720});
  for (int y = 0; y < 720; ++y)
    for (int x = 0; x < 960; ++x)
      picture.row(y)[x] = 0xFFFF0000U | static_cast<std::uint32_t>(y * 255 / 719) << 8U |
                          static_cast<std::uint32_t>(x * 255 / 959);
  return std::make_shared<const pixels::Pixmap>(std::move(picture));
}

struct Shown {
  pixels::Pixmap still;
  std::shared_ptr<const SlideMotion> motion;
  [[nodiscard]] pixels::Pixmap at(Duration offset) const {
    pixels::Pixmap out(still.size());
    motion->draw(canvas_of(out), still, offset);
    return out;
  }
};

Shown show(const std::string& layout, bundle::Motion motion, const Picture& picture, Duration length = 10s) {
  SlidePainter painter(noto_typesetter(), [&](const Sha256&, pixels::Size) { return picture; });
  const bundle::Release release = sample_release(hall_screen());
  bundle::Item item = sample_item(layout, Length::brief);
  item.duration_us = length.count();
  auto& slide = std::get<bundle::Slide>(item.body);
  if (picture) slide.pictures["picture"] = {};
  slide.motion = std::move(motion);
  auto painted =
      painter.paint_moving({&release, &item, {"vi", "lo"}, kSize, bundle::Mode::daily, sample_now(), false});
  REQUIRE(painted);
  return {std::move(painted->still), std::move(painted->motion)};
}

bool is_same(const pixels::Pixmap& a, const pixels::Pixmap& b) {
  const auto pixels = static_cast<std::ptrdiff_t>(a.size().width_px) * a.size().height_px;
  return a.size() == b.size() && std::equal(a.row(0), a.row(0) + pixels, b.row(0));
}

bundle::Motion zoom_to(std::vector<bundle::Interest> views) {
  bundle::Motion motion;
  motion.zoom = std::move(views);
  return motion;
}

bool is_in(const std::vector<pixels::Rect>& rects, int x, int y) {
  return std::any_of(rects.begin(), rects.end(), [&](const pixels::Rect& r) {
    return x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
  });
}

}  // namespace

TEST_CASE("a zoom begins with the still, moves nothing but the picture, and leaves no edge of it bare") {
  const auto views = zoom_to({{600, 100, 400, 400}, {0, 500, 500, 500}});
  for (const char* layout :
       {"full_picture", "picture_caption", "title_text", "steps", "number", "quotation"}) {
    INFO(layout);
    // A plain picture stays as it is wherever it is looked at: what of it is seen, is the mask.
    const Shown mask = show(layout, views, plain());
    const Shown shown = show(layout, views, gradient());
    REQUIRE(shown.motion);
    CHECK(is_same(shown.at(0s), shown.still));
    CHECK(is_same(shown.at(800ms), shown.still));
    CHECK_FALSE(is_same(shown.at(5s), shown.still));
    CHECK(is_same(shown.at(9400ms), shown.at(20s)));
    int in_picture = 0;
    for (Duration at = 700ms; at <= 10s; at += 370ms) {
      const auto picture = shown.at(at);
      int stray = 0;
      int bare = 0;
      for (int y = 0; y < kSize.height_px; ++y)
        for (int x = 0; x < kSize.width_px; ++x) {
          const bool is_picture = mask.still.row(y)[x] == kRed;
          in_picture += is_picture ? 1 : 0;
          if (!is_picture && picture.row(y)[x] != shown.still.row(y)[x]) ++stray;
          if (is_picture && picture.row(y)[x] >> 16U != 0xFFFFU) ++bare;
        }
      CHECK(stray == 0);
      CHECK(bare == 0);
    }
    CHECK(in_picture > 10'000);
  }
}

TEST_CASE("a slow zoom is smooth to fractions of a pixel: no picture of it steps back or jumps") {
  const Shown shown = show("full_picture", zoom_to({{500, 0, 500, 500}}), gradient());
  int before = static_cast<int>(shown.still.row(20)[40] & 255U);
  int steps = 0;
  for (Duration at = 800ms; at <= 9400ms; at += kMotionStep) {
    const int blue = static_cast<int>(shown.at(at).row(20)[40] & 255U);
    CHECK(blue >= before);
    CHECK(blue - before <= 1);
    steps += blue != before ? 1 : 0;
    before = blue;
  }
  CHECK(steps > 50);  // each level of the way, none passed over
}

TEST_CASE("a view is drawn as cairo's bilinear filter draws it, at every place, size and edge") {
  pixels::Pixmap source({97, 61});
  std::uint32_t state = 7;
  for (int y = 0; y < 61; ++y)
    for (int x = 0; x < 97; ++x)
      source.row(y)[x] = 0xFF000000U | (state = state * 1664525U + 1013904223U) >> 8U;
  const pixels::Rect window{3, 2, 80, 50};
  for (const View& view : {View{0, 0, 97, 60.6}, View{8.5, 3.25, 80, 50}, View{20.1, 10.7, 40.3, 25.2},
                           View{0, 0, 1.6, 1}, View{95.4, 60, 1.6, 1}}) {
    for (const pixels::Rect& part : {window, pixels::Rect{10, 20, 33, 7}, pixels::Rect{82, 51, 1, 1}}) {
      INFO(view.x << " " << view.width << " part " << part.x);
      pixels::Pixmap ours({90, 60});
      draw_view(source, view, window, part, canvas_of(ours));
      pixels::Pixmap reference({90, 60});
      auto* out = cairo_image_surface_create_for_data(reference.data(), CAIRO_FORMAT_ARGB32, 90, 60,
                                                      reference.stride_bytes());
      auto* in = cairo_image_surface_create_for_data(source.data(), CAIRO_FORMAT_ARGB32, 97, 61,
                                                     source.stride_bytes());
      auto* cairo = cairo_create(out);
      cairo_rectangle(cairo, part.x, part.y, part.width, part.height);
      cairo_clip(cairo);
      cairo_translate(cairo, window.x, window.y);
      cairo_scale(cairo, window.width / view.width, window.height / view.height);
      cairo_translate(cairo, -view.x, -view.y);
      cairo_set_source_surface(cairo, in, 0, 0);
      cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BILINEAR);
      cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
      cairo_paint(cairo);
      cairo_destroy(cairo);
      cairo_surface_destroy(in);
      cairo_surface_destroy(out);
      int most = 0;
      for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 90; ++x)
          for (unsigned shift = 0; shift < 32; shift += 8)
            most = std::max(most, std::abs(static_cast<int>(ours.row(y)[x] >> shift & 255U) -
                                           static_cast<int>(reference.row(y)[x] >> shift & 255U)));
      CHECK(most <= 4);  // cairo's places are whole 1/128 of a pixel, ours 1/256
    }
  }
}

TEST_CASE("words without a ground of their own keep the picture behind them still") {
  bundle::Item item = sample_item("title", Length::brief);
  std::get<bundle::Slide>(item.body).motion = zoom_to({{300, 300, 400, 400}});
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  const auto painted =
      painter.paint_moving({&release, &item, {"vi", "lo"}, kSize, bundle::Mode::daily, sample_now(), false});
  REQUIRE(painted);
  CHECK(painted->motion == nullptr);
}

TEST_CASE("rows come one after another, at most two at once, and end as the still") {
  bundle::Motion motion;
  motion.builds_up = true;
  for (const char* layout : {"steps", "table"}) {
    INFO(layout);
    const Shown shown = show(layout, motion, nullptr);
    REQUIRE(shown.motion);
    const auto& rows = shown.motion->parts().rows;
    REQUIRE(rows.size() >= 2);
    auto ways = rows;  // a row comes from the right
    for (auto& way : ways) way.width += shown.motion->parts().travel_px;
    auto beginnings = rows;
    for (auto& beginning : beginnings) beginning.width /= 3;
    const auto& bare = *shown.motion->parts().bare;
    CHECK(is_same(shown.at(0s), bare));
    CHECK(is_same(shown.at(600ms), bare));
    const Duration end = 600ms + kRowLength + static_cast<std::int64_t>(rows.size() - 1) * kRowStagger;
    CHECK(end <= 2600ms);
    CHECK_FALSE(shown.motion->is_whole(end - 1ms));
    CHECK(shown.motion->is_whole(end));
    CHECK(is_same(shown.at(end), shown.still));
    auto before = bare;
    for (Duration at = 600ms; at <= end + 50ms; at += 2 * kMotionStep) {
      const auto picture = shown.at(at);
      int stray = 0;
      std::vector<bool> has_moved(rows.size());
      for (int y = 0; y < kSize.height_px; ++y)
        for (int x = 0; x < kSize.width_px; ++x) {
          if (picture.row(y)[x] == before.row(y)[x]) continue;
          if (!is_in(ways, x, y)) ++stray;
          for (std::size_t row = 0; row < rows.size(); ++row)
            if (is_in({beginnings[row]}, x, y)) has_moved[row] = true;
        }
      CHECK(stray == 0);
      CHECK(std::count(has_moved.begin(), has_moved.end(), true) <=
            2 + (std::string(layout) == "table" ? 1 : 0));
      before = picture;
    }
    CHECK(is_same(before, shown.still));
  }
}

TEST_CASE("a quantity counts up once through numbers of as many digits; hours and telephone numbers do not") {
  CHECK(counted_up("45 ngày", 0) == "10 ngày");
  CHECK(counted_up("45 ngày", 1) == "45 ngày");
  CHECK(counted_up("tối đa 1.200 USD", 0) == "tối đa 1.000 USD");
  CHECK(counted_up("7", 0) == "0");
  CHECK_FALSE(counted_up("07:00 – 22:00", 0.5));
  CHECK_FALSE(counted_up("0233 3877", 0.5));
  CHECK_FALSE(counted_up("1,5", 0.5));
  CHECK_FALSE(counted_up("mở cửa", 0.5));
  bundle::Release release = sample_release(hall_screen());
  bundle::Item item = sample_item("number", Length::brief);
  item.duration_us = 10'000'000;
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["number"] = {five("45 ngày", "45 ມື້", "45 วัน", "45 days", "45 天")};
  slide.motion.counts_up = true;
  SlidePainter painter(noto_typesetter(), nullptr);
  const auto painted =
      painter.paint_moving({&release, &item, {"vi", "lo"}, kSize, bundle::Mode::daily, sample_now(), false});
  REQUIRE(painted);
  REQUIRE(painted->motion);
  const Shown shown{painted->still, painted->motion};
  const auto& box = shown.motion->parts().count->box;
  CHECK_FALSE(is_same(shown.at(700ms), shown.still));
  CHECK(is_same(shown.at(600ms + kCountLength), shown.still));
  CHECK(is_same(shown.at(600ms + kCountLength - 1ms), shown.still));  // no jump at the end
  const auto picture = shown.at(800ms);
  for (int y = 0; y < kSize.height_px; ++y)
    for (int x = 0; x < kSize.width_px; ++x)
      if (picture.row(y)[x] != shown.still.row(y)[x] && !is_in({box}, x, y)) {
        FAIL("moved at " << x << "," << y);
      }
}

TEST_CASE("what stands asks for no pictures, what moves for sixty a second and none after its end") {
  bundle::Motion motion;
  motion.builds_up = true;
  const Shown shown = show("steps", motion, nullptr);
  int pictures = 0;
  std::optional<Duration> next = Duration(0);
  auto phase = shown.motion->phase(Duration(0));
  while ((next = shown.motion->next_phase(*next)) && pictures < 1000) {
    CHECK(shown.motion->phase(*next) != phase);
    phase = shown.motion->phase(*next);
    ++pictures;
  }
  CHECK(pictures > 20);
  CHECK(pictures < 150);
  CHECK_FALSE(shown.motion->next_phase(5s));
  CHECK(shown.motion->phase(5s) == shown.motion->phase(500s));
}

TEST_CASE("a push shows at every moment the old and the new beside each other, without a seam") {
  pixels::Pixmap from({64, 8});
  pixels::Pixmap to({64, 8});
  pixels::Pixmap out({64, 8});
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 64; ++x) {
      from.row(y)[x] = 0xFF000000U + static_cast<std::uint32_t>(x);
      to.row(y)[x] = 0xFF000100U + static_cast<std::uint32_t>(x);
    }
  for (const double share : {0.0, 0.01, 0.3, 0.5, 0.777, 0.99, 1.0}) {
    push(from, to, share, canvas_of(out));
    const int gone = static_cast<int>(std::lround(share * 64));
    for (int x = 0; x < 64; ++x)
      CHECK(out.row(5)[x] == (x + gone < 64 ? from.row(5)[x + gone] : to.row(5)[x + gone - 64]));
  }
  CHECK(is_same(out, to));
}

TEST_CASE("what always stands wanders two to four pixels an hour, to and fro, alike on all screens") {
  const Instant start = sample_now();
  int most = 0;
  for (int minute = 0; minute < 60 * 24; ++minute) {
    const int here = drift_px(start + minute * 1min, 12);
    CHECK(here >= 0);
    CHECK(here <= 12);
    CHECK(std::abs(drift_px(start + (minute + 1) * 1min, 12) - here) <= 1);
    most = std::max(most, here);
    int way = 0;
    for (int i = 0; i < 60; ++i)
      way +=
          std::abs(drift_px(start + (minute + i + 1) * 1min, 12) - drift_px(start + (minute + i) * 1min, 12));
    CHECK(way >= 2);
    CHECK(way <= 4);
  }
  CHECK(most == 12);
}

TEST_CASE("clock and ticker change ends from item to item, and the strip stays whole") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  const auto paint = [&](bool is_mirrored) {
    return painter.paint_overlays(release, {960, 540}, bundle::Mode::daily, {"vi", "lo"}, sample_now(), false,
                                  {is_mirrored, true});
  };
  const auto usual = paint(false);
  const auto mirrored = paint(true);
  CHECK_FALSE(is_same(usual.pixels, mirrored.pixels));
  for (int x = 0; x < 960; ++x) CHECK(mirrored.pixels.row(538)[x] >> 24U == 255);
}
