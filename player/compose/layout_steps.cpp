// Steps one after the other: a figure, an icon, a few words each; in a row, or upright in a column.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

struct Step {
  Box figure;
  Box icon;
  Box words;
};

Step step_in(const Frame& frame, const Box& box, int arrangement) {
  const bool is_beside = frame.is_portrait;
  const double figure = std::round(frame.short_side * 0.08);
  constexpr double kShares[] = {0.25, 0.18, 0.15};
  const double wanted = frame.short_side * kShares[std::min(arrangement, 2)];
  const double icon = whole_tile(std::min({wanted, box.width * 0.6, box.height * (is_beside ? 0.9 : 0.5)}));
  const double top = is_beside ? std::round(box.centre_y() - icon / 2) : box.y;
  Step step;
  step.figure = {box.x, top + icon / 2 - figure * 1.5, figure, figure * 3};
  step.icon = {box.x + figure + frame.margin * 0.25, top, icon, icon};
  step.words = box;
  if (is_beside) {
    step.words.x = step.icon.right() + frame.margin * 0.5;
    step.words.width = box.right() - step.words.x;
  } else {
    step.words.y += icon + frame.margin * 0.4;
    step.words.height -= icon + frame.margin * 0.4;
  }
  return step;
}

// In a row all steps are as wide as each other, or as their words ask where one has much more to say, or a
// word that is wider; a rule stands in the gap, half an em from the words on either side.
std::vector<Box> parts_in_row(Sheet& sheet, const Box& area, const std::vector<Wordings>& steps,
                              double gutter) {
  constexpr double kMuch = 1.6;
  auto parts = sheet.columns_by_length(area, steps, gutter);
  const double n = static_cast<double>(parts.size());
  const double even = (area.width - gutter * (n - 1)) / n;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].width > even * kMuch || sheet.is_overfull(steps[i], Kind::body, even)) return parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].x = area.x + (even + gutter) * static_cast<double>(i);
    parts[i].width = even;
  }
  return parts;
}

std::vector<Box> parts_of(Sheet& sheet, const Box& area, const std::vector<Wordings>& steps, double gap) {
  const Frame& frame = sheet.frame;
  if (!frame.is_portrait) return parts_in_row(sheet, area, steps, gap * 2.6);
  const std::size_t count = steps.size();
  std::vector<Box> rows;
  const double n = static_cast<double>(count);
  const double height = std::min((area.height - gap * (n - 1)) / n, frame.short_side * 0.42);
  const double top = area.y + (area.height - height * n - gap * (n - 1)) * 0.4;
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back({area.x, top + (height + gap) * static_cast<double>(i), area.width, height});
  return rows;
}

Entry figure_of(const Sheet& sheet, std::size_t i) {
  Entry figure;
  figure.slot = "number";
  figure.language = sheet.request.release->languages.primary;
  figure.text = std::to_string(i + 1);
  figure.kind = Kind::headline;
  figure.colour = sheet.palette.quiet;
  figure.row = static_cast<int>(i);
  return figure;
}

// Spare room goes in part above the row; thin rules stand between the steps.
void finish_row(Sheet& sheet, const Box& rest, const std::vector<Box>& parts, double bottom,
                std::size_t from_shape, std::size_t from_text) {
  const double down = std::max(0.0, rest.bottom() - bottom) * 0.35;
  sheet.shift(from_shape, from_text, down);
  const double gap = parts.size() > 1 ? parts[1].x - parts[0].right() : 0;
  for (std::size_t i = 1; i < parts.size(); ++i)
    sheet.add_rule({parts[i].x - gap / 2, rest.y + down, sheet.hairline(), bottom - rest.y}, i);
}

// Upright, thin rules part the steps too: a name of two lines is seen as one.
void rules_between_rows(Sheet& sheet, const std::vector<Box>& parts) {
  for (std::size_t i = 1; i < parts.size(); ++i)
    sheet.add_rule({parts[i].x, (parts[i - 1].bottom() + parts[i].y) / 2, parts[i].width, sheet.hairline()},
                   i);
}

// Upright a name of one line stands on its figure's baseline, whatever its letters reach above or below.
void name_on_figures_line(Sheet& sheet, std::size_t from_figures, std::size_t from_words,
                          const std::vector<Wordings>& steps) {
  std::size_t at = from_words;
  for (std::size_t i = 0; i < steps.size(); at += steps[i].size(), ++i)
    if (steps[i].size() == 1 && sheet.placed[at].layout.lines.size() == 1)
      sheet.placed[at].box.y +=
          first_baseline(sheet.placed[from_figures + i]) - first_baseline(sheet.placed[at]);
}

}  // namespace

double first_baseline(const Placed& text) {
  return text.box.y + (text.layout.lines.empty() ? 0 : text.layout.lines.front().baseline_px);
}

// The n-th language of every group on one baseline; the lowest end of them all.
// Lines that stand side by side keep one distance, whatever marks each text carries; how much lower this one
// ends.
static double spread_lines(Placed& text, double distance) {
  auto& lines = text.layout.lines;
  if (lines.size() < 2) return 0;
  const double more = distance - (lines[1].baseline_px - lines[0].baseline_px);
  if (more < 0.5) return 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const double down = more * static_cast<double>(i);
    lines[i].baseline_px += down;
    lines[i].ink_top_px += down;
    lines[i].ink_bottom_px += down;
  }
  const double whole = more * static_cast<double>(lines.size() - 1);
  text.layout.height_px += whole;
  text.box.height += whole;
  return whole;
}

double align_baselines(Sheet& sheet, std::size_t from, const std::vector<std::size_t>& groups) {
  std::vector<std::size_t> starts;
  std::size_t languages = 0;
  for (const std::size_t group : groups) {
    starts.push_back(from);
    from += group;
    languages = std::max(languages, group);
  }
  double bottom = 0;
  for (std::size_t k = 0; k < languages; ++k) {
    double lowest = 0;
    double distance = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (k >= groups[i]) continue;
      const Placed& text = sheet.placed[starts[i] + k];
      const auto& lines = text.layout.lines;
      lowest = std::max(lowest, first_baseline(text));
      if (lines.size() > 1) distance = std::max(distance, lines[1].baseline_px - lines[0].baseline_px);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (k >= groups[i]) continue;
      const double down = lowest - first_baseline(sheet.placed[starts[i] + k]);
      for (std::size_t n = k; n < groups[i]; ++n) sheet.placed[starts[i] + n].box.y += down;
      const double longer = spread_lines(sheet.placed[starts[i] + k], distance);
      for (std::size_t n = k + 1; n < groups[i]; ++n) sheet.placed[starts[i] + n].box.y += longer;
      bottom = std::max(bottom, eye_bottom(sheet.placed[starts[i] + k]));
    }
  }
  return bottom;
}

void set_steps(Sheet& sheet, int arrangement) {
  sheet.photograph_strip(arrangement);
  const Frame& frame = sheet.frame;
  const auto& steps = sheet.texts.all("steps");
  Box rest = sheet.headline(frame.content, true, frame.is_portrait ? 54 : 46);
  rest.y += frame.margin * 0.15;
  rest.height = std::max(1.0, frame.content.bottom() - rest.y);
  const std::vector<Box> parts = parts_of(sheet, rest, steps, frame.margin * 0.6);
  const std::size_t from_shape = sheet.shapes.size();
  const std::size_t from_text = sheet.placed.size();
  const bool is_beside = frame.is_portrait;
  std::vector<Cell> words;
  std::vector<Cell> figures;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step step = step_in(frame, parts[i], arrangement);
    sheet.add({Shape::Kind::tile, step.icon, {}, sheet.option_at("icons", i, sheet.icon())});
    sheet.shapes.back().row = static_cast<int>(i);
    figures.push_back({step.figure, {figure_of(sheet, i)}, {}, 0.5});
    words.push_back({step.words,
                     sheet.entries("steps", steps[i], Kind::body, sheet.palette.text),
                     {},
                     is_beside ? 0.5 : 0});
    for (Entry& entry : words.back().entries) entry.row = static_cast<int>(i);
  }
  sheet.place(figures, sheet.bodies(34));
  const std::size_t from_words = sheet.placed.size();
  // Rather a smaller sign than words that are read with effort.
  const bool has_large_sign = !frame.is_portrait && arrangement < 2;
  sheet.place(words, has_large_sign ? sheet.messages(arrangement == 0 ? 28 : 25, 38) : sheet.bodies(38));
  if (frame.is_portrait) {
    name_on_figures_line(sheet, from_text, from_words, steps);
    rules_between_rows(sheet, parts);
  }
  if (frame.is_portrait || words.empty()) return;
  std::vector<std::size_t> groups;
  for (const Wordings& step : steps) groups.push_back(step.size());
  const double bottom = align_baselines(sheet, from_words, groups);
  if (bottom > rest.bottom() + 1) sheet.fits = false;
  finish_row(sheet, rest, parts, bottom, from_shape, from_text);
}

}  // namespace gatecast::compose
