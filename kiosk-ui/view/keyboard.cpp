#include "kiosk-ui/view/keyboard.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk-ui/view/keyboard_texts.h"

namespace gatecast::kiosk_ui {
namespace {

using nlohmann::json;

std::size_t last_start(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[--at]) & 0xC0U) == 0x80U) continue;
  return at;
}

char32_t first_letter(std::string_view utf8) {
  if (utf8.empty()) return 0;
  const auto lead = static_cast<unsigned char>(utf8.front());
  const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t out = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 1; i <= more && i < static_cast<int>(utf8.size()); ++i)
    out = out << 6U | (static_cast<unsigned char>(utf8[static_cast<std::size_t>(i)]) & 0x3FU);
  return out;
}

std::size_t count_letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string kind_of(const Keyboard& keyboard, std::string_view letter) {
  if (letter.empty()) return "start";
  if (letter == " " || letter == kSpaceKey) return "space";
  const auto known = keyboard.kinds.find(first_letter(letter));
  return known == keyboard.kinds.end() ? "letter" : known->second;
}

// Non-spacing marks of Lao and Thai.
bool is_mark(char32_t c) {
  return c == 0x0EB1 || (c >= 0x0EB4 && c <= 0x0EBC) || (c >= 0x0EC8 && c <= 0x0ECD) || c == 0x0E31 ||
         (c >= 0x0E34 && c <= 0x0E3A) || (c >= 0x0E47 && c <= 0x0E4E);
}

std::vector<Key> read_row(const json& row) {
  std::vector<Key> keys;
  for (const auto& entry : row) {
    const auto written = entry.get<std::string>();
    const auto star = written.find('*', 1);
    Key key{written.substr(0, star), 1, is_mark(first_letter(written))};
    if (star != std::string::npos) key.width = written[star + 1] - '0';
    keys.push_back(std::move(key));
  }
  return keys;
}

Keyboard read(const std::string& name, std::string_view text) {
  // The product's own data; a test reads all of it.
  const auto data = json::parse(text, nullptr, false);
  Keyboard keyboard;
  keyboard.name = name;
  if (!data.is_object()) return keyboard;
  keyboard.columns = data.value("columns", 0);
  for (const auto& row : data.value("rows", json::array())) keyboard.rows.push_back(read_row(row));
  if (const auto digits = data.find("digits"); digits != data.end()) {
    keyboard.digits = read_row(digits->value("keys", json::array()));
    keyboard.digits_place = digits->value("row", std::size_t{1}) - 1;
  }
  const auto kinds = data.value("kinds", json::object());
  const auto after = data.value("after", json::object());
  for (const auto& [kind, letters] : kinds.items()) {
    auto rest = letters.get<std::string>();
    while (!rest.empty()) {
      const auto at = last_start(rest);
      keyboard.kinds[first_letter(std::string_view(rest).substr(at))] = kind;
      rest.resize(at);
    }
  }
  for (const auto& [kind, before] : after.items())
    for (const auto& other : before) keyboard.after[kind].insert(other.get<std::string>());
  for (const auto& kind : data.value("replaces", json::array()))
    keyboard.replacing.insert(kind.get<std::string>());
  return keyboard;
}

}  // namespace

bool Keyboard::may_follow(std::string_view typed, const std::string& key) const {
  if (key == kDigitsKey || key == kGapKey) return false;  // no signs
  const auto last = typed.substr(last_start(typed));
  const auto kind = kind_of(*this, key);
  const auto before = kind_of(*this, last);
  if (kind == "space") return before != "start" && before != "space";
  const auto rule = after.find(kind);
  return rule == after.end() || rule->second.count(before) > 0;
}

std::string Keyboard::with(std::string_view typed, const std::string& key) const {
  std::string out(typed);
  if (!may_follow(typed, key)) return out;
  const auto at = last_start(typed);
  const auto kind = kind_of(*this, key);
  if (replacing.count(kind) > 0 && kind_of(*this, typed.substr(at)) == kind) out.resize(at);
  if (count_letters(out) >= kLongestTyped) return std::string(typed);
  return out + (key == kSpaceKey ? " " : key);
}

const std::vector<Keyboard>& keyboards() {
  static const std::vector<Keyboard> kKeyboards = [] {
    std::vector<Keyboard> read_all;
    for (const auto& [name, text] : keyboard_texts()) read_all.push_back(read(name, text));
    return read_all;
  }();
  return kKeyboards;
}

const Keyboard& keyboard_for(std::string_view language) {
  const auto base = language.substr(0, language.find('-'));
  const Keyboard* latin = nullptr;
  for (const auto& keyboard : keyboards()) {
    if (keyboard.name == base) return keyboard;
    if (keyboard.name == "latin") latin = &keyboard;
  }
  return latin == nullptr ? keyboards().front() : *latin;
}

std::string without_last(std::string_view typed) {
  return std::string(typed.substr(0, last_start(typed)));
}

}  // namespace gatecast::kiosk_ui
