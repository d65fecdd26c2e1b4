#include "player/text/line_sense.h"

#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

std::vector<std::string> lines_of(const std::string& language, const std::string& words, double width_px) {
  auto typesetter = noto_typesetter();
  auto style = style_of(language, 50, 700);
  style.is_balanced = true;
  std::vector<std::string> lines;
  for (const Line& line : typesetter->layout(words, style, width_px).lines) lines.push_back(line.text);
  return lines;
}

using Lines = std::vector<std::string>;

TEST_CASE("a command is parted after its sentence and not in it") {
  CHECK(lines_of("vi", "Bão đến. Ở trong nhà", 380) == Lines{"Bão đến.", "Ở trong nhà"});
  CHECK(lines_of("en", "Road flooded at Đông Hà. Stop here", 720) ==
        Lines{"Road flooded at Đông Hà.", "Stop here"});
}

TEST_CASE("no small word that belongs to the next is left at a line's end, where another setting fits") {
  CHECK(lines_of("en", "Checks paused until noon today", 560) == Lines{"Checks paused", "until noon today"});
  CHECK(lines_of("vi", "Cửa khẩu đóng đến tối nay", 420) == Lines{"Cửa khẩu đóng", "đến tối nay"});
  CHECK(lines_of("lo", "ດິນເຈື່ອນທີ່ດົງຮ່າ", 260) == Lines{"ດິນເຈື່ອນ", "ທີ່ດົງຮ່າ"});
}

// Set as it comes, and by sense: in as many lines, within the width.
struct BothWays {
  Layout greedy;
  Layout parted;
};
BothWays check_same_room(const std::string& language, const std::string& words, int width) {
  auto typesetter = noto_typesetter();
  auto style = style_of(language, 50, 700);
  BothWays set{typesetter->layout(words, style, width), {}};
  style.is_balanced = true;
  set.parted = typesetter->layout(words, style, width);
  INFO(width);
  CHECK(set.parted.lines.size() == set.greedy.lines.size());
  if (!set.parted.is_overfull) CHECK(set.parted.width_px <= width + 0.01);
  return set;
}

TEST_CASE(
    "Chinese is parted between words where another setting fits, and nowhere else than where it may be") {
  CHECK(lines_of("zh", "货币兑换室", 210) == Lines{"货币", "兑换室"});
  CHECK(lines_of("zh", "我需要申报吗？", 260) == Lines{"我需要", "申报吗？"});
  CHECK(lines_of("zh", "请先在海关柜台申报。", 330) == Lines{"请先在海关", "柜台申报。"});
  // Where no setting between words fits in as few lines the word is parted, as ever.
  CHECK(lines_of("zh", "未爆弹药", 110).size() == 2);
  for (int width = 60; width <= 900; width += 10) {
    const std::string words = "请在入境和离境老挝前3天内于 immigration.gov.la 填写电子入境表";
    check_same_room("zh", words, width);
  }
}

TEST_CASE("sense never costs a line, a letter or the width of the box") {
  for (int width = 120; width <= 900; width += 20) {
    const std::string words = "Landslide at Đông Hà. Stop here and wait for the police";
    const auto [greedy, parted] = check_same_room("en", words, width);
    INFO(width);
    CHECK(parted.is_overfull == greedy.is_overfull);
    std::string joined;
    for (const Line& line : parted.lines) joined += line.text;
    std::string expected = words;
    std::erase(joined, ' ');
    std::erase(expected, ' ');
    CHECK(joined == expected);
  }
}

}  // namespace
}  // namespace gatecast::text
