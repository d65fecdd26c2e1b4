#include "player/text/typesetter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "player/text/characters.h"
#include "player/text/glyph_painter.h"
#include "player/text/line_sense.h"
#include "player/text/lines.h"

namespace gatecast::text {
namespace {

constexpr std::size_t kShapedCacheBytes = 1 << 18;  // of text; glyphs take about 100 times as much
constexpr double kLeastSize = 1;
constexpr double kLargestSize = 2000;

// Line boxes in em, wide enough that no mark touches the next line (typography.md 3.3).
double line_box_em(std::string_view script, FaceRole role) {
  if (role == FaceRole::ui) return 1.45;
  if (script == "Laoo") return 1.70;
  if (script == "Thai") return 1.65;
  return is_han_like(script) ? 1.55 : 1.40;
}

struct LineMetrics {
  double box_em = 0;
  double ascent_em = 0;
  double descent_em = 0;
  void include(const Face& face, std::string_view script, FaceRole role, double scale) {
    box_em = std::max(box_em, line_box_em(script, role) * scale);
    ascent_em = std::max(ascent_em, face.ascent_em * scale);
    descent_em = std::max(descent_em, face.descent_em * scale);
  }
};

class PinnedTypesetter final : public Typesetter {
 public:
  PinnedTypesetter(std::unique_ptr<FaceList> faces,
                   const std::map<std::string, std::vector<std::string>>& glossary)
      : faces_(std::move(faces)), breaker_(glossary), shaper_(*faces_, breaker_), painter_(*faces_) {}

  Layout layout(const std::string& text, const TextStyle& style, double max_width_px) override {
    const TextStyle sane = with_sane_size(style, style.size_px);
    const ShapedText& shaped = shape(text, sane);
    LineSpans spans = break_lines(shaper_, shaped, sane.language, max_width_px / sane.size_px);
    return build(shaped, sane, balanced(shaped, sane, std::move(spans), max_width_px));
  }

  Layout fit(const std::string& text, const TextStyle& style, pixels::Size box,
             const std::vector<double>& sizes_px, int max_lines) override {
    const ShapedText& shaped = shape(text, style);
    TextStyle at_size = with_sane_size(style, sizes_px.empty() ? style.size_px : sizes_px.back());
    LineSpans spans;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, sizes_px.size()); ++i) {
      if (!sizes_px.empty()) at_size = with_sane_size(style, sizes_px[i]);
      spans = break_lines(shaper_, shaped, style.language, box.width_px / at_size.size_px);
      const auto lines = static_cast<double>(spans.lines.size());
      const double height = lines * box_px(metrics(shaped, at_size), at_size);
      if (!spans.is_overfull && (max_lines == 0 || lines <= max_lines) && height <= box.height_px + 0.5)
        break;
    }
    return build(shaped, at_size, balanced(shaped, at_size, std::move(spans), box.width_px));
  }

  void draw(pixels::Pixmap& target, const Layout& layout, const TextStyle& style, double x, double y,
            double width_px, Align align) override {
    for (const Line& line : layout.lines) {
      if (!line.runs) continue;
      double left = x;
      if (align == Align::centre) left += (width_px - line.width_px) / 2;
      if (align == Align::end) left += width_px - line.width_px;
      const double baseline = std::floor(y + line.baseline_px + 0.5);  // whole pixels: level and crisp
      for (const GlyphRun& run : *line.runs)
        painter_.draw_run(target, run, left, baseline, style.colour, style.shows_missing);
    }
  }

  double visible_height_px(const TextStyle& style) override {
    const std::string script = script_of_language(style.language);
    const bool is_own = script == "Laoo" || script == "Thai";
    const char32_t letter = script == "Laoo" ? 0x0E81 : script == "Thai" ? 0x0E01 : U'H';
    for (const int face : faces_->order(is_own ? script : "Latn", style.language, style.role, style.weight))
      if (const double height = faces_->face(face).ink_height_em(letter); height > 0)
        return height * style.size_px;
    return 0;
  }

 private:
  static TextStyle with_sane_size(TextStyle style, double size_px) {
    style.size_px = std::isfinite(size_px) ? std::clamp(size_px, kLeastSize, kLargestSize) : kLeastSize;
    return style;
  }

  LineSpans balanced(const ShapedText& shaped, const TextStyle& style, LineSpans greedy,
                     double max_width_px) {
    if (!style.is_balanced) return greedy;
    const double width_em = max_width_px / style.size_px;
    return part_by_sense(shaped, style.language, width_em,
                         balance_lines(shaper_, shaped, style.language, width_em, std::move(greedy)));
  }

  const ShapedText& shape(const std::string& text, const TextStyle& style) {
    const std::string key = fmt::format("{}\n{}\n{}\n{}", style.language, static_cast<int>(style.role),
                                        style.weight, std::string_view(text).substr(0, kMaxTextBytes + 1));
    if (const auto found = shaped_.find(key); found != shaped_.end()) return found->second;
    if (shaped_bytes_ + key.size() > kShapedCacheBytes) {
      shaped_.clear();
      shaped_bytes_ = 0;
    }
    shaped_bytes_ += key.size();
    return shaped_.emplace(key, shaper_.shape(text, style)).first->second;
  }

  LineMetrics metrics(const ShapedText& shaped, const TextStyle& style) const {
    LineMetrics metrics;
    const std::string own = script_of_language(style.language);
    metrics.include(faces_->face(faces_->order(own, style.language, style.role, style.weight).front()), own,
                    style.role, 1);
    for (const Paragraph& paragraph : shaped.paragraphs)
      for (const ShapedItem& shaped_item : paragraph.items) {
        const Face& face = faces_->face(shaped_item.item.face);
        metrics.include(face, shaped_item.item.script, face.file.role, shaped_item.item.scale);
      }
    return metrics;
  }

  static double box_px(const LineMetrics& metrics, const TextStyle& style) {
    return (style.line_height_em > 0 ? style.line_height_em : metrics.box_em) * style.size_px;
  }

  Layout build(const ShapedText& shaped, const TextStyle& style, const LineSpans& spans) {
    const LineMetrics line_metrics = metrics(shaped, style);
    Layout layout;
    layout.size_px = style.size_px;
    layout.line_box_px = box_px(line_metrics, style);
    layout.height_px = layout.line_box_px * static_cast<double>(spans.lines.size());
    layout.is_overfull = spans.is_overfull;
    for (const char32_t c : shaped.missing)
      layout.missing.push_back(fmt::format("U+{:04X}", static_cast<std::uint32_t>(c)));
    const double letters = (line_metrics.ascent_em + line_metrics.descent_em) * style.size_px;
    double baseline = (layout.line_box_px - letters) / 2 + line_metrics.ascent_em * style.size_px;
    for (const LineSpan& span : spans.lines) {
      layout.lines.push_back(build_line(shaped.paragraphs[span.paragraph], span, style, baseline));
      layout.width_px = std::max(layout.width_px, layout.lines.back().width_px);
      baseline += layout.line_box_px;
    }
    return layout;
  }

  Line build_line(const Paragraph& paragraph, const LineSpan& span, const TextStyle& style, double baseline) {
    auto runs = std::make_shared<std::vector<GlyphRun>>();
    Line line;
    line.text = to_utf8(std::u16string_view(paragraph.text).substr(span.start, span.end - span.start));
    line.baseline_px = line.ink_top_px = line.ink_bottom_px = baseline;
    double pen = 0;
    for (const ShapedItem& shaped : paragraph.items) {
      const auto glyphs = shaper_.piece(paragraph, shaped, span.start, span.end, style.language);
      if (glyphs.empty()) continue;
      GlyphRun run;
      run.face = shaped.item.face;
      run.script = shaped.item.script;
      run.em_px = style.size_px * shaped.item.scale;
      run.x_px = pen;
      const std::size_t start = std::max(span.start, shaped.item.start);
      const std::size_t end = std::min(span.end, shaped.item.end);
      run.text = to_utf8(std::u16string_view(paragraph.text).substr(start, end - start));
      for (const ShapedGlyph& glyph : glyphs) {
        run.glyphs.push_back({glyph.glyph, static_cast<float>(pen + glyph.x_em * run.em_px),
                              static_cast<float>(-glyph.y_em * run.em_px)});
        include_ink(line, run, baseline);
        pen += glyph.advance_em * run.em_px;
      }
      run.end_px = pen;
      runs->push_back(std::move(run));
    }
    line.width_px = pen;
    line.runs = std::move(runs);
    return line;
  }

  void include_ink(Line& line, const GlyphRun& run, double baseline) const {
    const Face& face = faces_->face(run.face);
    const PlacedGlyph& placed = run.glyphs.back();
    hb_glyph_extents_t extents{};
    if (hb_font_get_glyph_extents(face.font.get(), placed.glyph, &extents) == 0 || extents.height == 0)
      return;
    const double per_unit = run.em_px / face.units_per_em;
    const double top = baseline + static_cast<double>(placed.y_px) - extents.y_bearing * per_unit;
    line.ink_top_px = std::min(line.ink_top_px, top);
    line.ink_bottom_px = std::max(line.ink_bottom_px, top - extents.height * per_unit);
  }

  std::unique_ptr<FaceList> faces_;
  LineBreaker breaker_;
  Shaper shaper_;
  GlyphPainter painter_;
  std::unordered_map<std::string, ShapedText> shaped_;
  std::size_t shaped_bytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<Typesetter>> Typesetter::create(
    std::vector<FontFile> faces, const std::map<std::string, std::vector<std::string>>& glossary) {
  GATECAST_TRY(auto list, FaceList::create(std::move(faces)));
  return std::make_unique<PinnedTypesetter>(std::move(list), glossary);
}

}  // namespace gatecast::text
