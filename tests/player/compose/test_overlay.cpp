#include <catch2/catch.hpp>

#include "player/compose/local_time.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

bool is_touched(const SlidePainter::OverlayPicture& overlay, int x, int y) {
  return std::any_of(overlay.touched.begin(), overlay.touched.end(), [&](const pixels::Rect& r) {
    return x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
  });
}

}  // namespace

TEST_CASE("overlays paint only where they say, opaque, in the strip at the bottom") {
  SlidePainter painter(noto_typesetter(), nullptr);
  bundle::Release release = sample_release(hall_screen());
  release.overlays.push_back({bundle::Overlay::Kind::ticker,
                              {five("Xin giữ gìn vệ sinh chung.", "ກະລຸນາຮັກສາຄວາມສະອາດ.", "โปรดรักษาความสะอาด",
                                    "Please keep the hall clean.", "请保持清洁。")},
                              std::nullopt});
  for (const pixels::Size size : {pixels::Size{1920, 1080}, {1080, 1920}}) {
    const auto overlay =
        painter.paint_overlays(release, size, bundle::Mode::daily, {"vi", "lo"}, sample_now(), true);
    REQUIRE_FALSE(overlay.touched.empty());
    for (int y = 0; y < size.height_px; ++y)
      for (int x = 0; x < size.width_px; ++x) {
        const bool is_painted = overlay.pixels.row(y)[x] >> 24 != 0;
        if (is_painted != is_touched(overlay, x, y)) {
          FAIL("at " << x << "," << y);
        }
      }
    for (const pixels::Rect& rect : overlay.touched) CHECK(rect.y >= size.height_px * 0.86);
    CHECK(overlay.is_opaque);  // else every film's frame pays for blending it
  }
}

TEST_CASE("the clock is drawn again at the next minute, dates in every language of the channel") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  for (const std::vector<std::string>& languages :
       {std::vector<std::string>{"vi", "lo"}, {"vi", "th"}, {"lo"}, {"th"}, {"en"}, {"zh"}}) {
    const auto overlay = painter.paint_overlays(release, {1920, 1080}, bundle::Mode::daily, languages,
                                                sample_now() + std::chrono::seconds(20), false);
    CHECK(overlay.changes_at > sample_now() + std::chrono::seconds(20));
    CHECK(overlay.changes_at <= sample_now() + std::chrono::minutes(1));
    bool is_whole = true;  // the strip's ground, from edge to edge, so that no film shows through
    for (int x = 0; x < 1920; ++x) is_whole = is_whole && is_touched(overlay, x, 1075);
    CHECK(is_whole);
  }
}

TEST_CASE("a phrase of the ticker that has no room is left out whole") {
  SlidePainter painter(noto_typesetter(), nullptr);
  bundle::Release release = sample_release(gate_screen());
  const auto paint = [&] {
    return painter.paint_overlays(release, {1080, 1920}, bundle::Mode::daily, {"vi"}, sample_now(), false);
  };
  const auto none = paint();
  bundle::Overlay ticker{bundle::Overlay::Kind::ticker, {five("", "", "", "", "")}, std::nullopt};
  ticker.texts.front()["vi"] = "Xin quý khách vui lòng giữ gìn vệ sinh chung trong khu vực cửa khẩu quốc tế";
  release.overlays.push_back(ticker);
  const auto too_long = paint();
  release.overlays.back().texts.front()["vi"] = "Xin chào";
  const auto short_one = paint();
  bool is_same = true;
  bool is_other = false;
  for (int y = 1800; y < 1920; ++y)
    for (int x = 0; x < 1080; ++x) {
      is_same = is_same && too_long.pixels.row(y)[x] == none.pixels.row(y)[x];
      is_other = is_other || short_one.pixels.row(y)[x] != none.pixels.row(y)[x];
    }
  CHECK(is_same);
  CHECK(is_other);
}

TEST_CASE("without overlays and demo nothing is painted") {
  SlidePainter painter(noto_typesetter(), nullptr);
  bundle::Release release = sample_release(hall_screen());
  release.overlays.clear();
  const auto overlay =
      painter.paint_overlays(release, {960, 540}, bundle::Mode::daily, {"vi"}, sample_now(), false);
  CHECK(overlay.touched.empty());
}

TEST_CASE("the still of a release is its welcome without facts, else the built-in one") {
  SlidePainter painter(noto_typesetter(), nullptr);
  bundle::Release release = sample_release(hall_screen());
  const pixels::Pixmap built_in = paint_built_in_still({960, 540});
  const pixels::Pixmap none = painter.paint_still(release, {960, 540});
  CHECK(std::equal(none.row(100), none.row(100) + 960, built_in.row(100)));
  bundle::Item welcome = sample_item("title", Length::brief);
  release.items[welcome.id] = welcome;
  const pixels::Pixmap still = painter.paint_still(release, {960, 540});
  CHECK_FALSE(std::equal(still.row(100), still.row(100) + 960, built_in.row(100)));
}
