// Texts as the search compares them: words without case, without the marks of Latin letters (đ and ư too),
// without the tone marks of Lao and Thai, each letter written in one way; Chinese also by its sound.
// The same for pages when a release is built and for what a traveller types.
// Threads: one owner; ICU's transliterators keep state. Errors: create() where ICU lacks its data.
// Source: shared/domain/typography.md 3.5; Unicode UAX 15, UAX 29; CLDR Latin-ASCII, Han-Latin.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/result.h"

namespace gatecast::search {

class Folding {
 public:
  static Result<std::unique_ptr<Folding>> create();
  ~Folding();

  // The words of a text, in its order: cut as ICU cuts them (Lao, Thai and Chinese by dictionary).
  [[nodiscard]] std::vector<std::string> words(std::string_view text) const;
  // Cut at spaces and signs only: what somebody types, whose words the index knows better than a dictionary.
  [[nodiscard]] std::vector<std::u32string> runs(std::string_view text) const;
  // Pinyin of the Chinese words of a text: each syllable, and each word joined; nothing for other scripts.
  [[nodiscard]] std::vector<std::string> sounds(std::string_view text) const;

 private:
  struct Parts;
  Folding();
  std::unique_ptr<Parts> parts_;
};

// Lao, Thai, Khmer, Burmese, Chinese, Japanese: words are not parted by spaces.
bool is_written_without_spaces(char32_t letter);

std::u32string to_letters(std::string_view utf8);
std::string to_utf8(const std::u32string& letters);

}  // namespace gatecast::search
