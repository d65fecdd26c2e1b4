#include "player/text/line_sense.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

// Words that lean on the next one; English and Vietnamese stand between spaces.
constexpr std::array kSpaced = {u"at",  u"to",    u"in",    u"on",  u"of",  u"the",  u"a",
                                u"an",  u"by",    u"and",   u"for", u"or",  u"from", u"in",
                                u"no",  u"until", u"ở",     u"tại", u"đến", u"từ",   u"và",
                                u"của", u"trong", u"không", u"về",  u"với", u"cho",  u"hoặc"};
// Lao and Thai are written without spaces: the word before a break that may be taken.
constexpr std::array kJoined = {u"ທີ່", u"ໄປ", u"ຮອດ", u"ຈາກ", u"ຢູ່",  u"ແລະ", u"ໃນ",
                                u"ที่", u"ไป", u"ถึง",  u"จาก", u"อยู่", u"และ", u"ใน"};
constexpr std::size_t kMostBreaks = 24;  // 2,024 ways to set four lines
constexpr std::size_t kMostLines = 4;
constexpr double kDangling = 0.3;  // of the width; what a line may be the wider for
constexpr double kSentence = 0.25;
// Chinese: a break in a word, beside a word of one letter ("室", "在"), behind a clause.
constexpr double kInWord = 0.35;
constexpr double kBesideLetter = 0.12;
constexpr double kClause = 0.12;

bool is_sentence_end(char16_t c) {
  return c == u'.' || c == u'!' || c == u'?' || c == u'。' || c == u'！' || c == u'？';
}

class Parting {
 public:
  Parting(const Paragraph& paragraph, double max_em) : p_(paragraph), max_em_(max_em) {}

  // The ends of the lines of the best setting; empty where there is none.
  std::vector<std::size_t> best(std::size_t start, std::size_t end, std::size_t lines) {
    start_ = start;
    end_ = end;
    for (std::size_t i = start + 1; i < end; ++i)
      if (p_.may_break[i]) breaks_.push_back(i);
    if (breaks_.size() > kMostBreaks || breaks_.size() + 1 < lines) return {};
    std::vector<std::size_t> chosen;
    choose(chosen, 0, lines - 1);
    return best_;
  }
  double cost(const std::vector<std::size_t>& cuts) const {
    double widest = 0;
    double sum = 0;
    std::size_t from = start_;
    for (std::size_t n = 0; n <= cuts.size(); ++n) {
      const std::size_t to = n < cuts.size() ? cuts[n] : end_;
      widest = std::max(widest, width(from, to));
      if (n < cuts.size()) sum += cost_of_break(to);
      from = to;
    }
    constexpr double kTooWide = 1e6;
    return (widest > max_em_ ? kTooWide : widest / max_em_) + sum;
  }
  std::size_t visible_end(std::size_t from, std::size_t to) const {
    while (to > from && (is_space(p_.text[to - 1]) || p_.text[to - 1] == 0x200B)) --to;
    return to;
  }

 private:
  double width(std::size_t from, std::size_t to) const {
    return p_.advance_before_em[visible_end(from, to)] - p_.advance_before_em[from];
  }
  double cost_of_break(std::size_t at) const {
    const std::size_t end = visible_end(start_, at);
    if (end == start_) return 0;
    if (is_sentence_end(p_.text[end - 1])) return -kSentence;
    if (!p_.starts_word.empty()) return cost_between_words(at);
    return leans_on_next(end) ? kDangling : 0;
  }
  double cost_between_words(std::size_t at) const {
    const auto& starts = p_.starts_word;
    if (!starts[at]) return kInWord;
    const char16_t before = p_.text[at - 1];
    if (before == u'，' || before == u'；' || before == u'：') return -kClause;
    const bool is_beside_letter =
        (u_isalpha(before) != 0 && (at < 2 || starts[at - 1])) ||
        (u_isalpha(p_.text[at]) != 0 && (at + 1 >= starts.size() || starts[at + 1]));
    return is_beside_letter ? kBesideLetter : 0;
  }
  bool leans_on_next(std::size_t end) const {
    const std::u16string_view text(p_.text);
    std::size_t begin = end;
    while (begin > start_ && !is_space(text[begin - 1])) --begin;
    std::u16string word(text.substr(begin, end - begin));
    for (char16_t& c : word) c = static_cast<char16_t>(u_tolower(c));
    if (std::find(kSpaced.begin(), kSpaced.end(), word) != kSpaced.end()) return true;
    return std::any_of(kJoined.begin(), kJoined.end(), [&](std::u16string_view joined) {
      return word.size() > joined.size() &&
             word.compare(word.size() - joined.size(), joined.size(), joined) == 0 &&
             p_.may_break[end - joined.size()];
    });
  }
  void choose(std::vector<std::size_t>& chosen, std::size_t from, std::size_t left) {
    if (left == 0) {
      const double now = cost(chosen);
      if (now < best_cost_) {
        best_cost_ = now;
        best_ = chosen;
      }
      return;
    }
    for (std::size_t i = from; i + left <= breaks_.size(); ++i) {
      chosen.push_back(breaks_[i]);
      choose(chosen, i + 1, left - 1);
      chosen.pop_back();
    }
  }

  const Paragraph& p_;
  double max_em_;
  std::size_t start_ = 0;
  std::size_t end_ = 0;
  std::vector<std::size_t> breaks_;
  std::vector<std::size_t> best_;
  double best_cost_ = 1e5;
};

}  // namespace

LineSpans part_by_sense(const ShapedText& shaped, const std::string& language, double max_width_em,
                        LineSpans balanced) {
  const auto base = language.substr(0, language.find('-'));
  if (base == "ja" || base == "ko") return balanced;
  constexpr double kKerning = 0.05;  // em: the sum of advances is not exact at a cut
  for (std::size_t first = 0; first < balanced.lines.size();) {
    std::size_t last = first + 1;
    while (last < balanced.lines.size() && balanced.lines[last].paragraph == balanced.lines[first].paragraph)
      ++last;
    const std::size_t count = last - first;
    const Paragraph& paragraph = shaped.paragraphs[balanced.lines[first].paragraph];
    if (count >= 2 && count <= kMostLines) {
      Parting parting(paragraph, max_width_em - kKerning);
      const std::size_t start = balanced.lines[first].start;
      std::vector<std::size_t> now;
      for (std::size_t i = first + 1; i < last; ++i) now.push_back(balanced.lines[i].start);
      const auto best = parting.best(start, balanced.lines[last - 1].end, count);
      constexpr double kWorthIt = 0.1;
      if (!best.empty() && parting.cost(best) + kWorthIt < parting.cost(now)) {
        std::size_t from = start;
        for (std::size_t i = 0; i < count; ++i) {
          const std::size_t to = i < best.size() ? best[i] : balanced.lines[last - 1].end;
          balanced.lines[first + i].start = from;
          balanced.lines[first + i].end = parting.visible_end(from, to);
          from = to;
        }
      }
    }
    first = last;
  }
  return balanced;
}

}  // namespace gatecast::text
