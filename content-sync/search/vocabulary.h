// The words that an index knows in one language, and which of them somebody may have meant: whole words,
// beginnings, words with a letter wrong, and words run together (or written without spaces, as in Lao).
// Threads: immutable values. Errors: none; what nobody can have meant gives an empty group.
// Source: Damerau (1964) and Levenshtein (1966) for the distance; own dynamic programme for cutting runs.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace gatecast::search {

// Words of which a page should hold one.
struct Group {
  std::vector<std::string> words;
  bool is_beginning = false;  // of the only word: as far as it was typed
  bool is_word = false;       // a beginning that is a word as it stands, too
  int wrong = 0;              // letters in which the words differ from what was typed
  double weight = 1;          // more for longer words, less for those that are only alike
};

class Vocabulary {
 public:
  explicit Vocabulary(std::vector<std::u32string> words);
  // What a run of letters without a space means; `is_last`: it may be unfinished.
  [[nodiscard]] std::vector<Group> meanings(const std::u32string& run, bool is_last) const;

 private:
  struct Word {
    std::u32string letters;
    std::uint64_t mask = 0;  // which letters occur: a quick look before the slow one
  };
  [[nodiscard]] bool has(const std::u32string& word) const;
  [[nodiscard]] bool has_beginning(const std::u32string& letters) const;
  [[nodiscard]] Group alike(const std::u32string& run, bool is_last) const;
  class Cutting;
  [[nodiscard]] std::vector<Group> cut(const std::u32string& run, bool is_last, bool may_be_wrong) const;

  std::vector<Word> words_;  // sorted by their letters
  std::size_t longest_ = 0;
};

// Changes, insertions, losses and exchanges of neighbours between two words, as far as `most`, else most + 1.
// `is_beginning`: between `typed` and the beginning of `word` that is nearest to it.
int distance(const std::u32string& typed, const std::u32string& word, int most, bool is_beginning);

}  // namespace gatecast::search
