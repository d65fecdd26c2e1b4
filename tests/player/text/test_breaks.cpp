// Reviewed line breaks: "|" where a line may end. Source: typography.md 3.4.
#include "player/text/breaks.h"
#include "player/text/characters.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

const std::map<std::string, std::vector<std::string>> kGlossary{
    {"vi", {"Lao Bảo", "Quảng Trị", "La Lay"}},
    {"lo", {"ລາວບາວ", "ກວາງຈິ", "ສະຫວັນນະເຂດ"}},
    {"th", {"ลาวบาว", "จังหวัดกว๋างจิ", "สะหวันนะเขต"}},
    {"zh", {"老保", "广治"}},
};

std::string marked(const std::string& language, const std::string& text, bool with_names = true) {
  LineBreaker breaker(with_names ? kGlossary : decltype(kGlossary){});
  const auto units = to_nfc_utf16(text);
  const auto may_break = breaker.breaks(units, language);
  std::u16string result;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (may_break[i]) result += u'|';
    result += units[i];
  }
  return to_utf8(result);
}

TEST_CASE("Lao and Thai sentences break between words") {
  CHECK(marked("lo", "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ") == "ກະລຸນາ|ກຽມ|ໜັງສື|ຜ່ານ|ແດນ|ຂອງ|ທ່ານ|ໃຫ້|ພ້ອມ");
  CHECK(marked("th", "กรุณาเตรียมหนังสือเดินทางให้พร้อม") == "กรุณา|เตรียม|หนังสือเดินทาง|ให้|พร้อม");
}

TEST_CASE("names of the glossary stay whole and do not spoil their neighbours") {
  CHECK(marked("lo", "ດ່ານສາກົນລາວບາວແຂວງກວາງຈິ") == "ດ່ານ|ສາກົນ|ລາວບາວ|ແຂວງ|ກວາງຈິ");
  // Neither in a glossary nor in the project's dictionary.
  CHECK(marked("lo", "ຈຸງເຊີນ", false) == "ຈຸງ|ເຊີນ");
  CHECK(marked("th", "ด่านสากลลาวบาวจังหวัดกว๋างจิและสะหวันนะเขต") == "ด่าน|สากล|ลาวบาว|จังหวัดกว๋างจิ|และ|สะหวันนะเขต");
  CHECK(marked("vi", "Cửa khẩu Lao Bảo, tỉnh Quảng Trị") == "Cửa |khẩu |Lao Bảo, |tỉnh |Quảng Trị");
  CHECK(marked("zh", "欢迎来到老保口岸") == "欢|迎|来|到|老保|口|岸");
  // A name in the letters of another word is not the name.
  CHECK(marked("vi", "La Lays") == "La |Lays");
  // A name in a text of another language stays whole too.
  CHECK(marked("vi", "đến ລາວບາວ") == "đến |ລາວບາວ");
}

TEST_CASE("repetition signs, clusters and leading vowels are not cut off") {
  CHECK(marked("lo", "ຫຼາຍໆຄົນ") == "ຫຼາຍໆ|ຄົນ");
  CHECK(marked("th", "ต่างๆ นี้ ไปเร็ว ๆ นี้") == "ต่างๆ |นี้ |ไป|เร็ว ๆ |นี้");
  for (const char* text : {"ນ້ຳ", "ນ້ໍາ", "ນໍ້າ", "ປື້ມ", "น้ำ", "ญี่ปุ่น", "เก็บ"})
    CHECK(marked(text[1] == '\xBA' ? "lo" : "th", text).find('|') == std::string::npos);
}

TEST_CASE("a number stays with its unit") {
  CHECK(marked("vi", "cách 20 km, giá 100.000 ₫, 3 giờ 30 phút") ==
        "cách |20 km, |giá |100.000 ₫, |3 giờ |30 phút");
  CHECK(marked("vi", "đổi USD 50 lấy kip") == "đổi |USD 50 |lấy |kip");
  CHECK(marked("lo", "ໄກ 20 ກິໂລແມັດ ລາຄາ 50.000 ກີບຕໍ່ຄົນ") == "ໄກ |20 ກິໂລແມັດ |ລາຄາ |50.000 ກີບ|ຕໍ່|ຄົນ");
  CHECK(marked("th", "ราคา 500 บาทต่อคน เวลา 08.00 น.") == "ราคา |500 บาท|ต่อ|คน |เวลา |08.00 น.");
  CHECK(marked("zh", "距离20公里，需要30分钟") == "距|离|20公里，|需|要|30分钟");
  CHECK(marked("en", "within 30 days, at 7 a.m.") == "within |30 days, |at |7 a.m.");
  CHECK(marked("vi", "20 kmx") == "20 |kmx");
}

TEST_CASE("telephone numbers, ticket numbers and ranges are not broken") {
  CHECK(marked("vi", "Gọi 0233 3877 577 hoặc (+84) 233 387 7577") ==
        "Gọi |0233 3877 577 |hoặc |(+84) 233 387 7577");
  CHECK(marked("vi", "mở 07:00 – 22:00, ngày 1–15/12") == "mở |07:00 – 22:00, |ngày |1–15/12");
  CHECK(marked("vi", "vé AB-123456 trên QL 9") == "vé |AB-123456 |trên |QL 9");
  CHECK(marked("vi", "quầy 5, 7, 9") == "quầy |5, |7, |9");
}

TEST_CASE("Korean breaks between words, Japanese never before small kana or marks") {
  CHECK(marked("ko", "국경에 오신 것을 환영합니다") == "국경에 |오신 |것을 |환영합니다");
  CHECK(marked("ja", "国境ゲートへようこそ。") == "国境|ゲートへ|ようこそ。");
  CHECK(marked("ja", "パスポートをご用意ください。") == "パスポートをご|用意|ください。");
  const auto kana = marked("ja", "ショップでビザをチェックして、入国カードをもらいます。");
  for (const char* wrong : {"|ョ", "|ッ", "|ー", "|、", "|。"}) CHECK(kana.find(wrong) == kana.npos);
}

TEST_CASE("word joiner and zero-width space are obeyed") {
  CHECK(marked("lo", "ລາວ\u2060ບາວ", false) == "ລາວ\u2060ບາວ");
  CHECK(marked("th", "กรุณา\u200Bเตรียม") == "กรุณา\u200B|เตรียม");
}

TEST_CASE("lines of a layout end at these places and have zero-width signs without width") {
  auto typesetter = noto_typesetter(kGlossary);
  const auto style = style_of("lo", 48);
  const auto layout = typesetter->layout("ດ່ານສາກົນລາວບາວ ໄກ 20 ກິໂລແມັດ", style, 280);
  CHECK(line_texts(layout) == std::vector<std::string>{"ດ່ານສາກົນ", "ລາວບາວ ໄກ", "20 ກິໂລແມັດ"});
  const double plain = typesetter->layout("ລາວບາວ", style, 900).width_px;
  CHECK(typesetter->layout("ລາວ\u2060ບາວ", style, 900).width_px == Approx(plain));
  CHECK(typesetter->layout("ລາວ\u200Bບາວ", style, 900).width_px == Approx(plain));
}

}  // namespace
}  // namespace gatecast::text
