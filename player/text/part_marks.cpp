// Signs above two neighbouring letters that would touch: the bold faces draw the Lao vowels i and ii wider
// than their letters, so that two of them in a row grow together into one line (ດີປີ).
#include <hb.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "player/text/shape.h"

namespace gatecast::text {
namespace {

constexpr double kLeastGap = 0.03;  // em

// Ink in em, from the beginning of the item.
struct Ink {
  double left, right, bottom, top;
};

bool are_level(const Ink& one, const Ink& other) {
  return one.bottom < other.top && other.bottom < one.top;
}

std::optional<Ink> ink_of(const Face& face, const ShapedGlyph& glyph, double pen) {
  hb_glyph_extents_t extents{};
  if (hb_font_get_glyph_extents(face.font.get(), glyph.glyph, &extents) == 0 || extents.width == 0) return {};
  const double em = face.units_per_em;
  const double left = pen + glyph.x_em + extents.x_bearing / em;
  const double top = glyph.y_em + extents.y_bearing / em;
  return Ink{left, left + extents.width / em, top + extents.height / em, top};  // its height is negative
}

}  // namespace

void part_marks(const Face& face, std::vector<ShapedGlyph>& glyphs) {
  std::vector<Ink> before;  // marks of the letter before
  std::vector<Ink> here;
  double pen = 0;
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    const bool is_new = i == 0 || glyphs[i].cluster != glyphs[i - 1].cluster;
    if (is_new) before = std::exchange(here, {});
    pen += glyphs[i].advance_em;
    if (is_new || glyphs[i].advance_em != 0) continue;
    auto ink = ink_of(face, glyphs[i], pen);
    if (!ink) continue;
    double missing = 0;
    for (const Ink& other : before)
      if (are_level(other, *ink)) missing = std::max(missing, kLeastGap - (ink->left - other.right));
    here.push_back(*ink);
    if (missing == 0) continue;
    std::size_t last = i;  // the last glyph of the letter before takes the room
    while (glyphs[last].cluster == glyphs[i].cluster) --last;
    glyphs[last].advance_em += missing;
    pen += missing;
    for (Ink& moved : here) {
      moved.left += missing;
      moved.right += missing;
    }
  }
}

}  // namespace gatecast::text
