// The way onward as a straight line with stops: no map, no outline, no coast.
#include <algorithm>
#include <cmath>

#include "player/compose/plan_line.h"

namespace gatecast::compose {

namespace {

std::size_t option_number(const Sheet& sheet, const char* name) {
  const std::string value = sheet.option(name);
  return value.empty() || value.find_first_not_of("0123456789") != std::string::npos || value.size() > 2
             ? 0
             : static_cast<std::size_t>(std::stoi(value));
}

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
    const Wordings names = told_once(sides[i]);
    cell.entries = sheet.entries("sides", names, Kind::headline, sheet.palette.quiet);
    for (Entry& entry : cell.entries) entry.max_lines = 1;
    if (line.is_down) {
      cell.box = {area.x, i == 0 ? at - room : at + margin * 0.45, area.width, room - margin * 0.45};
      cell.settle = i == 0 ? 1 : 0;
      for (Entry& entry : cell.entries) entry.align = text::Align::end;
    } else {
      const double x = i == 0 ? area.x : at + margin;
      cell.box = {x, area.y, (i == 0 ? at - margin : area.right()) - x, area.height * 0.4};
      if (cell.entries.size() > 1)
        cell.columns = sheet.columns_by_length(cell.box, one_by_one(names), margin);
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
    if (line.leans() && i + 1 == line.here) {
      n += cells[i].entries.size();
      continue;
    }
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
// `clear`: how far from the line's middle.
Cell cell_of_stop(const Sheet& sheet, const Line& line, const Box& rest, std::size_t i, double clear,
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
    const double height = std::min(rest.height * line.step(), 2 * std::min(at - rest.y, rest.bottom() - at));
    cell.box = {line.along.right() + frame.margin * 0.6, at - height / 2,
                rest.right() - line.along.right() - frame.margin * 0.6, height};
    cell.settle = 0.5;
  } else {
    // Labels stand above and below the line by turns, each centred on its stop.
    const double to_edge = std::min(at - rest.x, rest.right() - at);
    const double width = std::min(2 * to_edge, rest.width * line.step() * (stops.size() > 3 ? 1.94 : 0.94));
    const bool is_above = i % 2 == 0;
    const double x = at - width / 2;
    cell.box = is_above ? Box{x, rest.y, width, line.along.centre_y() - clear - rest.y}
                        : Box{x, line.along.centre_y() + clear, width,
                              rest.bottom() - line.along.centre_y() - clear};
    cell.settle = is_above ? 1 : 0;
    for (Entry& entry : cell.entries) entry.align = text::Align::centre;
    if (line.leans() && i + 1 == line.here) {  // under its plate
      const double edge = std::round(line.thick / 2);
      const double beside = edge + frame.margin * 0.3;  // the staff, which goes on down along the name
      cell.box.x = line.leans_back() ? rest.x : at + beside;
      cell.box.width = (line.leans_back() ? at - beside : rest.right()) - cell.box.x;
      for (Entry& entry : cell.entries)
        entry.align = line.leans_back() ? text::Align::end : text::Align::start;
      // Beside the note there is more room.
      const Placed* note = sheet.note();
      if (note != nullptr && note->box.x + note->layout.width_px + frame.margin < cell.box.x)
        cell.box.height += frame.field.bottom() - frame.margin * 0.5 - rest.bottom();
    }
  }
  return cell;
}

// The flag's staff goes on below the line, along the name: it is the mark's, not the distance's.
void draw_staff(Sheet& sheet, const Line& line, const std::vector<std::size_t>& first) {
  const Placed& name = sheet.placed[first[line.here] - 1];
  const double top = line.along.centre_y() + line.thick * 2.5;
  const double bottom = name.box.y + (name.layout.lines.empty() ? 0 : name.layout.lines.back().baseline_px);
  const double width = std::max(2.0, std::round(line.thick * 0.5));
  sheet.add({Shape::Kind::fill,
             {std::round(line.at(line.here - 1) - width / 2), top, width, std::max(1.0, bottom - top)},
             sheet.palette.quiet});
}

// The names of all stops, those of the one where the reader stands clear of its plate and of the distances.
std::vector<Cell> place_stops(Sheet& sheet, const Line& line, const Box& rest, const Box& plate,
                              int arrangement) {
  const double plate_below = line.bears_plate() ? plate.height / 2 + sheet.frame.margin * 0.25 : 0;
  const bool has_spans_above = arrangement == 0 && line.leans() && sheet.has("spans") && !line.is_down;
  const double under_spans = has_spans_above ? line.thick * 8.6 : 0;
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < line.count; ++i) {
    const bool is_here = i + 1 == line.here;
    const double clear = is_here ? std::max({line.thick * 3.9, plate_below, under_spans}) : line.thick * 2.6;
    cells.push_back(cell_of_stop(sheet, line, rest, i, clear, is_here ? Kind::headline : Kind::body));
  }
  // In two languages a name of the usual size would touch what stands above it.
  const bool is_crowded = line.leans() && !line.is_down && sheet.texts.languages.size() > 1;
  if (!cells.empty()) sheet.place(cells, sheet.bodies(is_crowded ? 23 : 26));
  return cells;
}

// In a pair the two titles begin where the names of the two sides do, if both sides are wide enough for one.
std::vector<Box> title_columns(const Sheet& sheet, const Line& line) {
  if (line.border == 0 || line.is_down || !line.has_sides) return {};
  const double at = line.border_at();
  const double margin = sheet.frame.margin;
  constexpr double kWideEnough = 0.4;
  const double part = (at - line.along.x) / line.along.width;
  if (part < kWideEnough || part > 1 - kWideEnough) return {};
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
  Line line{frame.content,
            frame.is_portrait,
            thick,
            stops.size(),
            border < stops.size() ? border : 0,
            sheet.has("sides"),
            here};
  Box rest = headline_with_tile(sheet, true, has_tile ? 0.2 : 0, sheet.has("spans") ? 46 : 54,
                                title_columns(sheet, line));
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
  const bool says_here = here > 0 && here <= stops.size() && sheet.has("here");
  if (says_here && !line.is_down)  // the plate moves its name away from the line
    line.along.y += std::round(rest.height * (line.bears_plate() && here % 2 == 0 ? -0.08
                                              : line.leans()                      ? 0.1
                                                                                  : 0.08));
  draw_line(sheet, line, here);
  const Box plate = says_here && !line.is_down ? place_plate(sheet, line, rest, here - 1) : Box{};
  if (plate.height > 0 && plate.y < rest.y) sheet.fits = false;  // it would touch the names of the sides
  const std::size_t from = sheet.placed.size();
  const std::vector<Cell> cells = place_stops(sheet, line, rest, plate, arrangement);
  std::vector<std::size_t> first{from};
  for (const Cell& cell : cells) first.push_back(first.back() + cell.entries.size());
  if (line.is_down) {
    if (says_here) place_here_upright(sheet, line, rest, here - 1, first);
    return;
  }
  if (line.leans()) draw_staff(sheet, line, first);
  level_names(sheet, first, says_here ? here - 1 : stops.size());
  if (line.border > 0) keep_beside_border(sheet, line, cells, from);
  if (says_here) keep_beside_plate(sheet, plate, rest, first);
  place_spans(sheet, line, first);
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
      {"alert", set_alert, kAlertArrangementCount, {"title"}},
  };
  return kLayouts;
}

const LayoutKind* layout_named(std::string_view name) {
  for (const LayoutKind& layout : layouts())
    if (layout.name == name) return &layout;
  return nullptr;
}

}  // namespace gatecast::compose
