// Line breaks beside headless Chromium's and beside a reviewed list; the project's dictionary.
// Source: tests/data/line-breaks (chromium_breaks.py makes chromium.json); typography.md 3.4.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "content-sync/base/json_value.h"
#include "player/text/breaks.h"
#include "player/text/characters.h"
#include "tests/player/text/faces_for_tests.h"
#include "tests/support/full_counts.h"
#include "tests/support/process.h"

namespace gatecast::text {
namespace {

const std::string kData = GATECAST_SOURCE_DIR "/tests/data/line-breaks/";

nlohmann::json read_data(const std::string& name) {
  std::ifstream file(kData + name);
  return nlohmann::json::parse(file);
}

std::string unmarked(std::string text) {
  std::erase(text, '|');
  return text;
}

std::string marked(LineBreaker& breaker, const std::string& language, const std::string& text) {
  const auto units = to_nfc_utf16(text);
  const auto may_break = breaker.breaks(units, language);
  std::u16string result;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (may_break[i]) result += u'|';
    result += units[i];
  }
  return to_utf8(result);
}

std::set<std::size_t> places(const std::string& marked_text) {
  std::set<std::size_t> result;
  std::size_t index = 0;
  for (const char c : marked_text)
    if (c == '|')
      result.insert(index);
    else
      ++index;
  return result;
}

TEST_CASE(
    "lines break where Chromium breaks them, but for the differences that are listed with their reason") {
  const auto chromium = read_data("chromium.json");
  const auto listed = read_data("differences.json");
  std::map<std::string, std::string> ours_by_text;
  for (const auto& entry : listed["differences"]) {
    REQUIRE_FALSE(entry["why"].empty());
    for (const auto& why : entry["why"]) CHECK(listed["reasons"].contains(why.get<std::string>()));
    ours_by_text[entry["language"].get<std::string>() + unmarked(entry["ours"])] = entry["ours"];
  }
  LineBreaker breaker({});
  std::size_t sentences = 0, different = 0;
  for (const auto& [language, lines] : chromium["lines"].items())
    for (const std::string expected : lines) {
      ++sentences;
      const auto ours = marked(breaker, language, unmarked(expected));
      const auto entry = ours_by_text.find(language + unmarked(expected));
      if (entry == ours_by_text.end()) {
        CHECK(ours == expected);
        continue;
      }
      ++different;
      CHECK(ours == entry->second);
      CHECK(ours != expected);  // else the difference is gone and its entry too
    }
  CHECK(sentences >= 150);
  CHECK(different == ours_by_text.size());
}

TEST_CASE("Japanese lines never end where Chromium's strict rules forbid it") {
  const auto chromium = read_data("chromium.json");
  LineBreaker breaker({});
  for (const std::string strict : chromium["lines"]["ja"]) {
    const auto allowed = places(strict);
    const auto ours = places(marked(breaker, "ja", unmarked(strict)));
    INFO(strict);
    CHECK(std::includes(allowed.begin(), allowed.end(), ours.begin(), ours.end()));
    CHECK(ours.size() >= 2);
  }
}

TEST_CASE("Lao lines break as in the reviewed list") {
  LineBreaker breaker({});
  const auto lao = read_data("lao.json");
  CHECK(lao["lines"].size() >= 45);
  for (const std::string line : lao["lines"]) CHECK(marked(breaker, "lo", unmarked(line)) == line);
}

TEST_CASE("each name and word of the dictionary stays whole, alone and in a sentence") {
  LineBreaker breaker({});
  const auto words = dictionary_words();
  CHECK(words.size() > 100);
  const std::map<std::string, std::pair<std::string, std::string>> around{
      {"lo", {"ຍິນດີຕ້ອນຮັບສູ່", "ທຸກວັນ"}}, {"th", {"ยินดีต้อนรับสู่", "ทุกวัน"}}, {"vi", {"đến ", " mỗi ngày"}}};
  for (const auto& word : words) {
    const auto first = character_at(to_nfc_utf16(word), 0);
    const std::string language = first >= 0x0E80 && first < 0x0F00   ? "lo"
                                 : first >= 0x0E00 && first < 0x0E80 ? "th"
                                                                     : "vi";
    const auto& [before, after] = around.at(language);
    CHECK(marked(breaker, language, word) == word);
    const auto sentence = marked(breaker, language, before + word + after);
    INFO(sentence);
    CHECK(sentence.find("|" + word + (language == "vi" ? " |" : "|")) != sentence.npos);
  }
}

TEST_CASE("the letters of a name over two other words are not taken for the name") {
  LineBreaker breaker({});
  CHECK(marked(breaker, "lo", "ເວລາລາຍງານ") == "ເວລາ|ລາຍງານ");  // La Lay inside "report of the time"
  CHECK(marked(breaker, "lo", "ດ່ານສາກົນລາລາຍ") == "ດ່ານ|ສາກົນ|ລາລາຍ");
}

TEST_CASE("Korean endings stay with their number, slashes join words, addresses break behind slashes") {
  LineBreaker breaker({});
  CHECK(marked(breaker, "ko", "요금은 5,000원입니다. 07:00부터 (경찰)입니다") ==
        "요금은 |5,000원입니다. |07:00부터 |(경찰)입니다");
  CHECK(marked(breaker, "vi", "vào/ra, Đi/đến, 25 USD/người") == "vào/ra, |Đi/đến, |25 USD/người");
  CHECK(marked(breaker, "en", "https://quangtri.gov.vn/en/border") == "https://quangtri.gov.vn/|en/|border");
}

TEST_CASE("no break before a repetition sign, even after a space, and none inside ranges and tickets") {
  LineBreaker breaker({});
  CHECK(marked(breaker, "th", "ช้า ๆ ได้พร้า") == "ช้า ๆ |ได้|พร้า");
  CHECK(marked(breaker, "lo", "ຊ້າ ໆ ແລະ") == "ຊ້າ ໆ |ແລະ");
  CHECK(marked(breaker, "lo", "ວັນທີ 1 ທັນວາ 2026") == "ວັນທີ 1 ທັນວາ |2026");
  CHECK(marked(breaker, "th", "ร้อยละ 60 ของ 1–15 มกราคม") == "ร้อยละ 60 |ของ |1–15 มกราคม");
}

// In ./test long: what an installed Chromium says now.
TEST_CASE("Chromium still breaks the sentences as it did", "[long]") {
  if (!test::is_long() || test::run({"sh", "-c", "command -v chromium"}).exit_code != 0) return;
  const auto result = test::run({"python3", kData + "chromium_breaks.py"}, {}, std::chrono::minutes(4));
  INFO(result.out << result.err);
  CHECK(result.exit_code == 0);
}

}  // namespace
}  // namespace gatecast::text
