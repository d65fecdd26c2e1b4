// Tables: what a row says decides how its width is divided.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

using Rows = std::vector<bundle::TextByLanguage>;

std::vector<TextBox> rows_of(Rows rows, std::vector<std::string> languages, const bundle::Screen& screen) {
  bundle::Item item = sample_item("table", Length::longest);
  item.category = bundle::Category::service;
  std::get<bundle::Slide>(item.body).texts["rows"] = std::move(rows);
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(screen);
  SlideReport report;
  REQUIRE(painter.paint({&release,
                         &item,
                         std::move(languages),
                         {screen.width_px, screen.height_px},
                         bundle::Mode::daily,
                         sample_now(),
                         false},
                        &report));
  std::vector<TextBox> boxes;
  for (const TextBox& box : report.boxes)
    if (box.slot == "rows") boxes.push_back(box);
  return boxes;
}

Rows declare_rows() {
  return {{{"vi", "Tổng ngoại tệ | > 5 000 USD"}, {"th", "เงินตราต่างประเทศ | > 5 000 USD"}},
          {{"vi", "Tiền Việt | > 15 000 000 VND"}, {"th", "เงินเวียดนาม | > 15 000 000 VND"}},
          {{"vi", "Rượu từ 20 % vol | > 1 500 ml"}, {"th", "สุราตั้งแต่ 20 % vol | > 1 500 ml"}},
          {{"vi", "Thuốc lá điếu | > 200"}, {"th", "บุหรี่ (มวน) | > 200"}}};
}

}  // namespace

TEST_CASE("the longest value takes room only from its own row") {
  Rows all_long = declare_rows();
  for (auto& row : all_long)
    row = {{"vi", "Rượu từ 20 % vol | > 15 000 000 VND"}, {"th", "เงินตราต่างประเทศ | > 15 000 000 VND"}};
  const auto boxes = rows_of(declare_rows(), {"vi", "th"}, hall_screen());
  const auto crammed = rows_of(all_long, {"vi", "th"}, hall_screen());
  REQUIRE(boxes.size() == 12);
  CHECK(boxes.front().visible_height_px >= 1.1 * crammed.front().visible_height_px);
  for (std::size_t row = 0; row < 4; ++row) {
    const TextBox& first = boxes[3 * row];
    const TextBox& second = boxes[3 * row + 1];
    const TextBox& value = boxes[3 * row + 2];
    CHECK(second.box.x == boxes[1].box.x);
    CHECK(first.box.x + first.box.width <= second.box.x);
    CHECK(second.box.x + second.box.width <= value.box.x);
    CHECK(first.line_texts.size() == 1);
    CHECK(second.line_texts.size() == 1);
    CHECK(value.line_texts.size() == 1);
  }
}

TEST_CASE("the texts below the headline are of one height in both languages of a pair") {
  const auto boxes = rows_of(declare_rows(), {"vi", "th"}, hall_screen());
  for (const TextBox& box : boxes) CHECK(box.visible_height_px == Approx(boxes.front().visible_height_px));
}

TEST_CASE("upright, long values stand below their labels instead of small beside them") {
  const auto boxes = rows_of(declare_rows(), {"vi"}, gate_screen());
  REQUIRE(boxes.size() == 8);
  for (std::size_t i = 0; i < boxes.size(); i += 2) {
    CHECK(boxes[i + 1].box.x == boxes[i].box.x);
    CHECK(boxes[i + 1].box.y > boxes[i].box.y + boxes[i].visible_height_px);
  }
  const auto brief = rows_of({{{"vi", "Mở | 07:00"}}, {{"vi", "Đóng | 22:00"}}}, {"vi"}, gate_screen());
  REQUIRE(brief.size() == 4);
  CHECK(brief[1].box.x > brief[0].box.x);
}
