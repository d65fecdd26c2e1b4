// Where subtitles stand, whether they can be read over any picture, and whether they change too fast.
#include <cmath>

#include "player/text/breaks.h"
#include "player/text/subtitle_pace.h"
#include "player/text/subtitle_painter.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

using namespace std::chrono_literals;
using Edge = SubtitlePlace::Edge;

TEST_CASE("WebVTT's settings are understood, and nonsense is read over") {
  const auto place = parse_vtt_settings("line:10%,end position:20%,line-left size:35% align:start");
  REQUIRE(place);
  CHECK(place->line_percent == 10);
  CHECK(place->line_edge == Edge::end);
  CHECK(place->position_percent == 20);
  CHECK(place->position_edge == Edge::start);
  CHECK(place->size_percent == 35);
  CHECK(place->align == Edge::start);
  CHECK(parse_vtt_settings("line:-1")->row == -1);
  CHECK(parse_vtt_settings("line:3 foo:bar align:")->row == 3);
  CHECK_FALSE(parse_vtt_settings(""));
  CHECK_FALSE(parse_vtt_settings("vertical:rl region:r1 line:abc position:130% size:-1% align:up line:1e99"));
  CHECK(numpad_place(9)->line_percent == 0);
  CHECK(numpad_place(9)->align == Edge::end);
  CHECK_FALSE(numpad_place(2));
  CHECK_FALSE(numpad_place(0));
}

pixels::Rect painted(const char* settings, const std::string& text = "Xin chào quý khách") {
  const auto typesetter = noto_typesetter();  // SDL_ttf has one owner at a time: none is left behind
  const auto picture =
      paint_subtitle(*typesetter, text, "vi", {1920, 1080}, 60, parse_vtt_settings(settings));
  REQUIRE(picture);
  CHECK(picture->where.x >= 0);
  CHECK(picture->where.y >= 0);
  CHECK(picture->where.x + picture->where.width <= 1920);
  CHECK(picture->where.y + picture->where.height <= 1080 - 60);
  return picture->where;
}

TEST_CASE("a subtitle stands where its settings say, and never outside the picture or over the clock") {
  const auto usual = painted("");
  CHECK(usual.x + usual.width / 2 == Approx(960).margin(1));
  CHECK(painted("line:0").y < 60);
  CHECK(painted("line:1").y > painted("line:0").y + 40);
  CHECK(painted("line:-1").y == usual.y);
  CHECK(painted("line:-2").y < usual.y - 40);
  CHECK(painted("line:50%,center").y + usual.height / 2 == Approx(540).margin(1));
  CHECK(painted("line:50%,end").y + usual.height == Approx(540).margin(1));
  CHECK(painted("line:100%").y == usual.y);
  CHECK(painted("align:start").x < 100);
  const auto right = painted("align:end");
  CHECK(right.x + right.width > 1920 - 100);
  CHECK(painted("position:25%").x + usual.width / 2 == Approx(480).margin(1));
  CHECK(painted("position:30%,line-left").x + usual.width / 2 == Approx(0.3 * 1920 + 0.35 * 1920).margin(1));
  CHECK(painted("position:30%,line-left align:start").x == Approx(576).margin(1));
  const std::string text = "Xin quý khách chuẩn bị hộ chiếu và giấy thông hành";
  const auto narrow = painted("size:35%", text);
  CHECK(narrow.width <= 0.35 * 1920 + 1);
  CHECK(narrow.height > painted("", text).height);
  // All of the numbers of SRT, at the edges of the picture.
  const auto typesetter = noto_typesetter();
  for (int number = 1; number <= 9; ++number) {
    const auto place = paint_subtitle(*typesetter, text, "vi", {1280, 720}, 0, numpad_place(number))->where;
    INFO(number);
    const int column = (number - 1) % 3, row = (number - 1) / 3;
    const int middle = place.x + place.width / 2;
    CHECK((column == 0 ? middle < 620 : column == 2 ? middle > 660 : std::abs(middle - 640) < 2));
    CHECK((row == 0   ? place.y > 500
           : row == 2 ? place.y < 60
                      : std::abs(place.y + place.height / 2 - 360) < 2));
  }
}

TEST_CASE("a cue without a visible character is left out, spaces of any kind and marks without width alike") {
  const auto cues = parse_subtitles(
      "WEBVTT\n\n00:01.000 --> 00:02.000\n&nbsp;\n\n00:02.000 --> 00:03.000\n\xE2\x80\x8B\xE2\x81\xA0\n\n"
      "00:03.000 --> 00:04.000\n<i></i>\nchào\n\n00:04.000 --> 00:05.000\n",
      "x");
  REQUIRE(cues);
  REQUIRE(cues->size() == 1);
  CHECK(cues->front().text == "chào");
}

TEST_CASE("overlapping cues are found with the newest first") {
  const std::vector<Cue> cues{{1s, 6s, "a"}, {2s, 5s, "b"}, {3s, 4s, "c"}};
  const auto at = [&](Duration time, std::size_t most) {
    std::string found;
    for (const auto* cue : cues_at(cues, time, most)) found += cue->text;
    return found;
  };
  CHECK(at(3500ms, 2) == "cb");
  CHECK(at(3500ms, 3) == "cba");
  CHECK(at(5500ms, 2) == "a");
  CHECK(at(6s, 2).empty());
}

double luminance(double red, double green, double blue) {
  const auto linear = [](double value) {
    value /= 255;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

TEST_CASE("subtitles keep 4.5:1 over white, bright and restless pictures, measured in the pixels") {
  const auto typesetter = noto_typesetter();
  for (const auto& [language, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"vi", "Cửa khẩu quốc tế Lao Bảo"},
                                                                  {"lo", "ດ່ານສາກົນລາວບາວ ຍິນດີຕ້ອນຮັບ"},
                                                                  {"th", "ยินดีต้อนรับสู่ด่านพรมแดนลาวบาว"}}) {
    const auto picture = paint_subtitle(*typesetter, text, language, {1280, 720});
    REQUIRE(picture);
    double least = 21;
    for (const int kind : {0, 1, 2, 3}) {
      double ink = 0;
      double ground = 0;
      unsigned noise = 1;
      for (int y = 0; y < picture->where.height; ++y)
        for (int x = 0; x < picture->where.width; ++x) {
          noise = noise * 1664525U + 1013904223U;
          const std::uint32_t under = kind == 0   ? 0xFFFFFFU
                                      : kind == 1 ? 0xFFFF00U
                                      : kind == 2 ? 0x80FFFFU
                                                  : ((noise >> 24U) & 1U) * 0xFFFFFFU;
          const std::uint32_t over = picture->pixels.row(y)[x];
          const unsigned alpha = over >> 24U;
          if (alpha < kSubtitleGround.alpha) continue;  // the round corners
          const auto mixed = [&](unsigned shift) {
            return (over >> shift & 255U) + (under >> shift & 255U) * (255 - alpha) / 255.0;
          };
          const double light = luminance(mixed(16), mixed(8), mixed(0));
          // Pure ground and pure ink; the soft edges between them lie between.
          if (alpha == kSubtitleGround.alpha) ground = std::max(ground, light);
          ink = std::max(ink, light);
        }
      least = std::min(least, (ink + 0.05) / (ground + 0.05));
    }
    INFO(language << " " << least);
    CHECK(least >= 4.5);
  }
}

TEST_CASE("Lao and Thai subtitles break between words, and Vietnamese between syllables") {
  const auto typesetter = noto_typesetter({{"lo", {"ລາວບາວ"}}});
  for (const auto& [language, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"lo", "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງຂອງດ່ານສາກົນລາວບາວ"},
           {"th", "กรุณาเตรียมหนังสือเดินทางให้พร้อมก่อนเข้าห้องตรวจคนเข้าเมืองและกรอกแบบฟอร์มขาเข้า"}}) {
    const auto picture = paint_subtitle(*typesetter, text, language, {1280, 720});
    REQUIRE(picture);
    REQUIRE(picture->lines.size() == 2);
    CHECK(picture->lines[0] + picture->lines[1] == text);
    // The second line starts a word that a reader knows.
    const std::vector<std::string> words =
        std::string(language) == "lo"
            ? std::vector<std::string>{"ຂອງ", "ໃຫ້", "ພ້ອມ", "ກ່ອນ", "ເຂົ້າ", "ຫ້ອງ", "ກວດ", "ທ່ານ"}
            : std::vector<std::string>{"ให้", "พร้อม", "ก่อน", "เข้า", "ห้อง", "ตรวจ", "คน", "หนังสือ"};
    INFO(picture->lines[1]);
    CHECK(std::any_of(words.begin(), words.end(),
                      [&](const auto& word) { return picture->lines[1].starts_with(word); }));
  }
}

TEST_CASE("subtitles that change too fast, stand too short or overlap are told") {
  CHECK(letters_of("ນ້ຳ") == 1);
  CHECK(letters_of("กี่") == 1);
  CHECK(letters_of("Việt\nNam") == 7);
  const auto rules = [](const std::vector<Cue>& cues, const char* language) {
    std::string all;
    for (const auto& finding : check_pace(cues, language)) all += std::string(finding.rule) + " ";
    return all;
  };
  CHECK(rules({{1s, 4s, "Xin chào quý khách"}}, "vi").empty());
  CHECK(rules({{1s, 2s, "Xin chào quý khách đến với cửa khẩu"}}, "vi") == "subtitles.fast ");
  CHECK(rules({{1s, 3s, "护照和签证请准备好，谢谢您的合作"}}, "zh") == "subtitles.fast ");
  CHECK(rules({{1s, 1500ms, "a"}}, "vi") == "subtitles.short ");
  CHECK(rules({{1s, 4s, "một"}, {3s, 5s, "hai"}}, "vi") == "subtitles.overlap ");
  CHECK(rules({{1s, 4s, "một"}, {3s, 5s, "hai", numpad_place(8)}}, "vi").empty());
  std::vector<Cue> many(500, {1s, 1100ms, "a"});
  CHECK(check_pace(many, "vi").size() < 20);
}

}  // namespace
}  // namespace gatecast::text
