#include <catch2/catch.hpp>

#include "player/compose/feed_text.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;
using namespace std::chrono_literals;

namespace {

bundle::Feed rate() {
  bundle::Feed feed;
  feed.name = "thb";
  feed.label = five("1 baht Thái", "1 ບາດໄທ", "1 บาท", "1 Thai baht", "1 泰铢");
  feed.unit = five("đồng", "ດົງ", "ดอง", "dong", "越南盾");
  feed.source = five("Ngân hàng mẫu", "ທະນາຄານຕົວຢ່າງ", "ธนาคารตัวอย่าง", "Sample bank", "示例银行");
  feed.decimals = 1;
  feed.least = 1000;
  feed.most = 19'999;
  return feed;
}

bundle::FeedValue value_at(std::int64_t number, Instant at) {
  bundle::FeedValue value;
  value.decimals = 1;
  value.number = number;
  value.at = at;
  return value;
}

bundle::Release release_with_tile(const bundle::Screen& screen) {
  auto release = sample_release(screen);
  release.feeds["thb"] = rate();
  release.feed_tile = bundle::FeedTile{{"thb"}, {bundle::Mode::daily}};
  return release;
}

}  // namespace

TEST_CASE("numbers are written as each language writes them, with digits that all five read") {
  CHECK(number_in(12'345, 1, "vi") == "1.234,5");
  CHECK(number_in(12'345, 1, "lo") == "1.234,5");
  CHECK(number_in(12'345, 1, "th") == "1,234.5");
  CHECK(number_in(12'345, 1, "en") == "1,234.5");
  CHECK(number_in(12'345, 1, "zh") == "1,234.5");
  CHECK(number_in(26'345, 0, "vi-VN") == "26.345");
  CHECK(number_in(-5, 2, "vi") == "-0,05");
}

TEST_CASE("a value's age is said in the reader's language, with the day where it is another") {
  const auto release = release_with_tile(hall_screen());
  const auto now = *parse_instant("2026-11-22T10:00:00+07:00");
  const auto said = [&](const char* at, const char* language) {
    return feed_words(release, rate(), value_at(7225, *parse_instant(at)), language, now);
  };
  CHECK(said("2026-11-22T09:20:00+07:00", "vi").as_of == "Cập nhật lúc 09:20");
  CHECK(said("2026-11-21T09:20:00+07:00", "vi").as_of == "Cập nhật 09:20 ngày 21/11");
  CHECK(said("2026-11-22T09:20:00+07:00", "en").as_of == "as of 09:20");
  CHECK(said("2026-11-21T09:20:00+07:00", "zh").as_of == "截至11月21日 09:20");
  CHECK(said("2026-11-22T09:20:00+07:00", "vi").value == "722,5\u00A0đồng");
  CHECK(said("2026-11-22T09:20:00+07:00", "th").label == "1 บาท");
  auto sample = value_at(7225, now);
  sample.is_sample = true;
  CHECK(feed_words(release, rate(), sample, "vi", now).label == "Mẫu · 1 baht Thái");
}

TEST_CASE("the tile stands in the strip while its value is fresh, in every language and both formats") {
  SlidePainter painter(noto_typesetter(), nullptr);
  for (const auto& [screen, size] : {std::pair{hall_screen(), pixels::Size{1920, 1080}},
                                     std::pair{gate_screen(), pixels::Size{1080, 1920}}}) {
    const auto release = release_with_tile(screen);
    const auto now = sample_now();
    for (const std::vector<std::string>& languages :
         {std::vector<std::string>{"vi", "lo"}, {"vi", "th"}, {"vi", "en"}, {"vi", "zh"}, {"lo"}}) {
      const auto paint = [&, size = size](Instant at, bool has_ticker = true) {
        SlidePainter::StripLook look{false, has_ticker, {}};
        look.feeds =
            std::make_shared<const bundle::FeedValues>(bundle::FeedValues{{"thb", value_at(7225, at)}});
        return painter.paint_overlays(release, size, bundle::Mode::daily, languages, now, true, look);
      };
      const auto none = painter.paint_overlays(release, size, bundle::Mode::daily, languages, now, true);
      const auto differs = [&](const SlidePainter::OverlayPicture& other) {
        for (int y = 0; y < other.pixels.size().height_px; ++y)
          for (int x = 0; x < other.pixels.size().width_px; ++x)
            if (other.pixels.row(y)[x] != none.pixels.row(y)[x]) return true;
        return false;
      };
      const auto fresh = paint(now - 5min);
      CHECK_FALSE(fresh.has_lost_tile);
      CHECK(differs(fresh));
      for (const auto& rect : fresh.touched) CHECK(rect.y >= size.height_px * 0.86);
      CHECK_FALSE(differs(paint(now - 61min)));
      CHECK_FALSE(differs(paint(now + 10min)));
      // Painted again at the very moment at which it ages.
      CHECK(paint(now - 60min + 2s).changes_at <= now + 2s);
      // Under an alert no other word stands: as the strip is without its ticker.
      CHECK_FALSE(paint(now - 5min, false).has_lost_tile);
    }
  }
}

TEST_CASE("the widest values are those at the ends of the bounds and every choice") {
  CHECK(widest_values(rate(), sample_now()).size() == 2);
  auto feed = rate();
  feed.kind = bundle::FeedKind::choice;
  feed.choices = {{"a", {}}, {"b", {}}, {"c", {}}};
  CHECK(widest_values(feed, sample_now()).size() == 3);
}
