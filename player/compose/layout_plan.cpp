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
  // The first and last stop keep so much from the ends that their labels can be centred on them.
  [[nodiscard]] double edge() const {
    return (is_down || count <= 3 ? 0.5 : 0.68) / static_cast<double>(count);
  }
  [[nodiscard]] double step() const {
    return count < 2 ? 1 : (1 - 2 * edge()) / (static_cast<double>(count) - 1);
  }
  [[nodiscard]] double at(double n) const {
    const double part = count < 2 ? 0.5 : edge() + n * step();
    return is_down ? along.y + along.height * part : along.x + along.width * part;
  }
};

void draw_line(Sheet& sheet, const Line& line, std::size_t here, std::size_t border) {
  const double middle = line.is_down ? line.along.centre_x() : line.along.centre_y();
  const auto piece = [&](double from, double to, double thick) {
    return line.is_down ? Box{middle - thick / 2, from, thick, to - from}
                        : Box{from, middle - thick / 2, to - from, thick};
  };
  const double last = static_cast<double>(line.count) - 1;
  sheet.add({Shape::Kind::fill, piece(line.at(0), line.at(last), line.thick), sheet.palette.quiet});
  if (border > 0 && border < line.count) {
    const double at = (line.at(static_cast<double>(border) - 1) + line.at(static_cast<double>(border))) / 2;
    const double reach = line.thick * (line.is_down ? 8 : 4.8);  // well clear of the labels
    const Box mark =
        line.is_down ? Box{middle - reach / 2, at, reach, 0} : Box{at, middle - reach / 2, 0, reach};
    sheet.add({Shape::Kind::dots, mark, sheet.palette.text, "", line.thick * 0.6});
  }
  for (std::size_t i = 0; i < line.count; ++i) {
    const bool is_here = i + 1 == here;
    const double size = line.thick * (is_here ? 5.6 : 3.2);
    const double at = line.at(static_cast<double>(i));
    const Box dot = line.is_down ? Box{middle - size / 2, at - size / 2, size, size}
                                 : Box{at - size / 2, middle - size / 2, size, size};
    sheet.add(
        {Shape::Kind::badge, dot, is_here ? tone::rice : sheet.palette.ground, is_here ? "here" : "stop"});
  }
}

}  // namespace

void set_plan(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const auto& stops = sheet.texts.all("stops");
  const bool has_tile = arrangement == 0 && !sheet.option("icon").empty();
  Box rest = headline_with_tile(sheet, true, has_tile ? 0.2 : 0, 54);
  if (sheet.has("text")) {
    const double used = sheet.body(rest, "text", true, 26) + frame.margin * 0.3;
    rest.y += used;
    rest.height = std::max(1.0, rest.height - used);
  }
  rest.y -= frame.margin * 0.25;  // the labels above the line are small: they may come nearer
  rest.height += frame.margin * 0.25;
  const std::size_t here = option_number(sheet, "here");
  const std::size_t border = option_number(sheet, "border");
  const double thick = std::max(2.0, std::round(frame.short_side / 90));
  Line line{rest, frame.is_portrait, thick, stops.size()};
  if (frame.is_portrait) line.along.width = frame.margin * 1.6;
  draw_line(sheet, line, here, border);
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const double at = line.at(static_cast<double>(i));
    Cell cell;
    cell.entries =
        sheet.entries("stops", stops[i], i + 1 == here && arrangement == 0 ? Kind::headline : Kind::body,
                      sheet.palette.text);
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
      const double clear = thick * (i + 1 == here ? 3.9 : 2.6);
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
    cells.push_back(std::move(cell));
  }
  if (!cells.empty()) sheet.place(cells, sheet.bodies(26));
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
  };
  return kLayouts;
}

const LayoutKind* layout_named(std::string_view name) {
  for (const LayoutKind& layout : layouts())
    if (layout.name == name) return &layout;
  return nullptr;
}

}  // namespace gatecast::compose
