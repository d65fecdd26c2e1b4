// The way onward as a straight line with stops: no map, no outline, no coast.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

std::size_t option_number(const Sheet& sheet, const char* name) {
  const std::string value = sheet.option(name);
  return value.empty() || value.find_first_not_of("0123456789") != std::string::npos || value.size() > 2
             ? 0
             : static_cast<std::size_t>(std::stoi(value));
}

struct Line {
  Box along;     // where the line runs
  bool is_down;  // portrait
  double thick;
  std::size_t count;
  std::size_t border;  // lies after this stop; 0: none
  // The first and last stop keep so much from the ends that their labels can be centred on them.
  [[nodiscard]] double edge() const {
    return (is_down || count <= 3 ? 0.5 : 0.68) / static_cast<double>(count);
  }
  bool has_sides;  // they have names
  // Half a step more across the border where labels could cross it.
  [[nodiscard]] double extra() const { return border > 0 && (has_sides || !is_down) ? 0.5 : 0; }
  [[nodiscard]] double step() const {
    return count < 2 ? 1 : (1 - 2 * edge()) / (static_cast<double>(count) - 1 + extra());
  }
  [[nodiscard]] double at(std::size_t n) const {
    const double steps = static_cast<double>(n) + (border > 0 && n >= border ? extra() : 0);
    const double part = count < 2 ? 0.5 : edge() + steps * step();
    return is_down ? along.y + along.height * part : along.x + along.width * part;
  }
  [[nodiscard]] double border_at() const { return (at(border - 1) + at(border)) / 2; }
};

// The country before the border stands on a ground of its own, edge to edge: it reads as a border, not as a
// stop.
void draw_border(Sheet& sheet, const Line& line, const Box& area) {
  Box field = sheet.frame.field;
  if (const Placed* note = sheet.note())  // it stands on plain ground
    field.height = std::floor(eye_top(*note) - sheet.frame.margin * 0.35) - field.y;
  const double at = std::round(line.border_at());
  const double top = line.is_down ? area.y : area.y - sheet.frame.margin * 0.3;
  const Box first = line.is_down ? Box{0, top, field.width, at - top} : Box{0, top, at, field.bottom() - top};
  sheet.add({Shape::Kind::fill, first,
             mix(sheet.palette.ground, sheet.palette.band.second, sheet.palette.is_dark ? 0.14 : 0.16)});
  const Box mark = line.is_down ? Box{0, at, field.width, 0} : Box{at, top, 0, field.bottom() - top};
  sheet.add({Shape::Kind::dots, mark, sheet.palette.quiet, "", std::round(line.thick * 0.5)});
}

// The names of what lies before and after the border: in a row at the head of each side, upright at the right
// edge on either side of the border. What the row takes of the height.
double place_sides(Sheet& sheet, const Line& line, const Box& area) {
  const auto& sides = sheet.texts.all("sides");
  const double at = line.border_at();
  const double margin = sheet.frame.margin;
  const double room = line.along.height * line.step() * 0.6;
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, sides.size()); ++i) {
    Cell cell;
    cell.entries = sheet.entries("sides", sides[i], Kind::headline, sheet.palette.quiet);
    for (Entry& entry : cell.entries) entry.max_lines = 1;
    if (line.is_down) {
      cell.box = {area.x, i == 0 ? at - room : at + margin * 0.3, area.width, room - margin * 0.3};
      cell.settle = i == 0 ? 1 : 0;
      for (Entry& entry : cell.entries) entry.align = text::Align::end;
    } else {
      const double x = i == 0 ? area.x : at + margin;
      cell.box = {x, area.y, (i == 0 ? at - margin : area.right()) - x, area.height * 0.4};
      if (cell.entries.size() > 1)
        cell.columns = sheet.columns_by_length(cell.box, one_by_one(sides[i]), margin);
    }
    cells.push_back(std::move(cell));
  }
  if (cells.empty()) return 0;
  const std::size_t from = sheet.placed.size();
  const double used = sheet.place(cells, sheet.bodies(26));
  if (line.is_down) return 0;
  // Each side's names follow one another.
  std::size_t n = from;
  for (const Cell& cell : cells) {
    double x = cell.box.x;
    for (std::size_t k = 0; k < cell.entries.size(); ++k, ++n) {
      sheet.placed[n].box.x = x;
      sheet.placed[n].box.width = sheet.placed[n].layout.width_px;
      x += sheet.placed[n].layout.width_px + margin * 0.6;
    }
  }
  return used + margin * 0.2;
}

// The labels next to the border stand beside it, not across it.
void keep_beside_border(Sheet& sheet, const Line& line, const std::vector<Cell>& cells, std::size_t from) {
  const double clear = sheet.frame.margin * 0.35;
  std::size_t n = from;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    double over = 0;
    for (std::size_t k = 0; k < cells[i].entries.size(); ++k) {
      const double half = sheet.placed[n + k].layout.width_px / 2;
      over = std::max(over, half - (std::abs(line.at(i) - line.border_at()) - clear));
    }
    const bool is_next = i + 1 == line.border || i == line.border;
    for (std::size_t k = 0; k < cells[i].entries.size(); ++k, ++n)
      if (is_next) sheet.placed[n].box.x += i < line.border ? -over : over;
  }
}

void draw_line(Sheet& sheet, const Line& line, std::size_t here) {
  const double middle = line.is_down ? line.along.centre_x() : line.along.centre_y();
  const auto piece = [&](double from, double to, double thick) {
    return line.is_down ? Box{middle - thick / 2, from, thick, to - from}
                        : Box{from, middle - thick / 2, to - from, thick};
  };
  sheet.add({Shape::Kind::fill, piece(line.at(0), line.at(line.count - 1), line.thick), sheet.palette.quiet});
  for (std::size_t i = 0; i < line.count; ++i) {
    const bool is_here = i + 1 == here;
    const double size = line.thick * (is_here ? 5.6 : 3.2);
    const double at = line.at(i);
    const Box dot = line.is_down ? Box{middle - size / 2, at - size / 2, size, size}
                                 : Box{at - size / 2, middle - size / 2, size, size};
    sheet.add(
        {Shape::Kind::badge, dot, is_here ? tone::rice : sheet.palette.ground, is_here ? "here" : "stop"});
  }
}

// Where a stop's names stand: beside the line in portrait, above and below it by turns in landscape.
Cell cell_of_stop(const Sheet& sheet, const Line& line, const Box& rest, std::size_t i, bool is_here,
                  Kind kind) {
  const Frame& frame = sheet.frame;
  const auto& stops = sheet.texts.all("stops");
  const double at = line.at(i);
  Cell cell;
  cell.entries = sheet.entries("stops", stops[i], kind, sheet.palette.text);
  for (Entry& entry : cell.entries) {
    entry.max_lines = 1;
    if (!sheet.texts.is_commercial) entry.scale = 1;  // names of places: one size in all languages
  }
  if (frame.is_portrait) {
    const double height = rest.height * line.step();
    cell.box = {line.along.right() + frame.margin * 0.6, at - height / 2,
                rest.right() - line.along.right() - frame.margin * 0.6, height};
    cell.settle = 0.5;
  } else {
    // Labels stand above and below the line by turns, each centred on its stop.
    const double clear = line.thick * (is_here ? 3.9 : 2.6);
    const double to_edge = std::min(at - rest.x, rest.right() - at);
    const double width = std::min(2 * to_edge, rest.width * line.step() * (stops.size() > 3 ? 1.94 : 0.94));
    const bool is_above = i % 2 == 0;
    const double x = at - width / 2;
    cell.box = is_above ? Box{x, rest.y, width, line.along.centre_y() - clear - rest.y}
                        : Box{x, line.along.centre_y() + clear, width,
                              rest.bottom() - line.along.centre_y() - clear};
    cell.settle = is_above ? 1 : 0;
    for (Entry& entry : cell.entries) entry.align = text::Align::centre;
  }
  return cell;
}

// The texts from `from` on stand on the baselines of the stop's names [first, end): line by line where there
// are as many, else together by the line that is nearest to the stop.
void onto_baselines(Sheet& sheet, std::size_t from, std::size_t first, std::size_t end, bool is_above) {
  const auto difference = [&](std::size_t name, std::size_t text) {
    return first_baseline(sheet.placed[name]) - first_baseline(sheet.placed[text]);
  };
  const std::size_t count = sheet.placed.size() - from;
  if (count == 0) return;
  const bool is_even = count == end - first;
  const double together = is_above ? difference(end - 1, from + count - 1) : difference(first, from);
  for (std::size_t n = 0; n < count; ++n)
    sheet.placed[from + n].box.y += is_even ? difference(first + n, from + n) : together;
}

// "You are here", at most as large as the names: upright under the stop's name, else behind it, so that it
// cannot be read with another stop's. `first`: where the names' texts begin, by stop; they are placed
// already.
void place_here(Sheet& sheet, const Line& line, const Box& rest, std::size_t stop,
                const std::vector<std::size_t>& first) {
  const double margin = sheet.frame.margin;
  const auto& placed = sheet.placed;
  Cell cell{rest, sheet.entries("here", sheet.texts.first("here"), Kind::body, sheet.palette.quiet), {}, 0};
  for (Entry& entry : cell.entries) entry.max_lines = 1;
  if (line.is_down) {
    const Placed& name = placed[first[stop + 1] - 1];
    const double top = eye_bottom(name) + margin * 0.1;
    const double bottom = stop + 1 < line.count ? eye_top(placed[first[stop + 1]]) : rest.bottom();
    cell.box = {name.box.x, top, name.box.width, std::max(1.0, bottom - top - margin * 0.3)};
    sheet.place(cell, sheet.remarks(22));
    return;
  }
  double left = rest.x;
  double right = rest.right();
  for (std::size_t n = first[stop]; n < first[stop + 1]; ++n)
    left = std::max(left, placed[n].box.centre_x() + placed[n].layout.width_px / 2);
  if (line.border > 0 && stop < line.border) right = line.border_at();
  for (std::size_t i = stop + 2; i < line.count; i += 2)
    for (std::size_t n = first[i]; n < first[i + 1]; ++n)
      right = std::min(right, placed[n].box.centre_x() - placed[n].layout.width_px / 2);
  // The stop's own sign stands before the words: they belong to it and to no stop below or above them.
  const double sign = std::round(line.thick * 3.2);
  left += margin * 0.5 + sign + margin * 0.25;
  const double middle = line.along.centre_y();
  const bool is_above = stop % 2 == 0;
  cell.box = {left, is_above ? rest.y : middle, std::max(1.0, right - margin * 0.35 - left),
              is_above ? middle - rest.y : rest.bottom() - middle};
  cell.settle = is_above ? 1 : 0;
  const std::size_t from = placed.size();
  sheet.place(cell, sheet.remarks(22));
  onto_baselines(sheet, from, first[stop], first[stop + 1], is_above);
  if (placed.size() == from) return;
  const double centre = (eye_top(placed[from]) + eye_bottom(placed.back())) / 2;
  const Box badge{left - margin * 0.25 - sign, std::round(centre - sign / 2), sign, sign};
  sheet.add({Shape::Kind::badge, badge, tone::rice, "here"});
}

// In a pair the two titles begin where the names of the two sides do.
std::vector<Box> title_columns(const Sheet& sheet, const Line& line) {
  if (line.border == 0 || line.is_down || !line.has_sides) return {};
  const double at = line.border_at();
  const double margin = sheet.frame.margin;
  Box first = line.along;
  Box second = line.along;
  first.width = at - margin - first.x;
  second.x = at + margin;
  second.width = line.along.right() - second.x;
  return {first, second};
}

}  // namespace

void set_plan(Sheet& sheet, int arrangement) {
  sheet.photograph_strip(arrangement);
  const Frame& frame = sheet.frame;
  const auto& stops = sheet.texts.all("stops");
  const bool has_tile = arrangement == 0 && !sheet.option("icon").empty();
  const std::size_t here = option_number(sheet, "here");
  const std::size_t border = option_number(sheet, "border");
  const double thick = std::max(2.0, std::round(frame.short_side / 90));
  Line line{frame.content,     frame.is_portrait, thick, stops.size(), border < stops.size() ? border : 0,
            sheet.has("sides")};
  Box rest = headline_with_tile(sheet, true, has_tile ? 0.2 : 0, 54, title_columns(sheet, line));
  if (sheet.has("text")) {
    const double used = sheet.body(rest, "text", true, 26) + frame.margin * 0.3;
    rest.y += used;
    rest.height = std::max(1.0, rest.height - used);
  }
  // The labels above the line are small: they may come nearer to the headline, but not to a tile above them.
  const double nearer = frame.margin * (has_tile && !frame.is_portrait ? -0.15 : 0.25);
  rest.y -= nearer;
  rest.height += nearer;
  line.along = rest;
  if (line.border > 0) {
    draw_border(sheet, line, rest);
    const double used = place_sides(sheet, line, rest);
    rest.y += used;
    rest.height = std::max(1.0, rest.height - used);
    line.along = rest;
  }
  if (frame.is_portrait) line.along.width = frame.margin * 1.6;
  draw_line(sheet, line, here);
  std::vector<Cell> cells;
  const std::size_t from = sheet.placed.size();
  std::vector<std::size_t> first{from};
  for (std::size_t i = 0; i < stops.size(); ++i) {
    cells.push_back(
        cell_of_stop(sheet, line, rest, i, i + 1 == here, i + 1 == here ? Kind::headline : Kind::body));
    first.push_back(first.back() + cells.back().entries.size());
  }
  if (!cells.empty()) sheet.place(cells, sheet.bodies(26));
  if (line.border > 0 && !line.is_down) keep_beside_border(sheet, line, cells, from);
  if (here > 0 && here <= stops.size() && sheet.has("here")) place_here(sheet, line, rest, here - 1, first);
}

const std::vector<LayoutKind>& layouts() {
  static const std::vector<LayoutKind> kLayouts{
      {"title", set_title, 4, {"title"}},
      {"title_text", set_title_text, 5, {"title", "text"}},
      {"picture_caption", set_picture_caption, 6, {"caption"}},
      {"two_columns", set_two_columns, 3, {"title", "left", "right"}},
      {"table", set_table, 3, {"title", "rows"}},
      {"steps", set_steps, 3, {"title", "steps"}},
      {"number", set_number, 4, {"title", "number"}},
      {"quotation", set_quotation, 4, {"quote"}},
      {"plan", set_plan, 2, {"title", "stops"}},
      {"full_picture", set_full_picture, 5, {}},
      {"split", set_split, 4, {"title"}},
      {"qr", set_qr, 4, {"title", "code"}},
      {"alert", set_alert, 6, {"title"}},
  };
  return kLayouts;
}

const LayoutKind* layout_named(std::string_view name) {
  for (const LayoutKind& layout : layouts())
    if (layout.name == name) return &layout;
  return nullptr;
}

}  // namespace gatecast::compose
