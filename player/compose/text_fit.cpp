#include "player/compose/text_fit.h"

#include <algorithm>
#include <cmath>

namespace gatecast::compose {

namespace {

constexpr double kStep = 0.95;
// Between languages, in visible heights; between paragraphs of several lines more than between their lines.
constexpr double kGap = 0.5;
constexpr double kGapOfBlocks = 0.7;

bool starts_with(const std::string& text, std::string_view head) {
  return text.rfind(head, 0) == 0;
}

// Headlines are short and set closer than paragraphs, but never so close that marks of two lines touch.
double headline_box_em(const std::string& language) {
  if (starts_with(language, "lo")) return 1.62;
  if (starts_with(language, "th")) return 1.57;
  if (starts_with(language, "zh") || starts_with(language, "ja") || starts_with(language, "ko")) return 1.36;
  return 1.30;
}

text::TextStyle style_of(const Entry& entry) {
  text::TextStyle style;
  style.language = entry.language;
  style.colour = entry.colour;
  style.is_balanced = true;
  style.weight = entry.kind == Kind::headline ? 700 : 400;
  style.role = entry.kind == Kind::label ? text::FaceRole::ui : text::FaceRole::text;
  if (entry.kind == Kind::headline) style.line_height_em = headline_box_em(entry.language);
  if (entry.kind == Kind::label) style.line_height_em = 1.36;
  return style;
}

// Lao and Thai lines leave room for marks that a given text may not have: its wrapped lines come closer, as
// far as their ink allows, so that a phrase holds together better than two phrases do.
text::Layout drawn_together(text::Typesetter& typesetter, const std::string& text, text::TextStyle& style,
                            double width, double visible_height, text::Layout layout, bool is_headline) {
  // Of the visible height: between the ink of two lines, and from line to line. As far apart to the eye as
  // the lines of a Vietnamese text of the same kind.
  constexpr double kClear = 0.28;
  const double least_distance = is_headline ? 1.72 : 1.9;
  if (layout.lines.size() < 2) return layout;
  const double distance = layout.lines[1].baseline_px - layout.lines[0].baseline_px;
  double slack = distance - least_distance * visible_height;
  for (std::size_t i = 1; i < layout.lines.size(); ++i)
    slack = std::min(
        slack, layout.lines[i].ink_top_px - layout.lines[i - 1].ink_bottom_px - kClear * visible_height);
  if (slack <= 0) return layout;
  style.line_height_em = (distance - slack) / style.size_px;
  return typesetter.layout(text, style, width);
}

}  // namespace

Placed Fitter::lay_out(const Entry& entry, double width, double visible_height, double least) {
  Placed placed;
  placed.entry = entry;
  placed.style = style_of(entry);
  placed.style.size_px = 1000;
  const double per_thousand = typesetter_.visible_height_px(placed.style);
  placed.visible_height = std::max(visible_height * entry.scale, least);
  placed.least = least;
  placed.style.size_px =
      per_thousand > 0 ? placed.visible_height * 1000 / per_thousand : placed.visible_height / 0.7;
  placed.layout = typesetter_.layout(entry.text, placed.style, width);
  if (entry.kind != Kind::label && (starts_with(entry.language, "lo") || starts_with(entry.language, "th")))
    placed.layout = drawn_together(typesetter_, entry.text, placed.style, width, placed.visible_height,
                                   std::move(placed.layout), entry.kind == Kind::headline);
  placed.box = {0, 0, width, placed.layout.height_px};
  placed.fits = !placed.layout.is_overfull && placed.layout.width_px <= width + 0.5 &&
                (entry.max_lines == 0 || static_cast<int>(placed.layout.lines.size()) <= entry.max_lines);
  return placed;
}

double Fitter::natural_width(const Entry& entry, double visible_height) {
  return lay_out(entry, 1e6, visible_height, 0).layout.width_px;
}

bool Fitter::is_overfull(const Entry& entry, double width, double visible_height) {
  return lay_out(entry, width, visible_height, 0).layout.is_overfull;
}

double eye_top(const Placed& text) {
  if (text.layout.lines.empty()) return text.box.y;
  const text::Line& line = text.layout.lines.front();
  return text.box.y + std::min(line.ink_top_px, line.baseline_px - 1.22 * text.visible_height);
}

double eye_bottom(const Placed& text) {
  if (text.layout.lines.empty()) return text.box.y;
  const text::Line& line = text.layout.lines.back();
  return text.box.y + std::max(line.ink_bottom_px, line.baseline_px + 0.22 * text.visible_height);
}

static double stack(const Cell& cell, double visible_height, std::vector<Placed>& out, std::size_t first) {
  double height = 0;
  for (std::size_t i = first; i < out.size(); ++i) {
    if (i > first) {
      const bool is_block = out[i].entry.kind == Kind::body &&
                            std::max(out[i].layout.lines.size(), out[i - 1].layout.lines.size()) > 1;
      height += (is_block ? kGapOfBlocks : kGap) * visible_height;
    }
    out[i].box.y = cell.box.y + height - eye_top(out[i]);
    height += eye_bottom(out[i]) - eye_top(out[i]);
  }
  return height;
}

static double line_up(const Cell& cell, std::vector<Placed>& out, std::size_t first) {
  double above = 0;
  double height = 0;
  const auto baseline = [](const Placed& text) {
    return text.layout.lines.empty() ? 0 : text.layout.lines.front().baseline_px;
  };
  for (std::size_t i = first; i < out.size(); ++i)
    above = std::max(above, baseline(out[i]) - eye_top(out[i]));
  for (std::size_t i = first; i < out.size(); ++i) {
    out[i].box.y = cell.box.y + above - baseline(out[i]);
    height = std::max(height, eye_bottom(out[i]) - cell.box.y);
  }
  return height;
}

double Fitter::place(const Cell& cell, double visible_height, double least, std::vector<Placed>& out,
                     bool& fits) {
  const std::size_t first = out.size();
  for (std::size_t i = 0; i < cell.entries.size(); ++i) {
    const Box column = cell.columns.empty() ? cell.box : cell.columns[std::min(i, cell.columns.size() - 1)];
    Placed placed = lay_out(cell.entries[i], column.width, visible_height, least);
    placed.box.x = column.x;
    fits = fits && placed.fits;
    out.push_back(std::move(placed));
  }
  const double height =
      cell.columns.empty() ? stack(cell, visible_height, out, first) : line_up(cell, out, first);
  if (height > cell.box.height + 0.5) {
    fits = false;
    for (std::size_t i = first; i < out.size(); ++i) out[i].fits = false;
  }
  const double spare = std::max(0.0, cell.box.height - height) * cell.settle;
  for (std::size_t i = first; i < out.size(); ++i) out[i].box.y += spare;
  return height;
}

Fit Fitter::fit(const std::vector<Cell>& cells, const Ladder& ladder) {
  Fit fit;
  double height = std::max(ladder.most, ladder.least);
  const double floor = ladder.floor > 0 ? ladder.floor : ladder.least;
  while (true) {
    fit = Fit{};
    fit.visible_height = height;
    for (const Cell& cell : cells) fit.heights.push_back(place(cell, height, floor, fit.texts, fit.fits));
    if (fit.fits || height <= ladder.least) return fit;
    height = std::max(ladder.least, height * kStep);
  }
}

}  // namespace gatecast::compose
