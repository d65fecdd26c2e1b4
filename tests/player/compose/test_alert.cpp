#include <catch2/catch.hpp>
#include <set>

#include "player/compose/theme.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

struct Painted {
  pixels::Pixmap picture;
  SlideReport report;
};

Painted paint(const bundle::Item& item, const bundle::Screen& screen, Instant now) {
  static SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(screen);
  Painted painted;
  auto picture = painter.paint(
      {&release, &item, {"vi"}, {screen.width_px, screen.height_px}, bundle::Mode::daily, now, false},
      &painted.report);
  REQUIRE(picture);
  painted.picture = std::move(*picture);
  return painted;
}

std::set<std::string> languages_of(const SlideReport& report) {
  std::set<std::string> languages;
  for (const TextBox& box : report.boxes) languages.insert(box.language);
  return languages;
}

double height_of(const SlideReport& report, const std::string& language) {
  for (const TextBox& box : report.boxes)
    if (box.language == language) return box.visible_height_px;
  return 0;
}

}  // namespace

TEST_CASE("an alert speaks Vietnamese, Lao and English at once, whatever language was asked for") {
  for (const Length length : {Length::brief, Length::usual, Length::longest})
    for (const bundle::Screen& screen : {hall_screen(), gate_screen()}) {
      const Painted alert = paint(sample_item("alert", length), screen, sample_now());
      const auto languages = languages_of(alert.report);
      for (const char* language : {"vi", "lo", "en"}) CHECK(languages.count(language) == 1);
      CHECK(height_of(alert.report, "vi") == Approx(height_of(alert.report, "lo")));
      CHECK(height_of(alert.report, "en") <= height_of(alert.report, "vi"));
      CHECK(height_of(alert.report, "en") > 0.3 * height_of(alert.report, "vi"));
    }
}

TEST_CASE("in an alert no language is half as loud as another while there is room") {
  bundle::Item item = sample_item("alert", Length::brief);
  std::get<bundle::Slide>(item.body).texts["title"] = {five("Trẻ lạc đang ở quầy 20", "ເດັກຫຼົງ: ຢູ່ຊ່ອງ 20",
                                                            "เด็กหลงอยู่ที่ช่อง 20", "Lost child at counter 20",
                                                            "走失儿童在20号柜台")};
  for (const bundle::Screen& screen : {hall_screen(), gate_screen()}) {
    const Painted alert = paint(item, screen, sample_now());
    REQUIRE(languages_of(alert.report).size() == 5);
    for (const char* language : {"en", "th", "zh"}) {
      INFO(language);
      CHECK(height_of(alert.report, language) >= 0.45 * height_of(alert.report, "vi"));
    }
  }
}

TEST_CASE("Thai and Chinese stand below or beside each other where both fit, else by turns of six seconds") {
  const Painted roomy = paint(sample_item("alert", Length::brief), gate_screen(), sample_now());
  CHECK(languages_of(roomy.report).size() == 5);
  CHECK_FALSE(roomy.report.changes_at.has_value());
  const bundle::Item item = sample_item("alert", Length::usual);
  bundle::Screen farther = hall_screen();
  Painted first;
  do {  // the room gets less
    farther.distance_mm += 1500;
    first = paint(item, farther, sample_now());
  } while (languages_of(first.report).size() == 5 && farther.distance_mm < 15000);
  REQUIRE(languages_of(first.report).size() == 4);
  REQUIRE(first.report.changes_at.has_value());
  CHECK(*first.report.changes_at > sample_now());
  CHECK(*first.report.changes_at <= sample_now() + std::chrono::seconds(6));
  const Painted second = paint(item, farther, *first.report.changes_at);
  CHECK(languages_of(second.report).size() == 4);
  CHECK(languages_of(second.report) != languages_of(first.report));
}

TEST_CASE("an alert is a lacquer panel within a light border of at least four millimetres") {
  const Painted alert = paint(sample_item("alert", Length::brief), hall_screen(), sample_now());
  const auto colour = [](pixels::Colour c) {
    return 0xFF000000U | static_cast<std::uint32_t>(c.red) << 16 | static_cast<std::uint32_t>(c.green) << 8 |
           c.blue;
  };
  int border = 0;
  for (int x = 0; x < 60; ++x) border += alert.picture.row(200)[x] == colour(tone::paper) ? 1 : 0;
  CHECK(border >= 6);  // 4 mm on the hall's panel
  CHECK(alert.picture.row(3)[3] == colour(tone::lacquer));
}
