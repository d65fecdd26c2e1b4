#include "content-sync/search/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "content-sync/search/folding.h"

namespace gatecast::search {
namespace {

constexpr std::size_t kMostAlike = 12;
constexpr std::size_t kLongestRun = 60;
constexpr std::size_t kShortWord = 4;
constexpr double kWrongLetter = 0.6;  // of the weight, for each
// What a cut costs: the cheapest one is taken.
constexpr double kWordCosts = 1;
constexpr double kUnfinishedCosts = 1.3;
constexpr double kWrongCosts = 1.6;    // each wrong letter
constexpr double kUnknownCosts = 2.5;  // each letter that belongs to no word

std::uint64_t mask_of(const std::u32string& letters) {
  std::uint64_t mask = 0;
  for (const auto letter : letters) mask |= std::uint64_t{1} << (letter % 64U);
  return mask;
}

int most_wrong(std::size_t length) {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

// A short word that begins with another letter is another word: "wine" is no slip for "mine". Its first two
// letters may have changed places.
bool begins_alike(std::u32string_view typed, std::u32string_view word) {
  if (typed.empty() || word.empty() || std::min(typed.size(), word.size()) > kShortWord) return true;
  return typed[0] == word[0] ||
         (typed.size() > 1 && word.size() > 1 && typed[0] == word[1] && typed[1] == word[0]);
}

double weight_of(std::size_t length) {
  return static_cast<double>(std::min<std::size_t>(length, 12));
}

}  // namespace

namespace {

// From all of `a` to each beginning of `b`; false where even the nearest is farther than `most`. Rows lie on
// the stack: this is asked for thousands of words at each key.
using Distances = std::array<int, kLongestRun + 8>;
bool distances_of(std::u32string_view a, std::u32string_view b, int most, Distances& row) {
  Distances before{};
  Distances next{};
  const auto columns = std::min(b.size(), row.size() - 1);
  for (std::size_t j = 0; j <= columns; ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = static_cast<int>(i);
    int best = next[0];
    for (std::size_t j = 1; j <= columns; ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
      best = std::min(best, next[j]);
    }
    if (best > most + 1) return false;  // an exchange may take one back
    std::swap(before, row);
    std::swap(row, next);
  }
  return true;
}

}  // namespace

int distance(const std::u32string& typed, const std::u32string& word, int most, bool is_beginning) {
  const auto columns = word.size();
  const auto apart = typed.size() > columns ? typed.size() - columns : columns - typed.size();
  if (columns >= Distances().size() ||
      (apart > static_cast<std::size_t>(most) && (!is_beginning || typed.size() > columns)))
    return most + 1;
  Distances row{};
  if (!distances_of(typed, word, most, row)) return most + 1;
  const int found = is_beginning
                        ? *std::min_element(row.begin(), row.begin() + static_cast<long>(columns) + 1)
                        : row[columns];
  return std::min(found, most + 1);
}

Vocabulary::Vocabulary(std::vector<std::u32string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (auto& word : words) {
    if (word.empty() || word.size() > kLongestRun) continue;
    longest_ = std::max(longest_, word.size());
    const auto mask = mask_of(word);
    words_.push_back({std::move(word), mask});
  }
}

bool Vocabulary::has(const std::u32string& word) const {
  const auto at = std::lower_bound(words_.begin(), words_.end(), word,
                                   [](const Word& a, const std::u32string& b) { return a.letters < b; });
  return at != words_.end() && at->letters == word;
}

bool Vocabulary::has_beginning(const std::u32string& letters) const {
  const auto at = std::lower_bound(words_.begin(), words_.end(), letters,
                                   [](const Word& a, const std::u32string& b) { return a.letters < b; });
  return at != words_.end() && at->letters.compare(0, letters.size(), letters) == 0;
}

// The words that are nearest to a run.
Group Vocabulary::alike(const std::u32string& run, bool is_last) const {
  Group group;
  int least = most_wrong(run.size());
  if (least == 0) return group;
  const auto mask = mask_of(run);
  for (const auto& word : words_) {
    if (std::popcount(mask & ~word.mask) > least || !begins_alike(run, word.letters)) continue;
    const int wrong = distance(run, word.letters, least, is_last && word.letters.size() > run.size());
    if (wrong > least) continue;
    if (wrong < least) group.words.clear();
    least = wrong;
    if (group.words.size() < kMostAlike) group.words.push_back(to_utf8(word.letters));
  }
  group.weight = weight_of(run.size());
  group.wrong = least;
  for (int i = 0; i < least; ++i) group.weight *= kWrongLetter;
  return group;
}

// The cheapest way to see words in a run of letters, found from its beginning on.
class Vocabulary::Cutting {
 public:
  Cutting(const Vocabulary& vocabulary, const std::u32string& run, bool may_be_wrong)
      : vocabulary_(vocabulary), run_(run), may_be_wrong_(may_be_wrong), steps_(run.size() + 1) {
    steps_[0].cost = 0;
    if (!may_be_wrong) return;
    const auto mask = mask_of(run);
    for (const auto& word : vocabulary.words_)
      if (const int most = most_wrong(word.letters.size());
          most > 0 && std::popcount(word.mask & ~mask) <= most)
        possible_.push_back(&word);
  }

  // Empty where letters stay over and none may be wrong.
  std::vector<Group> groups(bool is_last) {
    for (std::size_t from = 0; from < run_.size(); ++from) {
      const auto rest = run_.substr(from);
      offer_words(from, rest);
      if (is_last && (rest.size() > 1 || from > 0) && vocabulary_.has_beginning(rest))
        offer(run_.size(), {steps_[from].cost + kUnfinishedCosts, from, nullptr, true, 0});
      offer_wrong_words(from, rest);
      if (may_be_wrong_) offer(from + 1, {steps_[from].cost + kUnknownCosts, from, nullptr, false, 0});
    }
    return cheapest();
  }

 private:
  struct Step {
    double cost = std::numeric_limits<double>::infinity();
    std::size_t from = 0;
    const Word* word = nullptr;  // null: a letter of no word, or an unfinished one
    bool is_unfinished = false;
    int wrong = 0;
  };
  void offer(std::size_t to, Step step) {
    if (step.cost < steps_[to].cost) steps_[to] = step;
  }
  void offer_words(std::size_t from, const std::u32string& rest) {
    const auto& words = vocabulary_.words_;
    for (std::size_t size = 1; size <= std::min(vocabulary_.longest_, rest.size()); ++size) {
      const auto at = std::lower_bound(words.begin(), words.end(), rest.substr(0, size),
                                       [](const Word& a, const std::u32string& b) { return a.letters < b; });
      if (at != words.end() && at->letters == rest.substr(0, size))
        offer(from + size, {steps_[from].cost + kWordCosts + (size == 1 ? 0.5 : 0), from, &*at, false, 0});
    }
  }
  void offer_wrong_words(std::size_t from, const std::u32string& rest) {
    for (const auto* word : possible_) {
      const auto size = word->letters.size();
      const int most = most_wrong(size);
      const auto shortest = size - static_cast<std::size_t>(most);  // such words have four letters and more
      if (shortest > rest.size() || !begins_alike(rest, word->letters)) continue;
      const auto longest = std::min(rest.size(), size + static_cast<std::size_t>(most));
      Distances wrong{};
      if (!distances_of(word->letters, std::u32string_view(rest).substr(0, longest), most, wrong)) continue;
      for (auto taken = shortest; taken <= longest; ++taken)
        if (wrong[taken] > 0 && wrong[taken] <= most)
          offer(from + taken, {steps_[from].cost + kWordCosts + wrong[taken] * kWrongCosts, from, word, false,
                               wrong[taken]});
    }
  }
  [[nodiscard]] std::vector<Group> cheapest() const {
    std::vector<Group> groups;
    if (steps_.back().cost == std::numeric_limits<double>::infinity()) return groups;
    for (auto at = run_.size(); at > 0; at = steps_[at].from) {
      const auto& step = steps_[at];
      if (step.word == nullptr && !step.is_unfinished) continue;
      const auto seen = run_.substr(step.from, at - step.from);
      Group group{{to_utf8(step.word == nullptr ? seen : step.word->letters)},
                  step.is_unfinished,
                  false,
                  step.wrong,
                  weight_of(seen.size())};
      for (int i = 0; i < step.wrong; ++i) group.weight *= kWrongLetter;
      groups.push_back(std::move(group));
    }
    std::reverse(groups.begin(), groups.end());
    return groups;
  }

  const Vocabulary& vocabulary_;
  const std::u32string& run_;
  bool may_be_wrong_;
  std::vector<Step> steps_;
  std::vector<const Word*> possible_;
};

std::vector<Group> Vocabulary::cut(const std::u32string& run, bool is_last, bool may_be_wrong) const {
  return Cutting(*this, run, may_be_wrong).groups(is_last);
}

std::vector<Group> Vocabulary::meanings(const std::u32string& whole, bool is_last) const {
  const auto run = whole.substr(0, kLongestRun);
  const auto one = [&](bool is_beginning) {
    return std::vector<Group>{
        {{to_utf8(run)}, is_beginning, is_beginning && has(run), 0, weight_of(run.size())}};
  };
  if (is_last && has_beginning(run)) return one(true);
  if (has(run)) return one(false);
  if (is_written_without_spaces(run.front())) return cut(run, is_last, true);
  if (has_beginning(run)) return one(true);
  auto together = cut(run, is_last, false);
  const bool is_of_scraps = std::any_of(together.begin(), together.end(), [](const Group& group) {
    return group.words.front().size() < 2 && !group.is_beginning;
  });
  if (!together.empty() && !is_of_scraps && together.size() <= 2) return together;
  if (auto group = alike(run, is_last); !group.words.empty()) return {std::move(group)};
  if (!together.empty() && !is_of_scraps) return together;
  return {};
}

}  // namespace gatecast::search
