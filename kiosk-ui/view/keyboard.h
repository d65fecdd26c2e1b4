// On-screen keyboards as data (assets/keyboards): which keys, in which rows, and which sign may follow which.
// Keys keep their place; a mark that may not follow what was typed is off until it may.
// Threads: immutable once read. Errors: the data travel inside the program and a test reads them; a language
// without a keyboard of its own has the Latin one.
// Source: shared/domain/typography.md section 4; the section 2 (keyboards as data).
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatecast::kiosk_ui {

inline constexpr auto kSpaceKey = "space";
inline constexpr auto kDigitsKey = "digits";      // shows digits in the place of a row, and takes them away
inline constexpr auto kGapKey = "gap";            // nothing stands there
inline constexpr std::size_t kLongestTyped = 40;  // letters

struct Key {
  std::string letter;  // UTF-8, or one of the keys named above
  int width = 1;       // in columns
  bool is_mark = false;
};

struct Keyboard {
  std::string name;
  int columns = 0;
  std::vector<std::vector<Key>> rows;
  std::vector<Key> digits;       // shown when asked for; empty: they stand among the rows
  std::size_t digits_place = 0;  // in the place of this row
  std::map<char32_t, std::string> kinds;
  std::map<std::string, std::set<std::string>> after;  // kind -> kinds after which it may stand
  std::set<std::string> replacing;                     // a second one takes the place of the first

  [[nodiscard]] const std::vector<Key>& row(std::size_t number, bool shows_digits) const {
    return shows_digits && !digits.empty() && number == digits_place ? digits : rows[number];
  }
  [[nodiscard]] bool may_follow(std::string_view typed, const std::string& key) const;
  // What is typed after a touch on a key; unchanged where that sign may not stand there.
  [[nodiscard]] std::string with(std::string_view typed, const std::string& key) const;
};

const Keyboard& keyboard_for(std::string_view language);
const std::vector<Keyboard>& keyboards();
// The last sign (a mark by itself) is gone.
std::string without_last(std::string_view typed);

}  // namespace gatecast::kiosk_ui
