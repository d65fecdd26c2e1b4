#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

const std::string kVietnamese =
    "Chào mừng quý khách đến Cửa khẩu quốc tế Lao Bảo. Xin chuẩn bị hộ chiếu, giấy thông hành và tờ khai "
    "trước "
    "khi vào làm thủ tục. Cửa khẩu mở cửa từ 07:00 đến 22:00 mỗi ngày.";
const std::string kLao = "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ ກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງ ດ່ານສາກົນລາວບາວ ເປີດ 07:00–22:00";
const std::string kThai = "กรุณาเตรียมหนังสือเดินทางให้พร้อมก่อนเข้าห้องตรวจคนเข้าเมือง ด่านสากลลาวบาวเปิดทุกวัน 07:00–22:00";

TEST_CASE("lines are never wider than the box and hold the whole text") {
  auto typesetter = noto_typesetter();
  for (const auto& [language, text] : {std::pair{"vi", kVietnamese}, {"lo", kLao}, {"th", kThai}}) {
    for (const double width : {300.0, 480.0, 900.0}) {
      const auto layout = typesetter->layout(text, style_of(language), width);
      CHECK_FALSE(layout.is_overfull);
      CHECK(layout.missing.empty());
      CHECK(layout.width_px <= width + 0.01);
      CHECK(layout.height_px == Approx(layout.line_box_px * static_cast<double>(layout.lines.size())));
      std::string joined, expected = text;
      for (const Line& line : layout.lines) joined += line.text;
      std::erase(joined, ' ');
      std::erase(expected, ' ');
      CHECK(joined == expected);
    }
  }
}

TEST_CASE("a mixed line takes its characters from several faces and lacks none") {
  auto typesetter = noto_typesetter();
  const auto layout = typesetter->layout("Lao Bảo 24/7 ຍິນດີ", style_of("vi"), 1000);
  REQUIRE(layout.lines.size() == 1);
  CHECK(layout.missing.empty());
  CHECK(typesetter->layout("ເຂົ້າ-ອອກ 30% ₭ ฿ ₫", style_of("lo"), 1000).missing.empty());
}

TEST_CASE("the line box is the script's own") {
  auto typesetter = noto_typesetter();
  CHECK(typesetter->layout("a", style_of("vi", 100), 1000).line_box_px == Approx(140));
  CHECK(typesetter->layout("ກ", style_of("lo", 100), 1000).line_box_px == Approx(170));
  CHECK(typesetter->layout("ก", style_of("th", 100), 1000).line_box_px == Approx(165));
  CHECK(typesetter->layout("口岸", style_of("zh", 100), 1000).line_box_px == Approx(155));
  for (const char* language : {"vi", "lo", "th"})
    CHECK(typesetter->layout("7", style_of(language, 100, 400, FaceRole::ui), 1000).line_box_px ==
          Approx(145));
}

TEST_CASE("the tallest and deepest clusters of two lines never touch, in any role, weight or mixture") {
  auto typesetter = noto_typesetter();
  const std::string vietnamese = "ẪỖgỘ Ặỹ", lao = "ປື້ ຜູ້ ຊື້ ຄ່ຳ ກຼູ້", thai = "ปื้ ฎุ ญู ฐู ป้ำ ที่";
  for (const char* language : {"vi", "lo", "th", "en"})
    for (const int weight : {400, 700})
      for (const FaceRole role : {FaceRole::text, FaceRole::ui, FaceRole::display})
        for (const auto& words : {vietnamese, lao, thai, vietnamese + lao + thai}) {
          const auto layout =
              typesetter->layout(words + "\n" + words, style_of(language, 100, weight, role), 1e6);
          INFO(language << " " << weight << " " << static_cast<int>(role) << " " << words);
          REQUIRE(layout.lines.size() == 2);
          CHECK(layout.missing.empty());
          CHECK(layout.lines[0].ink_bottom_px < layout.lines[1].ink_top_px);
          CHECK(layout.lines[0].ink_top_px >= 0);
          CHECK(layout.lines[1].ink_bottom_px <= layout.height_px);
        }
}

TEST_CASE("balanced lines are no more than greedy ones, and of even length") {
  auto typesetter = noto_typesetter({{"vi", {"Lao Bảo"}}});
  auto style = style_of("vi", 60);
  const std::string text = "Chào mừng quý khách đến Cửa khẩu quốc tế Lao Bảo";
  const double width =
      typesetter->layout("Chào mừng quý khách đến Cửa khẩu quốc tế", style, 1e6).width_px + 1;
  const auto greedy = typesetter->layout(text, style, width);
  REQUIRE(line_texts(greedy) ==
          std::vector<std::string>{"Chào mừng quý khách đến Cửa khẩu quốc tế", "Lao Bảo"});
  style.is_balanced = true;
  const auto even = typesetter->layout(text, style, width);
  REQUIRE(even.lines.size() == 2);
  CHECK(even.lines[1].width_px > 0.7 * even.lines[0].width_px);
  CHECK(even.width_px < greedy.width_px);
}

TEST_CASE("text is fitted by the given steps and never below the last") {
  auto typesetter = noto_typesetter();
  const std::vector<double> sizes{80, 60, 44, 36};
  const auto fits = typesetter->fit(kVietnamese, style_of("vi"), {900, 400}, sizes);
  CHECK(fits.size_px == 44);
  CHECK(fits.height_px <= 400.5);
  const auto least = typesetter->fit(kVietnamese, style_of("vi"), {300, 100}, sizes);
  CHECK(least.size_px == 36);
  CHECK(least.height_px > 100);
  const auto lines = typesetter->fit(kVietnamese, style_of("vi"), {1900, 900}, sizes, 2);
  CHECK(lines.lines.size() <= 2);
}

TEST_CASE("the visible height is that of the H or of the Lao or Thai consonant") {
  auto typesetter = noto_typesetter();
  CHECK(typesetter->visible_height_px(style_of("vi", 100)) == Approx(71.4).margin(0.5));
  CHECK(typesetter->visible_height_px(style_of("lo", 100)) == Approx(55.8).margin(1.5));
  CHECK(typesetter->visible_height_px(style_of("th", 100)) == Approx(55.8).margin(1.5));
}

TEST_CASE("a file that is no font is refused with a remedy") {
  auto faces = noto_faces();
  faces[0].bytes = std::make_shared<const std::string>("no font");
  const auto typesetter = Typesetter::create(std::move(faces), {});
  REQUIRE_FALSE(typesetter);
  CHECK(typesetter.error().rule == "text.font");
  CHECK_FALSE(typesetter.error().hint.empty());
  CHECK_FALSE(Typesetter::create({}, {}));
}

}  // namespace
}  // namespace gatecast::text
