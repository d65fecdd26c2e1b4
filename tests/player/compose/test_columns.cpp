// In a pair the second language has one left edge: the title's and that of what is below it. Checked on
// pixels.
#include <catch2/catch.hpp>

#include "tests/player/compose/ink.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

Drawn drawn(const bundle::Item& item, std::vector<std::string> languages, const bundle::Screen& screen) {
  static InkPainter painter;
  const bundle::Release release = sample_release(screen);
  return painter.draw({&release,
                       &item,
                       std::move(languages),
                       {screen.width_px, screen.height_px},
                       bundle::Mode::daily,
                       sample_now(),
                       false});
}

std::vector<TextBox> boxes_of(const Drawn& drawn, const std::string& slot) {
  std::vector<TextBox> boxes;
  for (const TextBox& box : drawn.report.boxes)
    if (box.slot == slot) boxes.push_back(box);
  return boxes;
}

// The first column of a text that has ink.
int ink_left(const Drawn& drawn, const TextBox& text) {
  for (int x = text.box.x; x < text.box.x + text.box.width; ++x)
    for (int y = text.box.y; y < text.box.y + text.box.height; ++y)
      if (drawn.is_ink(x, y)) return x;
  return -1;
}

// Where the ground last changes on the way from `x` to the left.
int edge_left_of(const Drawn& drawn, int x, int y) {
  const std::uint32_t ground = drawn.without.row(y)[x];
  while (x > 0 && drawn.without.row(y)[x - 1] == ground) --x;
  return x;
}

// The lowest row of ink of the leftmost letter of a text.
int foot_of_first_letter(const std::vector<InkPiece>& pieces, const TextBox& text) {
  const InkPiece* first = nullptr;
  for (const InkPiece& piece : pieces) {
    const bool is_within = piece.box.x >= text.box.x - 2 && piece.box.y >= text.box.y - 2 &&
                           piece.box.x < text.box.x + text.box.width &&
                           piece.box.y < text.box.y + text.box.height;
    if (is_within && (first == nullptr || piece.box.x < first->box.x)) first = &piece;
  }
  REQUIRE(first != nullptr);
  return first->box.y + first->box.height;
}

// A letter's own bearing stands between the column's edge and its ink.
constexpr int kBearingPx = 16;

}  // namespace

TEST_CASE("the titles of two columns stand one behind the other: neither is read as the title of one half") {
  bundle::Item item = sample_item("two_columns", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  for (const char* english : {"Exchange", "Change money"}) {
    INFO(english);
    slide.texts["title"] = {{{"vi", "Đổi tiền"}, {"en", english}}};
    slide.texts["left"] = {{{"vi", "Tại ngân hàng"}, {"en", "At a bank"}}};
    slide.texts["right"] = {{{"vi", "Ở Việt Nam: dùng VND"}, {"en", "In Viet Nam: use VND"}}};
    const Drawn picture = drawn(item, {"vi", "en"}, hall_screen());
    const auto titles = boxes_of(picture, "title");
    const auto left = boxes_of(picture, "left");
    const auto right = boxes_of(picture, "right");
    REQUIRE(titles.size() == 2);
    REQUIRE(right.size() == 2);
    CHECK(std::abs(titles.back().box.y - titles.front().box.y) <= 0.3 * titles.front().box.height);
    CHECK(ink_left(picture, titles.back()) < right.back().box.x - 3 * kBearingPx);
    // Both halves are alike, and their first titles begin where the first half does.
    const auto card = [&](const TextBox& text) {
      return edge_left_of(picture, text.box.x, text.box.y + text.box.height / 2);
    };
    CHECK(std::abs(ink_left(picture, titles.front()) - card(left.back())) <= kBearingPx);
    CHECK(std::abs((right.back().box.x - card(right.back())) - (left.back().box.x - card(left.back()))) <= 2);
  }
}

TEST_CASE("no phrase of two columns is torn from its translation") {
  bundle::Item item = sample_item("two_columns", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["title"] = {{{"vi", "Đổi tiền"}, {"zh", "货币兑换"}}};
  slide.texts["left"] = {{{"vi", "Tại ngân hàng"}, {"zh", "在银行兑换"}}};
  slide.texts["right"] = {{{"vi", "Ở Việt Nam: mọi nơi đều dùng tiền VND"}, {"zh", "在越南：使用越南盾"}}};
  const Drawn picture = drawn(item, {"vi", "zh"}, hall_screen());
  const auto left = boxes_of(picture, "left");
  const auto right = boxes_of(picture, "right");
  REQUIRE(left.size() == 2);
  REQUIRE(right.front().lines > left.front().lines);
  CHECK(left.back().box.y - (left.front().box.y + left.front().box.height) < left.front().visible_height_px);
}

TEST_CASE("on a plan the second title begins where the second side's name does") {
  bundle::Item item = sample_item("plan", Length::usual);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.options["icon"] = "bus";
  slide.texts["stops"].erase(slide.texts["stops"].begin() + 3);  // four
  slide.texts["sides"] = {five("Lào", "ລາວ", "ลาว", "Laos", "老挝"),
                          five("Việt Nam", "ຫວຽດນາມ", "เวียดนาม", "Viet Nam", "越南")};
  slide.texts["title"] = {five("Đi lại", "ທາງລົດ", "ทางถนน", "By road", "公路路线")};
  for (const char* language : {"lo", "th", "en", "zh"}) {
    INFO(language);
    const Drawn picture = drawn(item, {"vi", language}, hall_screen());
    const auto titles = boxes_of(picture, "title");
    const auto sides = boxes_of(picture, "sides");
    REQUIRE(titles.size() == 2);
    // "Việt Nam" and "Viet Nam" side by side would be one name twice.
    REQUIRE(sides.size() == (std::string_view(language) == "en" ? 3 : 4));
    CHECK(std::abs(ink_left(picture, titles[1]) - ink_left(picture, sides[2])) <= kBearingPx);
  }
}

TEST_CASE("a plan says where the screen stands, clear of the stops' names") {
  bundle::Item item = sample_item("plan", Length::usual);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["stops"].erase(slide.texts["stops"].begin() + 3);  // four
  slide.texts["here"] = {five("Bạn ở đây", "ທ່ານຢູ່ນີ້", "ท่านอยู่ที่นี่", "You are here", "您在这里")};
  const auto overlap = [](const pixels::Rect& a, const pixels::Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  };
  for (const char* language : {"lo", "th", "en", "zh"})
    for (const bool is_hall : {true, false}) {
      INFO(language << (is_hall ? " in the hall" : " at the gate"));
      const std::vector<std::string> languages =
          is_hall ? std::vector<std::string>{"vi", language} : std::vector<std::string>{language};
      const Drawn picture = drawn(item, languages, is_hall ? hall_screen() : gate_screen());
      const auto here = boxes_of(picture, "here");
      REQUIRE(here.size() == languages.size());
      for (const TextBox& words : here) {
        CHECK(words.fits);
        CHECK(words.lines == 1);
        for (const TextBox& name : boxes_of(picture, "stops")) CHECK_FALSE(overlap(words.box, name.box));
      }
    }
}

TEST_CASE("on a plan the distances stand between the stops, under the line, clear of the names") {
  bundle::Item item = sample_item("plan", Length::usual);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["stops"] = {five("Savannakhet", "ສະຫວັນນະເຂດ", "สะหวันนะเขต", "Savannakhet", "沙湾拿吉"),
                          five("Lao Bảo", "ລາວບາວ", "ลาวบาว", "Lao Bảo", "Lao Bảo"),
                          five("Đông Hà", "ດົງຮ່າ", "ดงฮา", "Đông Hà", "东河")};
  slide.texts["spans"] = {five("245 km", "245 km", "245 km", "245 km", "245 km"),
                          five("83 km", "83 km", "83 km", "83 km", "83 km")};
  slide.texts["here"] = {five("Bạn ở đây", "ທ່ານຢູ່ນີ້", "ท่านอยู่ที่นี่", "You are here", "您在这里")};
  slide.options["here"] = "2";
  slide.options["border"] = "1";
  const auto middle = [](const TextBox& box) { return box.box.x + box.box.width / 2; };
  for (const char* language : {"lo", "th", "en", "zh"}) {
    INFO(language);
    const Drawn picture = drawn(item, {"vi", language}, hall_screen());
    const auto stops = boxes_of(picture, "stops");
    const auto spans = boxes_of(picture, "spans");
    REQUIRE(spans.size() == 2);  // told once, not in each language
    for (const TextBox& span : spans) {
      CHECK(span.fits);
      CHECK(span.box.y > stops.front().box.y + stops.front().box.height);
      const int left = ink_left(picture, span);
      REQUIRE(left >= 0);
      for (const TextBox& name : stops)
        if (name.box.y > stops.front().box.y + stops.front().box.height)  // the name under the line
          CHECK((left > ink_left(picture, name) || middle(span) < middle(name)));
    }
    CHECK(middle(spans[0]) < middle(spans[1]));
  }
}

TEST_CASE("a half of one line a language is broken like the half of two beside it, at the same size") {
  bundle::Item item = sample_item("two_columns", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["title"] = {five("Đổi tiền", "ແລກເງິນ", "แลกเงิน", "Change money", "货币兑换")};
  slide.texts["left"] = {five("Ngân hàng hoặc quầy có phép", "ທະນາຄານ ຫຼື ຊ່ອງທີ່ໄດ້ຮັບອະນຸຍາດ",
                              "ธนาคารหรือจุดที่ได้รับอนุญาต", "Bank or licensed counter", "银行或持牌柜台")};
  slide.texts["right"] = {five("Ở Việt Nam dùng VND", "ຢູ່ຫວຽດນາມໃຊ້ VND", "ในเวียดนามใช้ VND",
                               "In Viet Nam use VND", "在越南使用越南盾")};
  const Drawn picture = drawn(item, {"vi", "th"}, hall_screen());
  const auto left = boxes_of(picture, "left");
  const auto right = boxes_of(picture, "right");
  REQUIRE(left.size() == 2);
  REQUIRE(right.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(left[i].lines == 2);
    CHECK(right[i].lines == 2);
    CHECK(right[i].fits);
    CHECK(right[i].visible_height_px == Approx(left[i].visible_height_px));
  }
}

TEST_CASE("wrapped lines of Thai hold together better than two languages do") {
  bundle::Item item = sample_item("title_text", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["text"] = {five("Cửa khẩu quốc tế La Lay", "ດ່ານສາກົນ ລາລາຍ",
                              "ด่านพรมแดนระหว่างประเทศลาลายแขวงสาละวันและจังหวัดกวางจิ", "La Lay",
                              "La Lay 国际口岸")};
  const Drawn picture = drawn(item, {"th"}, gate_screen());
  const auto texts = boxes_of(picture, "text");
  REQUIRE(texts.size() == 1);
  REQUIRE(texts.front().lines > 1);
  const double distance = static_cast<double>(texts.front().box.height) / texts.front().lines;
  CHECK(distance < 2.05 * texts.front().visible_height_px);
}

TEST_CASE("upright the names of steps stand on the baselines of their figures") {
  bundle::Item item = sample_item("steps", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  slide.texts["steps"] = {{{"vi", "Hoa"}}, {{"vi", "HỄ HỘ"}}, {{"vi", "Hộ chiếu"}}};
  const Drawn picture = drawn(item, {"vi"}, gate_screen());
  const auto figures = boxes_of(picture, "number");
  const auto names = boxes_of(picture, "steps");
  REQUIRE(figures.size() == 3);
  REQUIRE(names.size() == 3);
  const auto pieces = pieces_of(picture);
  for (std::size_t i = 0; i < 3; ++i) {
    INFO(i);
    CHECK(std::abs(foot_of_first_letter(pieces, figures[i]) - foot_of_first_letter(pieces, names[i])) <= 2);
  }
}
