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

// Korean breaks at spaces, before an opening bracket and behind a middle dot: never between a number or a
// closing bracket and the ending that belongs to it.
void keep_korean_words_whole(std::u16string_view text, std::vector<bool>& may_break) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char32_t previous = before(text, i);
    const char32_t next = after(text, i);
    if (is_space(previous) || line_class(next) == U_LB_OPEN_PUNCTUATION) continue;
    if (previous != 0xB7 && (is_hangul(previous) || is_hangul(next))) may_break[i] = false;
  }
}

// "and/or" is one word, and so is "USD/người"; an address breaks behind its single slashes, as it must
// somewhere.
void keep_slashes_whole(std::u16string_view text, std::vector<bool>& may_break) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i - 1] != u'/' || !may_break[i]) continue;
    auto start = i;
    while (start > 0 && !is_space(text[start - 1])) --start;
    const auto end = std::min(text.find(u' ', i), text.size());
    const bool is_address = text.substr(start, end - start).find(u"://") != text.npos ||
                            text.substr(start, end - start).find(u"www.") != text.npos;
    const bool is_scheme = i >= 2 && text[i - 2] == u'/';
    if (is_scheme || (!is_address && is_letter(after(text, i)))) may_break[i] = false;
  }
}

std::string locale_name(const std::string& language) {
  return language.starts_with("ja") ? language + "-u-lb-strict-lw-phrase" : language;
}

}  // namespace

struct LineBreaker::Iterators {
  std::map<std::string, std::unique_ptr<icu::BreakIterator>> by_language;
  std::unique_ptr<icu::BreakIterator> chinese_words;

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
  const auto add = [&](const std::string& name) {
    auto text = to_nfc_utf16(name);
    if (text.empty()) return;
    const bool has_complex = std::any_of(text.begin(), text.end(), [](char16_t c) { return is_complex(c); });
    names_.push_back({std::move(text), has_complex});
  };
  for (const auto& [language, names] : glossary)
    for (const std::string& name : names) add(name);
  for (const std::string& word : dictionary_words()) add(word);
  add("ください");  // "please", on half of all Japanese signs; ICU's phrases cut it
  std::sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) {
    return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a.text < b.text;
  });
  const auto last = std::unique(names_.begin(), names_.end(),
                                [](const Name& a, const Name& b) { return a.text == b.text; });
  names_.erase(last, names_.end());
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
  const bool has_complex = std::any_of(text.begin(), text.end(), [](char16_t c) { return is_complex(c); });
  for (const auto& [name, name_is_complex] : names_) {
    if (name_is_complex && !has_complex) continue;
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

std::vector<bool> LineBreaker::raw_breaks(std::u16string_view paragraph, const std::string& language,
                                          const std::vector<Span>& names) const {
  std::vector<bool> may_break(paragraph.size() + 1, false);
  // A name stands as one Latin word while ICU looks, so that its dictionary does not cut around it.
  std::u16string masked(paragraph);
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
  return may_break;
}

// The letters of La Lay stand in the Lao "report of the time" too, over two words. Words without spaces are
// read in the fewest pieces: a name that makes more of them than ICU finds without it is none.
void LineBreaker::drop_chance_matches(std::u16string_view paragraph, const std::string& language,
                                      std::vector<Span>& names) const {
  if (std::none_of(names.begin(), names.end(),
                   [&](const Span& name) { return is_complex(after(paragraph, name.start)); }))
    return;
  const auto plain = raw_breaks(paragraph, language, {});
  const auto pieces = std::count(plain.begin(), plain.end(), true);
  std::erase_if(names, [&](const Span& name) {
    if (!is_complex(after(paragraph, name.start)) || (plain[name.start] && plain[name.end])) return false;
    const auto with = raw_breaks(paragraph, language, {name});
    return std::count(with.begin(), with.end(), true) > pieces;
  });
}

std::vector<bool> LineBreaker::word_starts(std::u16string_view paragraph, const std::string& language) {
  if (language != "zh" && !language.starts_with("zh-")) return {};
  auto& iterator = iterators_->chinese_words;
  UErrorCode status = U_ZERO_ERROR;
  if (!iterator) iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
  if (U_FAILURE(status) || !iterator) return {};
  std::vector<bool> starts(paragraph.size() + 1, false);
  const icu::UnicodeString text(false, paragraph.data(), static_cast<std::int32_t>(paragraph.size()));
  iterator->setText(text);
  for (auto i = iterator->first(); i != icu::BreakIterator::DONE; i = iterator->next())
    starts[static_cast<std::size_t>(i)] = true;
  for (const Span& name : find_names(paragraph)) {
    starts[name.start] = starts[name.end] = true;
    for (auto i = name.start + 1; i < name.end; ++i) starts[i] = false;
  }
  return starts;
}

std::vector<bool> LineBreaker::breaks(std::u16string_view paragraph, const std::string& language) {
  auto names = find_names(paragraph);
  drop_chance_matches(paragraph, language, names);
  auto may_break = raw_breaks(paragraph, language, names);
  for (const Span& name : names)
    for (auto i = name.start + 1; i < name.end; ++i) may_break[i] = false;
  if (language.starts_with("ko")) keep_korean_words_whole(paragraph, may_break);
  keep_clusters_whole(paragraph, may_break);
  keep_dashes_at_ends(paragraph, may_break);
  keep_slashes_whole(paragraph, may_break);
  keep_numbers_whole(paragraph, may_break);
  may_break.front() = false;
  may_break.back() = false;
  return may_break;
}

}  // namespace gatecast::text
