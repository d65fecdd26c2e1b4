#include "player/text/shape.h"

#include <algorithm>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

std::vector<double> sum_advances(const Paragraph& paragraph) {
  std::vector<double> before(paragraph.text.size() + 1, 0);
  for (const ShapedItem& shaped : paragraph.items)
    for (const ShapedGlyph& glyph : shaped.glyphs)
      before[glyph.cluster + 1] += glyph.advance_em * shaped.item.scale;
  for (std::size_t i = 1; i < before.size(); ++i) before[i] += before[i - 1];
  return before;
}

auto first_glyph(const ShapedItem& shaped, std::size_t index) {
  return std::lower_bound(shaped.glyphs.begin(), shaped.glyphs.end(), index,
                          [](const ShapedGlyph& glyph, std::size_t i) { return glyph.cluster < i; });
}

}  // namespace

// Is a cut before `index` free of influence on the glyphs beside it?
bool is_safe_cut(const ShapedItem& shaped, std::size_t index) {
  if (index <= shaped.item.start || index >= shaped.item.end) return true;
  const auto glyph = first_glyph(shaped, index);
  return glyph != shaped.glyphs.end() && glyph->cluster == index && !glyph->is_unsafe_to_break;
}

Shaper::Shaper(const FaceList& faces, LineBreaker& breaker)
    : faces_(faces), breaker_(breaker), buffer_(hb_buffer_create()) {}
Shaper::~Shaper() {
  hb_buffer_destroy(buffer_);
}

ShapedText Shaper::shape(const std::string& text, const TextStyle& style) {
  ShapedText shaped;
  CleanText clean = clean_text(text);
  shaped.is_cut = clean.is_cut;
  for (std::u16string& source : clean.paragraphs) {
    Paragraph paragraph;
    paragraph.text = std::move(source);
    for (Item& item : itemise(paragraph.text, faces_, style, shaped.missing)) {
      auto glyphs = shape_range(paragraph.text, item, item.start, item.end, style.language);
      paragraph.items.push_back({std::move(item), std::move(glyphs)});
    }
    paragraph.may_break = breaker_.breaks(paragraph.text, style.language);
    paragraph.starts_word = breaker_.word_starts(paragraph.text, style.language);
    paragraph.advance_before_em = sum_advances(paragraph);
    shaped.paragraphs.push_back(std::move(paragraph));
  }
  return shaped;
}

std::vector<ShapedGlyph> Shaper::shape_range(std::u16string_view text, const Item& item, std::size_t start,
                                             std::size_t end, const std::string& language) {
  const Face& face = faces_.face(item.face);
  hb_buffer_clear_contents(buffer_);
  hb_buffer_add_utf16(buffer_, reinterpret_cast<const std::uint16_t*>(text.data()),
                      static_cast<int>(text.size()), static_cast<unsigned>(start),
                      static_cast<int>(end - start));
  hb_buffer_set_direction(buffer_, HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer_, hb_script_from_iso15924_tag(hb_tag_from_string(
                                    item.script.c_str(), static_cast<int>(item.script.size()))));
  hb_buffer_set_language(buffer_,
                         hb_language_from_string(language.c_str(), static_cast<int>(language.size())));
  hb_shape(face.font.get(), buffer_, nullptr, 0);
  unsigned count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer_, &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer_, &count);
  std::vector<ShapedGlyph> glyphs;
  glyphs.reserve(count);
  for (unsigned i = 0; i < count; ++i) {
    const bool unsafe = (hb_glyph_info_get_glyph_flags(infos + i) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0;
    glyphs.push_back({infos[i].codepoint, std::min<std::size_t>(infos[i].cluster, text.size() - 1),
                      positions[i].x_advance / face.units_per_em, positions[i].x_offset / face.units_per_em,
                      positions[i].y_offset / face.units_per_em, unsafe});
  }
  mend_marks(text, item, language, glyphs);
  if (item.script == "Laoo" || item.script == "Thai") part_marks(face, glyphs);
  return glyphs;
}

std::vector<ShapedGlyph> Shaper::piece(const Paragraph& paragraph, const ShapedItem& shaped,
                                       std::size_t start, std::size_t end, const std::string& language) {
  start = std::max(start, shaped.item.start);
  end = std::min(end, shaped.item.end);
  if (start >= end) return {};
  if (!is_safe_cut(shaped, start) || !is_safe_cut(shaped, end))
    return shape_range(std::u16string_view(paragraph.text).substr(0, end), shaped.item, start, end, language);
  return {first_glyph(shaped, start), first_glyph(shaped, end)};
}

}  // namespace gatecast::text
