// Three places where the pinned faces let marks run into letters, found by judging every cluster. Noto Sans
// Thai and Thai UI keep the tall form of lo chula under a tone mark when a vowel hangs below it; Noto Sans
// Lao and Lao UI, bold, set mai ti into the stem of the four tall letters, and vowels above against it.
#include <algorithm>

#include "player/text/shape.h"

namespace gatecast::text {
namespace {

constexpr double kClearOfStem = 0.13;  // em; the mark reaches 0.08 em below the stem's top
constexpr double kBesideStem = 0.03;   // em; a vowel's foot stands a hair's breadth from the stem
constexpr int kBold = 600;

bool is_thai_tone(char16_t c) {
  return c >= 0x0E48 && c <= 0x0E4B;
}
bool is_thai_below(char16_t c) {
  return c == 0x0E38 || c == 0x0E39;
}
bool is_tall_lao(char16_t c) {
  return c == u'ປ' || c == u'ຝ' || c == u'ຟ' || c == u'ຢ';
}
bool is_lao_above(char16_t c) {
  return c >= 0x0EB4 && c <= 0x0EB7;
}
bool is_lao_below(char16_t c) {
  return c == 0x0EB8 || c == 0x0EB9;
}

// The glyphs of the cluster that begins at `index`.
struct Glyphs {
  std::vector<ShapedGlyph>::iterator first, last;
};
Glyphs glyphs_at(std::vector<ShapedGlyph>& glyphs, std::size_t index) {
  const auto first = std::find_if(glyphs.begin(), glyphs.end(),
                                  [&](const ShapedGlyph& glyph) { return glyph.cluster == index; });
  const auto last =
      std::find_if(first, glyphs.end(), [&](const ShapedGlyph& glyph) { return glyph.cluster != index; });
  return {first, last};
}

}  // namespace

void Shaper::mend_marks(std::u16string_view text, const Item& item, const std::string& language,
                        std::vector<ShapedGlyph>& glyphs) {
  const bool is_thai = item.script == "Thai";
  const bool is_bold_lao = item.script == "Laoo" && faces_.face(item.face).file.weight >= kBold;
  if (!is_thai && !is_bold_lao) return;
  const auto at = [&](std::size_t i) { return i < item.end ? text[i] : char16_t{0}; };
  for (std::size_t i = item.start; i < item.end; ++i) {
    if (is_thai && text[i] == u'ฬ' && is_thai_below(at(i + 1)) && is_thai_tone(at(i + 2))) {
      const auto [first, last] = glyphs_at(glyphs, i);
      if (last - first != 3) continue;
      // As the face does it without the vowel: the short letter, the tone over its middle.
      const std::u16string without{text[i], at(i + 2)};
      Item alone = item;
      alone.start = 0;
      alone.end = without.size();
      const auto right = shape_range(without, alone, 0, without.size(), language);
      if (right.size() != 2) continue;
      first->glyph = right[0].glyph;
      first->advance_em = right[0].advance_em;
      const auto tone = last - 1;
      tone->glyph = right[1].glyph;
      tone->x_em = right[1].x_em;
      tone->y_em = right[1].y_em;
    } else if (is_bold_lao && is_tall_lao(text[i]) && is_lao_above(at(i + 1))) {
      const auto [first, last] = glyphs_at(glyphs, i);
      for (auto mark = first; mark != last; ++mark)
        if (mark != first) mark->x_em -= kBesideStem;
    } else if (is_bold_lao && is_tall_lao(text[i])) {
      const auto mark = i + (is_lao_below(at(i + 1)) ? 2 : 1);
      if (at(mark) != 0x0ECA || at(mark + 1) == 0x0EB3) continue;  // with AM the face has a sign of its own
      const auto [first, last] = glyphs_at(glyphs, i);
      if (last - first >= 2) (last - 1)->y_em += kClearOfStem;
    }
  }
}

}  // namespace gatecast::text
