// A text shaped once: glyphs with advances in em (no hinting, so one shaping serves every size), their runs,
// and where lines may break.
// Threads: values; shaping uses the FaceList's owner thread. Errors: none.
// Source: OpenType by HarfBuzz (unsafe-to-break flags tell which lines must be shaped again).
#pragma once
#include <hb.h>

#include <set>
#include <string>
#include <vector>

#include "player/text/breaks.h"
#include "player/text/faces.h"
#include "player/text/itemise.h"

namespace gatecast::text {

struct ShapedGlyph {
  std::uint32_t glyph = 0;
  std::size_t cluster = 0;  // UTF-16 index in the paragraph
  double advance_em = 0;    // of its run's em, before Item::scale
  double x_em = 0;
  double y_em = 0;  // up
  bool is_unsafe_to_break = false;
};

struct ShapedItem {
  Item item;
  std::vector<ShapedGlyph> glyphs;
};

struct Paragraph {
  std::u16string text;
  std::vector<ShapedItem> items;
  std::vector<bool> may_break;
  std::vector<bool> starts_word;          // of Chinese; else empty
  std::vector<double> advance_before_em;  // by index 0..size, scaled: width of all glyphs before it
};

struct ShapedText {
  std::vector<Paragraph> paragraphs;
  std::set<char32_t> missing;
  bool is_cut = false;
};

// May the item be cut before `index` without other glyphs on either side?
bool is_safe_cut(const ShapedItem& shaped, std::size_t index);

// Puts room between two letters whose signs above would touch. Lao and Thai.
void part_marks(const Face& face, std::vector<ShapedGlyph>& glyphs);

class Shaper {
 public:
  Shaper(const FaceList& faces, LineBreaker& breaker);
  ~Shaper();
  Shaper(const Shaper&) = delete;
  Shaper& operator=(const Shaper&) = delete;
  ShapedText shape(const std::string& text, const TextStyle& style);
  // The glyphs of [start, end) of one item, shaped again only where a cut changes them.
  std::vector<ShapedGlyph> piece(const Paragraph& paragraph, const ShapedItem& shaped, std::size_t start,
                                 std::size_t end, const std::string& language);

 private:
  std::vector<ShapedGlyph> shape_range(std::u16string_view text, const Item& item, std::size_t start,
                                       std::size_t end, const std::string& language);
  void mend_marks(std::u16string_view text, const Item& item, const std::string& language,
                  std::vector<ShapedGlyph>& glyphs);
  const FaceList& faces_;
  LineBreaker& breaker_;
  hb_buffer_t* buffer_;
};

}  // namespace gatecast::text
