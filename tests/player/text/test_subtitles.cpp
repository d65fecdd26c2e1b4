#include <cmath>

#include "player/text/subtitle_painter.h"
#include "player/text/subtitles.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

using std::chrono::milliseconds;

std::vector<Cue> parse(const std::string& bytes) {
  auto cues = parse_subtitles(bytes, "film.srt");
  INFO((cues ? "" : to_string(cues.error())));
  REQUIRE(cues);
  return *cues;
}
Error refused(const std::string& bytes) {
  const auto cues = parse_subtitles(bytes, "film.srt");
  REQUIRE_FALSE(cues);
  return cues.error();
}

TEST_CASE("SRT with byte order mark, Windows line ends and tags gives plain cues") {
  const auto cues = parse(
      "\xEF\xBB\xBF"
      "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Xin chào</i>\r\n{\\an8}quý khách\r\n\r\n"
      "2\r\n00:00:04,000 --> 00:00:05,000\r\nຍິນດີຕ້ອນຮັບ\r\n");
  REQUIRE(cues.size() == 2);
  CHECK(cues[0] == Cue{milliseconds(1000), milliseconds(3500), "Xin chào\nquý khách", numpad_place(8)});
  CHECK(cues[1].text == "ຍິນດີຕ້ອນຮັບ");
}

TEST_CASE("WebVTT with notes, styles, names, placement and short times is understood") {
  const auto cues = parse(
      "WEBVTT - film\nKind: captions\n\nNOTE\nfor editors\n\nSTYLE\n::cue { color: red }\n\n"
      "intro\n00:01.5 --> 00:02.000 line:90% position:50% align:start\n<v Lan>5 < 6 &amp; <b>tốt</b> "
      "&lt;3<00:01.700>\n\n01:00:00.000 --> 01:00:01.000\nxong\n");
  REQUIRE(cues.size() == 2);
  CHECK(cues[0].text == "5 < 6 & tốt <3");
  CHECK(cues[0].start == milliseconds(1500));
  REQUIRE(cues[0].place);
  CHECK(cues[0].place->line_percent == 90);
  CHECK(cues[0].place->position_percent == 50);
  CHECK(cues[0].place->align == SubtitlePlace::Edge::start);
  CHECK_FALSE(cues[1].place);
  CHECK(cues[1].start == std::chrono::hours(1));
}

TEST_CASE("cues are sorted and found by time") {
  const auto cues = parse(
      "00:00:05,000 --> 00:00:06,000\nhai\n\n00:00:01,000 --> 00:00:09,000\nmột\n\n00:00:20,000 --> "
      "00:00:21,000\nba\n");
  REQUIRE(cues.size() == 3);
  CHECK(cue_at(cues, milliseconds(999)) == nullptr);
  CHECK(cue_at(cues, milliseconds(1000))->text == "một");
  CHECK(cue_at(cues, milliseconds(5500))->text == "hai");
  CHECK(cue_at(cues, milliseconds(6000))->text == "một");
  CHECK(cue_at(cues, milliseconds(9000)) == nullptr);
  CHECK(cue_at({}, milliseconds(0)) == nullptr);
}

TEST_CASE("what an editor must mend is named with its line") {
  const auto backwards = refused("1\n00:00:03,000 --> 00:00:01,000\nxin chào\n");
  CHECK(backwards.rule == "subtitles.time");
  CHECK(backwards.subject == "film.srt:2");
  CHECK(refused("1\n00:00:01,000 --> 00:00:02,000\nmột\n\nhai\n").subject == "film.srt:5");
  CHECK(refused("1\n00:61:01,000 --> 00:62:02,000\nmột\n").rule == "subtitles.time");
  CHECK(refused("1\n0:0:1 -> 0:0:2\nmột\n").rule == "subtitles.time");
  CHECK(refused("1\n00:00:01,000 --> 00:00:02,000x\nmột\n").rule == "subtitles.time");
  CHECK(refused("1\n00:00:01,000 --> 00:00:02,000\nm\xE1\xBB\n").rule == "subtitles.encoding");
  CHECK(refused(std::string("1\n00:00:01,000 --> 00:00:02,000\n\0\n", 34)).rule == "subtitles.encoding");
}

TEST_CASE("hostile subtitles are refused or read in bounded time") {
  CHECK(refused(std::string(kMaxSubtitleBytes + 1, 'a')).rule == "subtitles.size");
  CHECK(refused("00:01.000 --> 00:02.000\n" + std::string(kMaxCueBytes + 1, 'a')).rule == "subtitles.text");
  std::string tags = "00:01.000 --> 00:02.000\n";
  while (tags.size() < kMaxSubtitleBytes - 4) tags += "<a";
  CHECK(refused(tags).rule == "subtitles.text");
  std::string many;
  while (many.size() < kMaxSubtitleBytes - 64) many += "00:01.0 --> 00:02.0\na\n\n";
  CHECK(refused(many).rule == "subtitles.size");
  CHECK(refused("99999:00:00,000 --> 99999:00:01,000\na").rule == "subtitles.time");
  CHECK(parse("").empty());
  CHECK(parse("WEBVTT").empty());
}

double linear(double value) {
  value /= 255;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

TEST_CASE("white letters on the subtitle's ground keep 4.5:1 over a white picture") {
  const double alpha = kSubtitleGround.alpha / 255.0;
  auto over_white = [alpha](std::uint8_t value) { return linear(value * alpha + 255 * (1 - alpha)); };
  const double ground = 0.2126 * over_white(kSubtitleGround.red) +
                        0.7152 * over_white(kSubtitleGround.green) +
                        0.0722 * over_white(kSubtitleGround.blue);
  CHECK(1.05 / (ground + 0.05) >= 4.5);
}

TEST_CASE("a subtitle has at most two lines of about the same length, inside the frame") {
  auto typesetter = noto_typesetter();
  for (const auto& [language, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"vi", "Xin quý khách chuẩn bị hộ chiếu, giấy thông hành và tờ khai trước khi vào làm thủ tục"},
           {"lo", "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ ກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງ"},
           {"th", "กรุณาเตรียมหนังสือเดินทางให้พร้อมก่อนเข้าห้องตรวจคนเข้าเมือง และกรอกแบบฟอร์ม"}}) {
    for (const pixels::Size frame : {pixels::Size{1920, 1080}, {1080, 1920}, {640, 360}}) {
      INFO(language << " " << frame.width_px);
      const auto picture = paint_subtitle(*typesetter, text, language, frame, 60);
      REQUIRE(picture);
      CHECK(picture->size_px >= kLeastSubtitlePx);
      CHECK(picture->where.x >= 0);
      CHECK(picture->where.x + picture->where.width <= frame.width_px);
      CHECK(picture->where.y >= 0);
      CHECK(picture->where.y + picture->where.height <= frame.height_px - 60);
      if (frame.width_px == 640) continue;  // at the least size three lines may be needed
      CHECK_FALSE(picture->is_too_long);
      if (picture->lines.size() == 2) {
        const auto first = picture->lines[0].size(), second = picture->lines[1].size();
        CHECK(std::max(first, second) < 2 * std::min(first, second));
      }
    }
  }
  CHECK_FALSE(paint_subtitle(*typesetter, "", "vi", {1920, 1080}));
}

TEST_CASE("a subtitle parts where the sentence does") {
  auto typesetter = noto_typesetter();
  const auto lao =
      paint_subtitle(*typesetter, "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ ກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງ", "lo", {1280, 720});
  REQUIRE(lao);
  CHECK(lao->lines == std::vector<std::string>{"ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ", "ກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງ"});
  const auto number = paint_subtitle(
      *typesetter, "ດ່ານສາກົນລາວບາວຢູ່ຫ່າງຈາກເມືອງເຊໂປນປະມານ 45 ກິໂລແມັດຕາມເສັ້ນທາງໝາຍເລກເກົ້າ", "lo", {1280, 720});
  REQUIRE(number);
  for (const auto& line : number->lines) CHECK_FALSE(line.ends_with("45"));
  const auto english = paint_subtitle(
      *typesetter,
      "Please have your passport ready before the counter, and fill in the arrival card while you wait.",
      "en", {1280, 720});
  REQUIRE(english);
  CHECK(english->lines.at(0) == "Please have your passport ready before the counter,");
}

TEST_CASE("two languages stand in one box at one visible height, the first above") {
  auto typesetter = noto_typesetter();
  const pixels::Size frame{1920, 1080};
  const auto one = paint_subtitles(*typesetter, {{"vi", "Con đường nối hai nước"}}, frame, 60);
  const auto both = paint_subtitles(
      *typesetter, {{"vi", "Con đường nối hai nước"}, {"lo", "ເສັ້ນທາງເຊື່ອມສອງປະເທດ"}}, frame, 60, 46);
  REQUIRE(one);
  REQUIRE(both);
  CHECK(both->lines == std::vector<std::string>{"Con đường nối hai nước", "ເສັ້ນທາງເຊື່ອມສອງປະເທດ"});
  CHECK(both->where.height > one->where.height);
  CHECK(both->where.y + both->where.height <= frame.height_px - 60);
  TextStyle style;
  style.size_px = both->size_px;  // of the Vietnamese: a Lao consonant of this height has a larger em
  CHECK(typesetter->visible_height_px(style) == Approx(46).margin(1));
  const auto one_cue =
      paint_subtitles(*typesetter, {{"lo", "Con đường nối hai nước\nເສັ້ນທາງເຊື່ອມສອງປະເທດ"}}, frame, 60, 46);
  REQUIRE(one_cue);
  CHECK(one_cue->lines == both->lines);
  CHECK(one_cue->size_px == Approx(both->size_px));
  CHECK(both->pixels.row(both->where.height / 2)[both->where.width / 2] >> 24 >= kSubtitleGround.alpha);
}

TEST_CASE("three lines of an editor flow into two, and too much text is said so and still shown whole") {
  auto typesetter = noto_typesetter();
  const auto three = paint_subtitle(*typesetter, "một\nhai\nba", "vi", {1920, 1080});
  REQUIRE(three);
  CHECK(three->lines == std::vector<std::string>{"một hai ba"});
  std::string long_text;
  for (int i = 0; i < 80; ++i) long_text += "thủ tục ";
  const auto too_long = paint_subtitle(*typesetter, long_text, "vi", {1920, 1080});
  REQUIRE(too_long);
  CHECK(too_long->is_too_long);
  CHECK(too_long->lines.size() > 2);
}

}  // namespace
}  // namespace gatecast::text
