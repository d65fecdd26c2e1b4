#include "player/text/lines.h"

#include <algorithm>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

class ParagraphBreaker {
 public:
  ParagraphBreaker(Shaper& shaper, const Paragraph& paragraph, const std::string& language, double max_em)
      : shaper_(shaper), p_(paragraph), language_(language), max_em_(max_em) {}

  void run(std::size_t number, LineSpans& out) {
    const std::size_t size = p_.text.size();
    std::size_t start = 0;
    while (start < size && is_space(p_.text[start])) ++start;
    if (start == size) out.lines.push_back({number, size, size});
    while (start < size) {
      const std::size_t next = next_start(start, out.is_overfull);
      out.lines.push_back({number, start, visible_end(start, next)});
      start = next;
    }
  }

 private:
  std::size_t visible_end(std::size_t start, std::size_t end) const {
    while (end > start && (is_space(p_.text[end - 1]) || p_.text[end - 1] == 0x200B)) --end;
    return end;
  }
  double width_em(std::size_t start, std::size_t end) const {
    return p_.advance_before_em[end] - p_.advance_before_em[start];
  }

  // Where the line after the one from `start` begins.
  std::size_t next_start(std::size_t start, bool& is_overfull) {
    const std::size_t size = p_.text.size();
    fitting_.clear();
    std::size_t end = start + 1;
    for (; end <= size; ++end) {
      if (end < size && !p_.may_break[end]) continue;
      if (width_em(start, visible_end(start, end)) > max_em_) break;
      fitting_.push_back(end);
    }
    // Kerning at the cut may differ from the sum: then one word less.
    while (fitting_.size() > 1 && exact_width_em(start, visible_end(start, fitting_.back())) > max_em_)
      fitting_.pop_back();
    if (!fitting_.empty()) return fitting_.back();
    is_overfull = true;
    return cut_word(start, std::min(end, size));
  }

  std::size_t cut_word(std::size_t start, std::size_t end) const {
    std::size_t cut = cluster_end(p_.text, start);
    while (cut < end) {
      const std::size_t longer = cluster_end(p_.text, cut);
      if (width_em(start, longer) > max_em_) break;
      cut = longer;
    }
    return std::min(cut, end);
  }

  double exact_width_em(std::size_t start, std::size_t end) {
    double width = width_em(start, end);
    for (const ShapedItem& shaped : p_.items) {
      if (is_safe_cut(shaped, start) && is_safe_cut(shaped, end)) continue;
      const std::size_t from = std::max(start, shaped.item.start);
      const std::size_t to = std::min(end, shaped.item.end);
      width -= width_em(from, to);
      for (const ShapedGlyph& glyph : shaper_.piece(p_, shaped, from, to, language_))
        width += glyph.advance_em * shaped.item.scale;
    }
    return width;
  }

  Shaper& shaper_;
  const Paragraph& p_;
  const std::string& language_;
  double max_em_;
  std::vector<std::size_t> fitting_;
};

}  // namespace

LineSpans break_lines(Shaper& shaper, const ShapedText& shaped, const std::string& language,
                      double max_width_em) {
  LineSpans spans;
  spans.is_overfull = shaped.is_cut;
  constexpr double kRounding = 1e-6;
  for (std::size_t i = 0; i < shaped.paragraphs.size(); ++i)
    ParagraphBreaker(shaper, shaped.paragraphs[i], language, max_width_em + kRounding).run(i, spans);
  return spans;
}

LineSpans balance_lines(Shaper& shaper, const ShapedText& shaped, const std::string& language,
                        double max_width_em, LineSpans greedy) {
  constexpr std::size_t kMostBalanced = 8;
  constexpr double kCloseEnough = 0.2;  // em
  const std::size_t lines = greedy.lines.size();
  if (lines < 2 || lines > kMostBalanced || greedy.is_overfull) return greedy;
  double wide = 0;
  for (const LineSpan& line : greedy.lines) {
    const auto& before = shaped.paragraphs[line.paragraph].advance_before_em;
    wide = std::max(wide, before[line.end] - before[line.start]);
  }
  wide = std::min(wide, max_width_em);
  for (double narrow = wide / static_cast<double>(lines); wide - narrow > kCloseEnough;) {
    const double middle = (narrow + wide) / 2;
    LineSpans candidate = break_lines(shaper, shaped, language, middle);
    if (candidate.lines.size() == lines && !candidate.is_overfull) {
      wide = middle;
      greedy = std::move(candidate);
    } else {
      narrow = middle;
    }
  }
  return greedy;
}

}  // namespace gatecast::text
