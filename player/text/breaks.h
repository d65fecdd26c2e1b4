// Where a line of a paragraph may end: ICU's rules and dictionaries for the language, then ours:
// names of the glossary whole, numbers whole and with their unit, no Lao or Thai cluster or repetition sign
// cut. Threads: one owner. Errors: none; without ICU's data a line breaks at spaces. Source: UAX #14;
// typography.md 3.4.
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

 private:
  struct Iterators;
  struct Span {
    std::size_t start, end;
  };
  [[nodiscard]] std::vector<Span> find_names(std::u16string_view paragraph) const;
  std::vector<std::u16string> names_;  // of all languages, longest first
  std::unique_ptr<Iterators> iterators_;
};

// The number rules alone, over the flags that ICU gave.
void keep_numbers_whole(std::u16string_view paragraph, std::vector<bool>& may_break);

}  // namespace gatecast::text
