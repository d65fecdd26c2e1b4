#include <catch2/catch.hpp>

#include "player/text/subtitles.h"

using namespace gatecast;
using namespace gatecast::text;
using namespace std::chrono_literals;
using Edge = SubtitlePlace::Edge;

namespace {

std::string script(const std::string& dialogues) {
  return "[Script Info]\r\nScriptType: v4.00+\r\nPlayResX: 1920\r\nPlayResY: 1080\r\n\r\n[V4+ Styles]\r\n"
         "Format: Name, Fontname, Fontsize, PrimaryColour, Alignment, Encoding\r\n"
         "Style: Default,Arial,60,&H00FFFFFF,2,1\r\nStyle: Top,Arial,60,&H00FFFFFF,8,1\r\n\r\n[Events]\r\n"
         "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n" +
         dialogues;
}

}  // namespace

TEST_CASE("ASS scripts give plain cues with the places that they ask for") {
  const auto cues = parse_subtitles(
      script("Dialogue: 0,0:00:01.50,0:00:03.00,Default,Lan,0,0,0,,{\\i1\\c&H00FF00&}Xin chào,{\\i0} quý "
             "khách\\Nđến "
             "Lao Bảo\r\n"
             "Dialogue: 0,0:00:04.00,0:00:05.25,Top,,0,0,0,,ຍິນດີຕ້ອນຮັບ\r\n"
             "Comment: 0,0:00:04.00,0:00:05.00,Top,,0,0,0,,note\r\n"
             "Dialogue: 0,0:00:06.00,0:00:07.00,Default,,0,0,0,,{\\an7\\pos(192,108)}trái\r\n"
             "Dialogue: 0,0:00:08.00,0:00:09.00,Default,,0,0,0,,{\\a6}trên\\hcùng\r\n"
             "Dialogue: 0,0:00:10.00,0:00:11.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}\r\n"
             "Dialogue: 0,0:00:12.00,0:00:13.00,Default,,0,0,0,,{\\k20}từ {\\k30}từ\r\n"),
      "film.ass");
  REQUIRE(cues);
  REQUIRE(cues->size() == 5);
  CHECK((*cues)[0] == Cue{1500ms, 3s, "Xin chào, quý khách\nđến Lao Bảo"});
  CHECK((*cues)[1] == Cue{4s, 5250ms, "ຍິນດີຕ້ອນຮັບ", numpad_place(8)});
  REQUIRE((*cues)[2].place);
  CHECK((*cues)[2].place->position_percent == Approx(10));
  CHECK((*cues)[2].place->line_percent == Approx(10));
  CHECK((*cues)[2].place->line_edge == Edge::start);
  CHECK((*cues)[2].place->align == Edge::start);
  CHECK((*cues)[3].text == "trên\u00A0cùng");
  CHECK((*cues)[3].place == numpad_place(8));
  CHECK((*cues)[4].text == "từ từ");
}

TEST_CASE("what is wrong in an ASS script is named with its line, and hostile ones end") {
  const auto rule = [](const std::string& dialogue) {
    const auto cues = parse_subtitles(script(dialogue), "film.ass");
    return cues ? std::string("accepted") : cues.error().rule + " " + cues.error().subject;
  };
  CHECK(rule("Dialogue: 0,0:00:03.00,0:00:01.00,Default,,0,0,0,,x\r\n") == "subtitles.time film.ass:13");
  CHECK(rule("Dialogue: 0,zero,0:00:01.00,Default,,0,0,0,,x\r\n") == "subtitles.time film.ass:13");
  CHECK(rule("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,," + std::string(kMaxCueBytes + 1, 'a')) ==
        "subtitles.text film.ass:13");
  CHECK(rule("Dialogue: \r\nDialogue: 1\r\n") == "subtitles.time film.ass:13");
  CHECK(rule("Format:\r\nDialogue: 0,0:00:01.00\r\n") == "subtitles.time film.ass:14");
  CHECK(rule("Dialogue: 0,0:00:01.00,0:00:02.00,No,,0,0,0,,{\\pos(1e999,nan)\\an99\\a0}{{{\\p1") ==
        "accepted");
  std::string tags;
  while (tags.size() < 200'000) tags += "{\\pos(";
  CHECK(rule("Dialogue: 0,0:00:01.00,0:00:02.00,No,,0,0,0,," + tags) == "subtitles.text film.ass:13");
  CHECK(parse_subtitles("[Script Info]", "x").value().empty());
}
