// The layout two_columns: two halves side by side, or one under the other upright.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

// One of two parts: its ground, its tile, and where its words go.
struct Half {
  std::size_t tile;  // its place among the shapes
  Cell words;
};

Half half_in(Sheet& sheet, const Box& box, std::size_t i, double tile, bool is_beside) {
  const Frame& frame = sheet.frame;
  const bool is_dark = i == 1;
  sheet.add(
      {Shape::Kind::fill, box,
       is_dark ? sheet.palette.panel
               : mix(sheet.palette.ground, sheet.palette.band.second, sheet.palette.is_dark ? 0.14 : 0.16)});
  const Box inner = inset(box, frame.margin * 0.6, frame.margin * 0.6);
  const Box tile_box{inner.x, is_beside ? std::round(inner.centre_y() - tile / 2) : inner.y, tile, tile};
  sheet.add({Shape::Kind::tile, tile_box, is_dark ? sheet.palette.ground : sheet.palette.panel,
             sheet.option_at("icons", i, i == 0 ? sheet.icon() : "information"), 0, is_dark});
  Half half{sheet.shapes.size() - 1, {inner, {}, {}, is_beside ? 0.5 : 0.0}};
  if (is_beside) {
    half.words.box.x += tile + frame.margin * 0.5;
    half.words.box.width -= tile + frame.margin * 0.5;
  } else {
    const double gap = frame.margin * (frame.is_portrait ? 0.75 : 0.4);
    half.words.box.y += tile + gap;
    half.words.box.height -= tile + gap;
  }
  const pixels::Colour ink = is_dark ? sheet.palette.panel_text : sheet.palette.text;
  const char* slot = is_dark ? "right" : "left";
  for (const Wordings& wordings : sheet.texts.all(slot))
    for (Entry& entry : sheet.entries(slot, wordings, Kind::body, ink))
      half.words.entries.push_back(std::move(entry));
  return half;
}

// Tile and words stand together in the middle of their half; side by side both halves move alike.
void centre_halves(Sheet& sheet, const std::vector<Half>& halves, std::size_t from) {
  std::vector<double> down;
  std::size_t n = from;
  for (const Half& half : halves) {
    double bottom = half.words.box.y;
    for (std::size_t k = 0; k < half.words.entries.size(); ++k, ++n)
      bottom = std::max(bottom, eye_bottom(sheet.placed[n]));
    down.push_back(std::max(0.0, half.words.box.bottom() - bottom) * 0.45);
  }
  if (!sheet.frame.is_portrait) down.assign(down.size(), *std::min_element(down.begin(), down.end()));
  n = from;
  for (std::size_t i = 0; i < halves.size(); ++i) {
    sheet.shapes[halves[i].tile].box.y += std::round(down[i]);
    for (std::size_t k = 0; k < halves[i].words.entries.size(); ++k, ++n)
      sheet.placed[n].box.y += std::round(down[i]);
  }
}

// The n-th text of the second half has as many lines as the n-th of the first, which has `count` texts.
bool have_equal_lines(const Sheet& sheet, std::size_t from, std::size_t count) {
  for (std::size_t i = from; i < from + count && i + count < sheet.placed.size(); ++i)
    if (sheet.placed[i].layout.lines.size() != sheet.placed[i + count].layout.lines.size()) return false;
  return true;
}

// Side by side a half of one line a language beside one of two is an empty field: its lines are broken too,
// as long as all sizes and the other half stay as they are.
void break_shorter_half(Sheet& sheet, std::size_t from, std::vector<Cell> cells) {
  const std::size_t count = cells[0].entries.size();
  if (cells[1].entries.size() != count || !sheet.fits) return;
  const auto all_have = [&](std::size_t half, std::size_t lines) {
    const auto begin = sheet.placed.begin() + static_cast<std::ptrdiff_t>(from + half * count);
    return std::all_of(begin, begin + static_cast<std::ptrdiff_t>(count),
                       [&](const Placed& text) { return text.layout.lines.size() == lines; });
  };
  const std::size_t shorter = all_have(0, 1) ? 0 : 1;
  if (!all_have(shorter, 1) || !all_have(1 - shorter, 2)) return;
  const std::vector<Placed> before(sheet.placed.begin() + static_cast<std::ptrdiff_t>(from),
                                   sheet.placed.end());
  double widest = 0;
  for (std::size_t i = 0; i < count; ++i)
    widest = std::max(widest, before[shorter * count + i].layout.width_px);
  constexpr double kShare = 0.72;  // of the longest line: it breaks, and so do its equals
  cells[shorter].box.width = kShare * widest;
  sheet.placed.resize(from);
  sheet.place(cells, {before.front().visible_height, before.front().visible_height, 0});
  if (sheet.fits && all_have(shorter, 2) && all_have(1 - shorter, 2)) return;
  sheet.placed.resize(from);
  sheet.placed.insert(sheet.placed.end(), before.begin(), before.end());
  sheet.fits = true;
}

// Over a half of its own each title would be read as that half's.
void draw_titles_together(Sheet& sheet, std::size_t from) {
  for (std::size_t i = from + 1; i < sheet.placed.size(); ++i) {
    const Placed& before = sheet.placed[i - 1];
    Box& box = sheet.placed[i].box;
    const double x = before.box.x + before.layout.width_px + sheet.frame.margin * 1.4;
    if (box.x > x) box.x = x;
  }
}

// Both halves begin on one baseline: the higher one comes down, or, where it has no room, the lower one rises
// by what a tone mark is high.
void begin_level(Sheet& sheet, std::size_t from, const std::vector<Cell>& cells) {
  const std::size_t second = from + cells[0].entries.size();
  const double lower = first_baseline(sheet.placed[second]) - first_baseline(sheet.placed[from]);
  const auto move = [&](std::size_t half, double by) {
    const std::size_t begin = half == 0 ? from : second;
    for (std::size_t n = begin; n < begin + cells[half].entries.size(); ++n) sheet.placed[n].box.y += by;
  };
  const std::size_t high = lower > 0 ? 0 : 1;
  const std::size_t last = (high == 0 ? second : second + cells[1].entries.size()) - 1;
  if (eye_bottom(sheet.placed[last]) + std::abs(lower) <= cells[high].box.bottom())
    move(high, std::abs(lower));
  else if (std::abs(lower) <= 0.3 * sheet.placed[from].visible_height)
    move(1 - high, -std::abs(lower));
}

}  // namespace

void set_two_columns(Sheet& sheet, int arrangement) {
  sheet.photograph_strip(arrangement);
  const Frame& frame = sheet.frame;
  const std::size_t titles = sheet.placed.size();
  Box rest = headline_with_tile(sheet, true, 0, 46);
  draw_titles_together(sheet, titles);
  rest.y += frame.margin * 0.2;
  rest.height = std::max(1.0, frame.content.bottom() - rest.y);
  std::vector<Box> boxes;
  if (frame.is_portrait) {
    const double half = (rest.height - frame.margin * 0.6) / 2;
    boxes = {{rest.x, rest.y, rest.width, half},
             {rest.x, rest.y + half + frame.margin * 0.6, rest.width, half}};
  } else {
    boxes = columns(rest, 2, frame.margin);
  }
  const bool is_beside = arrangement >= 2;
  const double share = arrangement > 0 ? 0.15 : frame.is_portrait ? 0.3 : 0.24;
  const double tile = whole_tile(std::min(frame.short_side * share, rest.height * 0.5));
  std::vector<Half> halves;
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < 2; ++i) {
    halves.push_back(half_in(sheet, boxes[i], i, tile, is_beside));
    cells.push_back(halves.back().words);
  }
  const std::size_t from = sheet.placed.size();
  sheet.place_in_few_lines(cells, sheet.bodies(36));
  if (!frame.is_portrait) break_shorter_half(sheet, from, cells);
  // Side by side the languages keep one grid across both halves, as long as that tears no phrase from its
  // translation.
  if (!frame.is_portrait && have_equal_lines(sheet, from, cells[0].entries.size())) {
    const double bottom = align_baselines(sheet, from, {cells[0].entries.size(), cells[1].entries.size()});
    if (bottom > cells[0].box.bottom() + 1) sheet.fits = false;
  } else if (!frame.is_portrait) {
    begin_level(sheet, from, cells);
  }
  if (!is_beside) centre_halves(sheet, halves, from);
}

}  // namespace gatecast::compose
