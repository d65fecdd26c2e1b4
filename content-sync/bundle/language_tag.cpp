#include "content-sync/bundle/language_tag.h"

#include <algorithm>

namespace gatecast::bundle {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Calls f(subtag, index) for each part between hyphens.
template <class F>
void for_each_subtag(std::string_view tag, F f) {
  std::size_t index = 0;
  for (std::size_t begin = 0; begin <= tag.size(); ++index) {
    const auto end = std::min(tag.find('-', begin), tag.size());
    f(tag.substr(begin, end - begin), index);
    begin = end + 1;
  }
}

}  // namespace

bool is_well_formed_tag(std::string_view tag) {
  if (tag.size() > 35) return false;
  bool is_well_formed = true;
  for_each_subtag(tag, [&](std::string_view subtag, std::size_t index) {
    const bool letters = std::all_of(subtag.begin(), subtag.end(), is_letter);
    const bool alphanumeric =
        std::all_of(subtag.begin(), subtag.end(), [](char c) { return is_letter(c) || is_digit(c); });
    if (index == 0)
      is_well_formed = letters && (subtag.size() == 2 || subtag.size() == 3);
    else if (subtag.empty() || subtag.size() > 8 || !alphanumeric)
      is_well_formed = false;
  });
  return is_well_formed;
}

LanguageTag canonical_case(std::string_view tag) {
  LanguageTag canonical;
  for_each_subtag(tag, [&](std::string_view subtag, std::size_t index) {
    if (index > 0) canonical += '-';
    const bool letters = std::all_of(subtag.begin(), subtag.end(), is_letter);
    for (std::size_t i = 0; i < subtag.size(); ++i) {
      const bool is_region = index > 0 && subtag.size() == 2 && letters;
      const bool is_script_start = index > 0 && subtag.size() == 4 && letters && i == 0;
      canonical += is_region || is_script_start ? upper(subtag[i]) : lower(subtag[i]);
    }
  });
  return canonical;
}

std::optional<LanguageTag> truncated(const LanguageTag& tag) {
  auto cut = tag.rfind('-');
  if (cut == LanguageTag::npos) return std::nullopt;
  // A single character introduces an extension and goes together with what followed it.
  if (cut >= 2 && tag[cut - 2] == '-') cut -= 2;
  return tag.substr(0, cut);
}

namespace {

std::optional<ChosenText> look_up(const TextByLanguage& texts, const LanguageTag& language) {
  for (std::optional<LanguageTag> tag = language; tag; tag = truncated(*tag))
    if (const auto found = texts.find(*tag); found != texts.end()) return ChosenText{*tag, found->second};
  return std::nullopt;
}

}  // namespace

std::optional<ChosenText> choose_text(const TextByLanguage& texts, const LanguageTag& language,
                                      const LanguageSet& set) {
  if (auto chosen = look_up(texts, language)) return chosen;
  for (const auto& fallback : set.fallback)
    if (auto chosen = look_up(texts, fallback)) return chosen;
  return std::nullopt;
}

}  // namespace gatecast::bundle
