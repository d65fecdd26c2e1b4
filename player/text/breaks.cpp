#include "player/text/breaks.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

int line_class(char32_t c) {
  return u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_LINE_BREAK);
}
bool is_complex(char32_t c) {
  return line_class(c) == U_LB_COMPLEX_CONTEXT;
}  // Lao, Thai: by dictionary
bool is_letter(char32_t c) {
  return u_isalpha(static_cast<UChar32>(c)) != 0;
}
bool is_ideograph(char32_t c) {
  return line_class(c) == U_LB_IDEOGRAPHIC;
}
bool is_hangul(char32_t c) {
  return line_class(c) == U_LB_H2 || line_class(c) == U_LB_H3;
}

// Lao and Thai vowels and signs that belong to the letter before them, or to the word (repetition,
// abbreviation).
bool leans_on_previous(char32_t c) {
  return is_mark(c) || c == 0x0E30 || c == 0x0E32 || c == 0x0E45 || c == 0x0E46 || c == 0x0E2F ||
         c == 0x0EB0 || c == 0x0EB2 || c == 0x0EC6 || c == 0x0EAF || c == 0x0EBD;
}
bool leans_on_next(char32_t c) {
  return (c >= 0x0E40 && c <= 0x0E44) || (c >= 0x0EC0 && c <= 0x0EC4);
}

char32_t before(std::u16string_view text, std::size_t index) {
  if (index == 0) return 0;
  U16_BACK_1(text.data(), 0, index);
  return character_at(text, index);
}
char32_t after(std::u16string_view text, std::size_t index) {
  return index < text.size() ? character_at(text, index) : 0;
}

void keep_clusters_whole(std::u16string_view text, std::vector<bool>& may_break) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!may_break[i]) continue;
    const char32_t previous = before(text, i);
    if (leans_on_previous(after(text, i)) || leans_on_next(previous)) may_break[i] = false;
    if (line_class(after(text, i)) == U_LB_CONDITIONAL_JAPANESE_STARTER) may_break[i] = false;
    if (previous == 0x2060 || after(text, i) == 0x2060) may_break[i] = false;
  }
}

// A dash between spaces ends its line: at the head of the next one it would look like the first of a list.
void keep_dashes_at_ends(std::u16string_view text, std::vector<bool>& may_break) {
  const auto is_dash = [](char32_t c) { return c == 0x2013 || c == 0x2014 || c == '-'; };
  for (std::size_t i = 1; i < text.size(); ++i)
    if (is_dash(text[i]) && is_space(text[i - 1]) && (i + 1 == text.size() || is_space(text[i + 1])))
      may_break[i] = false;
}

// Korean breaks at spaces only.
void keep_korean_words_whole(std::u16string_view text, std::vector<bool>& may_break) {
  for (std::size_t i = 1; i < text.size(); ++i)
    if (is_hangul(before(text, i)) && (is_hangul(after(text, i)) || is_letter(after(text, i))))
      may_break[i] = false;
}

std::string locale_name(const std::string& language) {
  return language.starts_with("ja") ? language + "-u-lb-strict-lw-phrase" : language;
}

}  // namespace

struct LineBreaker::Iterators {
  std::map<std::string, std::unique_ptr<icu::BreakIterator>> by_language;

  icu::BreakIterator* get(const std::string& language) {
    const auto found = by_language.find(language);
    if (found != by_language.end()) return found->second.get();
    if (by_language.size() >= 32) by_language.clear();
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::forLanguageTag(locale_name(language), status);
    status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createLineInstance(locale, status));
    if (U_FAILURE(status)) iterator.reset();
    return by_language.emplace(language, std::move(iterator)).first->second.get();
  }
};

LineBreaker::LineBreaker(const std::map<std::string, std::vector<std::string>>& glossary)
    : iterators_(std::make_unique<Iterators>()) {
  for (const auto& [language, names] : glossary)
    for (const std::string& name : names) names_.push_back(to_nfc_utf16(name));
  names_.emplace_back(u"ください");  // "please", on half of all Japanese signs; ICU's phrases cut it
  std::erase_if(names_, [](const std::u16string& name) { return name.empty(); });
  std::sort(names_.begin(), names_.end(),
            [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

LineBreaker::~LineBreaker() = default;

std::vector<LineBreaker::Span> LineBreaker::find_names(std::u16string_view text) const {
  std::vector<Span> spans;
  std::vector<bool> taken(text.size(), false);
  // A name in an alphabet is a whole word: "Lao" is not in "Laos".
  auto is_inside_word = [](char32_t outer, char32_t inner) {
    return is_letter(outer) && is_letter(inner) && !is_complex(outer) && !is_ideograph(outer) &&
           !is_hangul(outer);
  };
  for (const std::u16string& name : names_) {
    for (auto start = text.find(name); start != text.npos; start = text.find(name, start + 1)) {
      const std::size_t end = start + name.size();
      const bool overlaps =
          std::any_of(taken.begin() + static_cast<std::ptrdiff_t>(start),
                      taken.begin() + static_cast<std::ptrdiff_t>(end), [](bool t) { return t; });
      if (overlaps || is_inside_word(before(text, start), after(text, start)) ||
          is_inside_word(after(text, end), before(text, end)) || is_mark(after(text, end)))
        continue;
      std::fill(taken.begin() + static_cast<std::ptrdiff_t>(start),
                taken.begin() + static_cast<std::ptrdiff_t>(end), true);
      spans.push_back({start, end});
    }
  }
  return spans;
}

std::vector<bool> LineBreaker::breaks(std::u16string_view paragraph, const std::string& language) {
  std::vector<bool> may_break(paragraph.size() + 1, false);
  // A name stands as one Latin word while ICU looks, so that its dictionary does not cut around it.
  std::u16string masked(paragraph);
  const auto names = find_names(paragraph);
  for (const Span& name : names)
    std::fill(masked.begin() + static_cast<std::ptrdiff_t>(name.start),
              masked.begin() + static_cast<std::ptrdiff_t>(name.end), u'a');
  if (auto* iterator = iterators_->get(language)) {
    const icu::UnicodeString text(false, masked.data(), static_cast<std::int32_t>(masked.size()));
    iterator->setText(text);
    for (auto i = iterator->first(); i != icu::BreakIterator::DONE; i = iterator->next())
      may_break[static_cast<std::size_t>(i)] = true;
  } else {
    for (std::size_t i = 1; i < masked.size(); ++i) may_break[i] = masked[i - 1] == u' ';
  }
  for (const Span& name : names) {
    if (is_complex(before(paragraph, name.start))) may_break[name.start] = true;
    if (is_complex(after(paragraph, name.end))) may_break[name.end] = true;
  }
  if (language.starts_with("ko")) keep_korean_words_whole(masked, may_break);
  keep_clusters_whole(paragraph, may_break);
  keep_dashes_at_ends(paragraph, may_break);
  keep_numbers_whole(paragraph, may_break);
  may_break.front() = false;
  may_break.back() = false;
  return may_break;
}

}  // namespace gatecast::text
