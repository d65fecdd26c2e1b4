#include <catch2/catch.hpp>

#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

SlideReport report_of(const bundle::Item& item, std::vector<std::string> languages,
                      const bundle::Screen& screen) {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(screen);
  const pixels::Size size{screen.width_px, screen.height_px};
  SlideRequest request{&release, &item, std::move(languages), size, bundle::Mode::daily, sample_now(), false};
  SlideReport report;
  REQUIRE(painter.paint(request, &report));
  return report;
}

const TextBox& box_of(const SlideReport& report, const std::string& slot, const std::string& language) {
  for (const TextBox& box : report.boxes)
    if (box.slot == slot && box.language == language) return box;
  FAIL("no box " << slot << " " << language);
  return report.boxes.front();
}

// Rows of a box in which a pixel is nearer to the night of the letters than to paper.
int inked_rows(const pixels::Pixmap& picture, const pixels::Rect& box) {
  int rows = 0;
  for (int y = box.y; y < box.y + box.height; ++y)
    for (int x = box.x; x < box.x + box.width; ++x)
      if ((picture.row(y)[x] >> 8 & 0xFF) < 0x80) {
        ++rows;
        break;
      }
  return rows;
}

}  // namespace

TEST_CASE("Vietnamese and Lao stand at equal visible height in every layout") {
  for (const std::string& layout : layout_names()) {
    INFO(layout);
    const SlideReport report = report_of(sample_item(layout, Length::usual), {"vi", "lo"}, hall_screen());
    for (const TextBox& box : report.boxes) {
      if (box.language != "vi" || box.slot == "number" || box.slot == "note" || box.slot == "rows" ||
          box.slot == "code")
        continue;
      CHECK(box_of(report, box.slot, "lo").visible_height_px == Approx(box.visible_height_px));
    }
  }
}

TEST_CASE("H and the Lao consonant are equally high in the pixels") {
  bundle::Item item = sample_item("split", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["title"] = {{{"vi", "H"}, {"lo", "ກ"}}};
  slide.options["tone"] = "light";
  slide.layout = "two_columns";
  slide.texts["left"] = slide.texts["right"] = slide.texts["title"];
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  SlideRequest request{&release, &item, {"vi", "lo"}, {1920, 1080}, bundle::Mode::daily, sample_now(), false};
  SlideReport report;
  const auto picture = painter.paint(request, &report);
  REQUIRE(picture);
  const int vi = inked_rows(*picture, box_of(report, "title", "vi").box);
  const int lo = inked_rows(*picture, box_of(report, "title", "lo").box);
  INFO(vi << " " << lo);
  CHECK(vi > 90);
  CHECK(std::abs(vi - lo) <= vi / 30);
}

TEST_CASE("in a commercial item foreign text stands below and at no more than 0.75") {
  for (const char* layout :
       {"title", "title_text", "picture_caption", "split", "quotation", "full_picture"}) {
    INFO(layout);
    bundle::Item item = sample_item(layout, Length::usual);
    item.category = bundle::Category::commercial;
    for (const bundle::Screen& screen : {hall_screen(), gate_screen()}) {
      const SlideReport report = report_of(item, {"vi", "lo"}, screen);
      for (const TextBox& box : report.boxes) {
        if (box.language != "vi") continue;
        const TextBox& foreign = box_of(report, box.slot, "lo");
        CHECK(foreign.visible_height_px <= 0.75 * box.visible_height_px);
        CHECK(foreign.box.y >= box.box.y);
        CHECK(foreign.box.y + foreign.box.height > box.box.y + box.box.height);
      }
    }
  }
}

TEST_CASE("headlines have 0.7 degrees, other texts at least 16 minutes") {
  const double headline_px = 61.1 * 1920 / 1210;  // at 5 m on the hall's panel
  for (const std::string& layout : layout_names()) {
    INFO(layout);
    const SlideReport report = report_of(sample_item(layout, Length::usual), {"vi", "lo"}, hall_screen());
    for (const TextBox& box : report.boxes) {
      if (box.slot == "code") continue;  // no letter
      const bool is_extra = layout == "alert" && box.language != "vi" && box.language != "lo";
      if (box.slot == "title" && !is_extra) CHECK(box.visible_height_px >= headline_px * 0.99);
      CHECK(box.visible_height_px >= headline_px * 16 / 42 * 0.99);
    }
  }
}

TEST_CASE("welcome stands in all five languages on one picture") {
  bundle::Item item = sample_item("title", Length::brief);
  std::get<bundle::Slide>(item.body).options["languages"] = "all";
  for (const bundle::Screen& screen : {hall_screen(), gate_screen()}) {
    const SlideReport report = report_of(item, {"vi", "lo"}, screen);
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) CHECK(box_of(report, "title", language).fits);
  }
}

TEST_CASE("a value that is the same in both languages is written once") {
  const SlideReport report = report_of(sample_item("number", Length::usual), {"vi", "lo"}, hall_screen());
  const auto count = std::count_if(report.boxes.begin(), report.boxes.end(),
                                   [](const TextBox& box) { return box.slot == "number"; });
  CHECK(count == 1);
}

TEST_CASE("a label above a number is read before it and has at least half its height") {
  bundle::Item item = sample_item("number", Length::usual);
  std::get<bundle::Slide>(item.body).options["label"] = "above";
  for (const bundle::Screen& screen : {hall_screen(), gate_screen()}) {
    const SlideReport report = report_of(item, {"vi"}, screen);
    const TextBox& label = box_of(report, "text", "vi");
    const TextBox& number = box_of(report, "number", "vi");
    CHECK(label.box.y + label.box.height <= number.box.y);
    CHECK(label.visible_height_px >= 0.49 * number.visible_height_px);
  }
}

TEST_CASE("beside an emergency number each language's sentence stays whole, on one edge") {
  bundle::Item item = sample_item("number", Length::usual);
  item.category = bundle::Category::emergency;
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.options = {{"label", "above"}, {"number_icon", "phone"}, {"icon", "unexploded_no_touch"}};
  slide.texts["title"] = {{{"vi", "Bom mìn: không chạm"}, {"lo", "ລະເບີດບໍ່ທັນແຕກ: ຢ່າຈັບ"}}};
  slide.texts["number"] = {{{"vi", "113"}, {"lo", "113"}}};
  slide.texts["text"] = {{{"vi", "Nếu thấy, gọi\nCông an Việt Nam"}, {"lo", "ຖ້າພົບ ໂທ\nຕຳຫຼວດຫວຽດນາມ"}}};
  const SlideReport report = report_of(item, {"vi", "lo"}, hall_screen());
  const TextBox& number = box_of(report, "number", "vi");
  const TextBox& first = box_of(report, "text", "vi");
  const TextBox& second = box_of(report, "text", "lo");
  CHECK(first.line_texts == std::vector<std::string>{"Nếu thấy, gọi", "Công an Việt Nam"});
  CHECK(second.line_texts == std::vector<std::string>{"ຖ້າພົບ ໂທ", "ຕຳຫຼວດຫວຽດນາມ"});
  CHECK(first.box.x == second.box.x);
  CHECK(first.box.x > number.box.x);
  CHECK(first.box.y < number.box.y + number.box.height);
  CHECK(first.box.y + first.box.height <= second.box.y + second.visible_height_px);
}

TEST_CASE("a language without a text takes the fallback's words") {
  bundle::Item item = sample_item("title_text", Length::brief);
  std::get<bundle::Slide>(item.body).texts["title"][0].erase("th");
  const SlideReport report = report_of(item, {"th"}, hall_screen());
  CHECK(box_of(report, "title", "en").line_texts == std::vector<std::string>{"Customs"});
}
