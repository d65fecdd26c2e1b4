// Where a line of a paragraph may end: ICU's rules and dictionaries for the language, then ours: names of the
// glossary and of the project's dictionary (assets/dictionary) whole, numbers whole and with their unit, no
// Lao or Thai cluster or repetition sign cut, Korean by words, Japanese by strict rules and phrases. Threads:
// one owner. Errors: none; without ICU's data a line breaks at spaces. Source: UAX #14; typography.md 3.4.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatecast::text {

class LineBreaker {
 public:
  explicit LineBreaker(const std::map<std::string, std::vector<std::string>>& glossary);
  ~LineBreaker();
  LineBreaker(const LineBreaker&) = delete;
  LineBreaker& operator=(const LineBreaker&) = delete;
  // One flag for each index 0..size: may a new line start here? (0 and size: no)
  std::vector<bool> breaks(std::u16string_view paragraph, const std::string& language);
  // Chinese may break between any two letters, and reads better between words: a flag for each index 0..size,
  // does a word of ICU's dictionary or of the glossary start here? Empty for other languages.
  std::vector<bool> word_starts(std::u16string_view paragraph, const std::string& language);

 private:
  struct Iterators;
  struct Span {
    std::size_t start, end;
  };
  struct Name {
    std::u16string text;
    bool is_complex = false;  // Lao or Thai: words stand without spaces
  };
  [[nodiscard]] std::vector<Span> find_names(std::u16string_view paragraph) const;
  void drop_chance_matches(std::u16string_view paragraph, const std::string& language,
                           std::vector<Span>& names) const;
  // ICU's own breaks, with these names standing as one Latin word each.
  [[nodiscard]] std::vector<bool> raw_breaks(std::u16string_view paragraph, const std::string& language,
                                             const std::vector<Span>& names) const;
  std::vector<Name> names_;  // of all languages, longest first
  std::unique_ptr<Iterators> iterators_;
};

// The lines of assets/dictionary, without its remarks; built into the program.
std::vector<std::string> dictionary_words();

// The number rules alone, over the flags that ICU gave.
void keep_numbers_whole(std::u16string_view paragraph, std::vector<bool>& may_break);

}  // namespace gatecast::text
