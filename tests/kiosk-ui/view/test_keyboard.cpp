// Keyboards: every letter that the country's own keyboards type, in the alphabet's order, and marks only
// where they may stand.
#include "kiosk-ui/view/keyboard.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "content-sync/search/folding.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;

namespace {

std::u32string letters_of(const Keyboard& keyboard) {
  std::u32string out;
  auto rows = keyboard.rows;
  rows.push_back(keyboard.digits);
  for (const auto& row : rows)
    for (const auto& key : row)
      if (key.letter != kSpaceKey && key.letter != kDigitsKey && key.letter != kGapKey)
        out += search::to_letters(key.letter);
  return out;
}

// Thai letters by the names that X gives them, from U+0E01 on; "-" where there is none.
constexpr const char* kThaiNames =
    "kokai khokhai khokhuat khokhwai khokhon khorakhang ngongu chochan choching chochang soso chochoe yoying "
    "dochada topatak thothan thonangmontho thophuthao nonen dodek totao thothung thothahan thothong nonu "
    "bobaimai popla phophung fofa phophan fofan phosamphao moma yoyak rorua ru loling lu wowaen sosala "
    "sorusi "
    "sosua hohip lochula oang honokhuk paiyannoi saraa maihanakat saraaa saraam sarai saraii saraue sarauee "
    "sarau sarauu phinthu - - - - baht sarae saraae sarao saraaimaimuan saraaimaimalai lakkhangyao maiyamok "
    "maitaikhu maiek maitho maitri maichattawa thanthakhat nikhahit";

// The letters of a layout's first variant in xkb-data.
std::set<char32_t> letters_of_xkb(const std::string& layout, const std::string& variant) {
  std::ifstream in("/usr/share/X11/xkb/symbols/" + layout);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto from = text.find("\"" + variant + "\"");
  if (from == std::string::npos) return {};
  text = text.substr(from, text.find("\n};", from) - from);
  std::set<char32_t> letters;
  std::istringstream names(kThaiNames);
  std::string name;
  for (char32_t c = 0x0E01; names >> name; ++c)
    if (std::regex_search(text, std::regex("Thai_" + name + "[^a-z]"))) letters.insert(c);
  const std::regex kCode("0x100([0-9a-fA-F]{4})");
  for (std::sregex_iterator at(text.begin(), text.end(), kCode), end; at != end; ++at)
    letters.insert(static_cast<char32_t>(std::stoul((*at)[1], nullptr, 16)));
  const std::regex kLatin("\\[\\s*([a-z0-9])\\s*,");
  for (std::sregex_iterator at(text.begin(), text.end(), kLatin), end; at != end; ++at)
    letters.insert(static_cast<char32_t>((*at)[1].str()[0]));
  return letters;
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Of xkb's letters those that our keyboard leaves out, each with a reason.
void compare_with_xkb(const char* layout, const char* variant, const char* ours,
                      std::set<char32_t> left_out) {
  auto theirs = letters_of_xkb(layout, variant);
  if (theirs.empty()) {
    WARN("xkb-data is not installed: the keyboards are not compared");
    return;
  }
  // Lao and Thai telephones, prices and buses are written with 0 to 9, which their layouts leave to the
  // Latin one beside them.
  for (const auto letter : letters_of_xkb("latin", "basic"))
    if (is_digit(letter)) theirs.insert(letter);
  const auto letters = letters_of(keyboard_for(ours));
  const std::set<char32_t> mine(letters.begin(), letters.end());
  CHECK(mine.size() == letters.size());  // no key twice
  for (const auto letter : theirs) {
    INFO(layout << " U+" << std::hex << static_cast<unsigned>(letter));
    CHECK((mine.count(letter) > 0) != (left_out.count(letter) > 0));
  }
  for (const auto letter : mine) {
    INFO(layout << " U+" << std::hex << static_cast<unsigned>(letter));
    CHECK(theirs.count(letter) > 0);
  }
}

}  // namespace

TEST_CASE("the on-screen keyboards type what the keyboards of xkb-data type, but for listed exceptions") {
  // Lao: its own digits, the kip sign, the sign of abbreviation and the silencer are in no word that is
  // searched.
  std::set<char32_t> left_out{0x0EAF, 0x0ECC, 0x200D, 0x20AD};
  for (char32_t digit = 0x0ED0; digit <= 0x0ED9; ++digit) left_out.insert(digit);
  compare_with_xkb("la", "basic", "lo", left_out);
  // Thai: its own digits, baht, two consonants and a vowel that nobody writes any more, signs of Pali and of
  // abbreviation.
  left_out = {0x0E03, 0x0E05, 0x0E26, 0x0E2F, 0x0E3A, 0x0E3F, 0x0E45, 0x0E4D};
  for (char32_t digit = 0x0E50; digit <= 0x0E59; ++digit) left_out.insert(digit);
  compare_with_xkb("th", "basic", "th", left_out);
  compare_with_xkb("latin", "basic", "en", {});
}

TEST_CASE("keys stand in the alphabet's order, in full rows") {
  CHECK(keyboards().size() == 3);
  for (const auto& keyboard : keyboards()) {
    INFO(keyboard.name);
    auto rows = keyboard.rows;
    if (!keyboard.digits.empty()) rows.push_back(keyboard.digits);
    for (const auto& row : rows) {
      int columns = 0;
      for (const auto& key : row) columns += key.width;
      CHECK(columns == keyboard.columns);
    }
    std::u32string consonants;
    for (const auto letter : letters_of(keyboard)) {
      const auto kind = keyboard.kinds.find(letter);
      const bool is_consonant =
          kind == keyboard.kinds.end() ? letter >= U'a' && letter <= U'z' : kind->second == "consonant";
      if (is_consonant) consonants.push_back(letter);
      // Of Lao and Thai each sign has its rule.
      CHECK((keyboard.name == "latin" || kind != keyboard.kinds.end()));
    }
    // The codes of Lao do not follow its alphabet in these places: ຍ before ດ, ຢ before ຣ, ຫ and ອ before ຮ,
    // and the joined letters ໜ and ໝ, which stand behind ຫ.
    if (keyboard.name != "lo") CHECK(std::is_sorted(consonants.begin(), consonants.end()));
    CHECK(consonants.size() == (keyboard.name == "latin" ? 26U : keyboard.name == "lo" ? 29U : 43U));
  }
  CHECK(letters_of(keyboard_for("lo")).substr(0, 29) == U"ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫໜໝອຮ");
  CHECK(&keyboard_for("vi") == &keyboard_for("zh"));
  CHECK(&keyboard_for("fr") == &keyboard_for("en"));
  CHECK(keyboard_for("lo-LA").name == "lo");
}

TEST_CASE("only those marks are offered that may follow, and a second one takes the place of the first") {
  const auto& lao = keyboard_for("lo");
  for (const char* mark : {"\u0EB1", "\u0EB4", "\u0EC8", "າ", "ຳ"}) {
    INFO(mark);
    CHECK_FALSE(lao.may_follow("", mark));
    CHECK_FALSE(lao.may_follow("ນ ", mark));
    CHECK_FALSE(lao.may_follow("ເ", mark));
    CHECK(lao.may_follow("ນ", mark));
  }
  CHECK(lao.may_follow("ນ\u0EB4", "\u0EC9"));
  CHECK_FALSE(lao.may_follow("ນ\u0EC9", "\u0EB4"));
  CHECK(lao.may_follow("ນ\u0EC9", "ຳ"));
  CHECK_FALSE(lao.may_follow("ເ", "ແ"));
  CHECK(lao.may_follow("ນ\u0EBB", "າ"));
  CHECK(lao.with("ນ\u0EC8", "\u0EC9") == "ນ\u0EC9");
  CHECK(lao.with("ນ\u0EB4", "\u0EB5") == "ນ\u0EB5");
  CHECK(lao.with("ເ", "\u0EB4") == "ເ");
  CHECK(lao.with("", kSpaceKey).empty());
  CHECK(lao.with("ນ", kSpaceKey) == "ນ ");
  CHECK(lao.with("ນ ", kSpaceKey) == "ນ ");
  const auto& thai = keyboard_for("th");
  CHECK(thai.with("ท\u0E35", "\u0E48") == "ท\u0E35\u0E48");
  CHECK(thai.with("ท\u0E35\u0E48", "\u0E49") == "ท\u0E35\u0E49");
  CHECK(thai.may_follow("ศ", "\u0E4C"));
  CHECK_FALSE(thai.may_follow("า", "\u0E49"));
  CHECK(thai.may_follow("เกา", "ะ"));
  CHECK(without_last("ນ\u0EB4\u0EC8") == "ນ\u0EB4");
  CHECK(without_last("").empty());
}

TEST_CASE("digits take the place of the marks by one key, and a mark may not stand on one") {
  for (const char* language : {"lo", "th"}) {
    const auto& keyboard = keyboard_for(language);
    INFO(language);
    REQUIRE(keyboard.digits.size() > 10);
    const auto& marks = keyboard.row(keyboard.digits_place, false);
    CHECK(&marks == &keyboard.rows[keyboard.digits_place]);
    CHECK(&keyboard.row(keyboard.digits_place, true) == &keyboard.digits);
    CHECK(&keyboard.row(0, true) == keyboard.rows.data());
    // The key that shows them is there while they are shown.
    const auto holds_key = [&](bool shows_digits) {
      for (std::size_t number = 0; number < keyboard.rows.size(); ++number)
        for (const auto& key : keyboard.row(number, shows_digits))
          if (key.letter == kDigitsKey) return true;
      return false;
    };
    CHECK(holds_key(false));
    CHECK(holds_key(true));
    CHECK(keyboard.with("", kDigitsKey).empty());
    CHECK(keyboard.with("", kGapKey).empty());
    std::string typed;
    for (const char* key : {"0", "2", "0", "space", "5", "1"}) typed = keyboard.with(typed, key);
    CHECK(typed == "020 51");
    for (const auto& key : marks)
      if (key.is_mark) CHECK_FALSE(keyboard.may_follow("1", key.letter));
  }
  CHECK(keyboard_for("en").digits.empty());
}

TEST_CASE("words of the demo can be typed on their keyboard, key by key") {
  for (const auto& [language, word] :
       {std::pair{"lo", "ໜັງສືຜ່ານແດນ"}, std::pair{"lo", "ເຂົ້າເມືອງ"}, std::pair{"lo", "ແລກປ່ຽນເງິນຕາ"},
        std::pair{"lo", "ດ່ານສາກົນ"}, std::pair{"lo", "ຕຳຫຼວດ"}, std::pair{"lo", "ເຄົາລົບ"},
        std::pair{"lo", "ເກາະ"}, std::pair{"th", "หนังสือเดินทาง"}, std::pair{"th", "น้ำ"},
        std::pair{"th", "ศุลกากร"}, std::pair{"th", "เกาะ"}, std::pair{"th", "เจ้าหน้าที่"},
        std::pair{"th", "โทรศัพท์"}, std::pair{"en", "border gate 9"}}) {
    const auto& keyboard = keyboard_for(language);
    std::string typed;
    std::string wanted;
    for (const auto letter : search::to_letters(word)) {
      const std::string key = letter == U' ' ? std::string(kSpaceKey) : search::to_utf8({letter});
      typed = keyboard.with(typed, key);
      wanted += letter == U' ' ? " " : key;
    }
    CHECK(typed == wanted);
  }
  std::string long_one;
  for (int i = 0; i < 100; ++i) long_one = keyboard_for("en").with(long_one, "a");
  CHECK(long_one.size() == kLongestTyped);
}

TEST_CASE("a joined letter of Lao is found as the two that it is made of, and they as it") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto found = [&](const char* query) {
    std::vector<std::string> ids;
    for (const auto& button :
         kiosk_ui::test::demo().view(kiosk_ui::test::searching(query, "lo"), metrics).buttons)
      if (button.id.starts_with("found/")) ids.push_back(button.id);
    return ids;
  };
  CHECK_FALSE(found("ໜັງສື").empty());
  CHECK(found("ໜັງສື") == found("ຫນັງສື"));
}
