// The layout table, and the headline with its tile that several layouts share.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

struct Row {
  Wordings label;
  Wordings value;
};

// "label | value" in every language; a value that is the same in all of them is kept once.
Row row_of(const Wordings& wordings) {
  Row row;
  for (const Wording& wording : wordings) {
    const std::size_t bar = wording.text.find('|');
    const auto trimmed = [](std::string text) {
      text.erase(0, std::min(text.size(), text.find_first_not_of(' ')));
      text.erase(text.find_last_not_of(' ') + 1);
      return text;
    };
    const auto keep = [&](Wordings& into, std::string text) {
      const bool is_there =
          std::any_of(into.begin(), into.end(), [&](const Wording& w) { return w.text == text; });
      if (!is_there && !text.empty()) into.push_back({wording.language, std::move(text), wording.scale});
    };
    keep(row.label, trimmed(wording.text.substr(0, bar)));
    if (bar != std::string::npos) keep(row.value, trimmed(wording.text.substr(bar + 1)));
  }
  // A number that all languages share is written once: "200 điếu", "ມວນ".
  for (std::size_t i = row.value.size(); i-- > 1;) {
    const std::string& first = row.value.front().text;
    const std::size_t unit = row.value[i].text.rfind(' ');
    if (unit != std::string::npos && std::isdigit(static_cast<unsigned char>(first[0])) != 0 &&
        first.compare(0, unit + 1, row.value[i].text, 0, unit + 1) == 0)
      row.value[i].text.erase(0, unit + 1);
  }
  return row;
}

constexpr double kShareOfFigures = 0.15 * 1.35;  // at most, where no value is longer than a number to dial

// Part of a row that the values take, by the longest of them and by how many stand beside each other; 0 where
// there are none.
double value_share(const Sheet& sheet) {
  std::size_t longest = 0;
  std::size_t most = 0;
  for (const Wordings& wordings : sheet.texts.all("rows")) {
    const Wordings values = row_of(wordings).value;
    for (const Wording& value : values) longest = std::max(longest, value.text.size());
    most = std::max(most, values.size());
  }
  const double shares[] = {0, sheet.frame.is_portrait ? 0.15 : 0.13, 0.34};
  const double share = shares[longest == 0 ? 0 : longest <= 4 ? 1 : 2];
  if (sheet.frame.is_portrait) return share * 1.35;
  return most > 1 && sheet.texts.languages.size() > 1 ? std::max(share, 0.38) : share;
}

// One column a language, as wide as its longest label, alike in all rows.
std::vector<Box> label_columns(Sheet& sheet, const Box& words) {
  std::vector<Wordings> longest;
  for (const Wordings& wordings : sheet.texts.all("rows")) {
    const Wordings labels = row_of(wordings).label;
    if (longest.size() < labels.size()) longest.resize(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) longest[i].push_back(labels[i]);
  }
  return sheet.columns_by_length(words, longest, sheet.frame.margin);
}

// What all rows of a table take, measured once: how wide its words are at kAnyHeight, and at a good size
// upright.
struct RowWidths {
  std::vector<double> starts;  // of each language but the first: the widest of the one before it
  std::vector<double> values;  // by row
  double widest = 0;           // of all that stands in one row; 0: they do not stand side by side
  double widest_upright = 0;   // of a label, a value and what is between them
};

void measure_side_by_side(Sheet& sheet, const std::vector<Row>& rows, RowWidths& widths) {
  const std::size_t languages = rows.empty() ? 0 : rows.front().label.size();
  if (languages < 2) return;
  std::vector<double> starts(languages, 0);
  double widest = 0;  // of what the last language and the value take together
  for (const Row& row : rows) {
    if (row.label.size() != languages || row.value.size() != 1 || !sheet.may_stand_side_by_side(row.label))
      return;
    const auto each = one_by_one(row.label);
    for (std::size_t i = 0; i + 1 < languages; ++i)
      starts[i + 1] = std::max(starts[i + 1], sheet.natural_width(each[i], Kind::body, kAnyHeight));
    widths.values.push_back(sheet.natural_width(row.value, Kind::headline, kAnyHeight));
    widest =
        std::max(widest, sheet.natural_width(each.back(), Kind::body, kAnyHeight) + widths.values.back());
  }
  for (const double width : starts) widest += width;
  widths.starts = std::move(starts);
  widths.widest = widest;
}

void measure_upright(Sheet& sheet, const std::vector<Row>& rows, RowWidths& widths) {
  const double wanted = sheet.scale.minutes(26);
  for (const Row& row : rows)
    if (row.label.size() == 1 && row.value.size() == 1)
      widths.widest_upright =
          std::max(widths.widest_upright, sheet.natural_width(row.label, Kind::body, wanted) +
                                              sheet.frame.margin * 0.5 +
                                              sheet.natural_width(row.value, Kind::headline, wanted));
}

RowWidths measure(Sheet& sheet, const std::vector<Row>& rows) {
  RowWidths widths;
  if (sheet.frame.is_portrait)
    measure_upright(sheet, rows, widths);
  else
    measure_side_by_side(sheet, rows, widths);
  return widths;
}

// Where all languages and the value of a row stand side by side: the languages begin alike in all rows, but
// the last of them and the value share what is left row by row, since the longest label seldom stands beside
// the longest value. Empty where a row has no such parts.
std::vector<Box> columns_of_row(const RowWidths& widths, std::size_t row, const Box& area, double gutter) {
  if (widths.widest <= 0) return {};
  const std::size_t languages = widths.starts.size();
  const double times = (area.width - gutter * static_cast<double>(languages)) / widths.widest;
  const double value = widths.values[row] * times;
  std::vector<Box> boxes;
  double x = area.x;
  for (std::size_t i = 0; i < languages; ++i) {
    x += widths.starts[i] * times;
    const bool is_last = i + 1 == languages;
    const double end = is_last ? area.right() - value : x + widths.starts[i + 1] * times + gutter;
    boxes.push_back({x, area.y, end - gutter - x, area.height});
    x += gutter;
  }
  boxes.push_back({area.right() - value, area.y, value, area.height});
  return boxes;
}

// Label and value of one language, one under the other, clear of the rules above and below.
Cell stacked(Sheet& sheet, const Row& row, const Box& words) {
  Cell cell{inset(words, 0, words.height * 0.09),
            sheet.entries("rows", row.label, Kind::body, sheet.palette.text),
            {},
            0.5};
  for (Entry& amount : sheet.entries("rows", row.value, Kind::headline, sheet.palette.quiet))
    cell.entries.push_back(std::move(amount));
  return cell;
}

// Labels and values of a row on one baseline; where the languages stand below one another, in two cells.
std::vector<Cell> cells_of(Sheet& sheet, const Row& row, const Box& words, const Box& values,
                           const std::vector<Box>& columns) {
  std::vector<Entry> labels = sheet.entries("rows", row.label, Kind::body, sheet.palette.text);
  std::vector<Entry> amounts = sheet.entries("rows", row.value, Kind::headline, sheet.palette.quiet);
  constexpr std::size_t kBrief = 4;
  for (Entry& entry : amounts) {
    entry.align = text::Align::end;
    if (entry.text.size() <= kBrief && amounts.size() == 1) entry.scale = 1.3;  // a number to dial
  }
  const bool is_lined_up = labels.size() <= 1 || sheet.may_stand_side_by_side(row.label);
  if (!is_lined_up || (amounts.size() > 1 && sheet.frame.is_portrait)) {
    std::vector<Cell> cells{{words, labels, {}, 0.5}};
    if (!amounts.empty()) cells.push_back({values, amounts, {}, 0.5});
    return cells;
  }
  const double gutter = sheet.frame.margin * 0.5;
  Cell cell{words, std::move(labels), {}, 0.5};
  if (!columns.empty()) {
    cell.columns = columns;
  } else {
    if (!cell.entries.empty()) cell.columns = label_columns(sheet, words);
    cell.columns.resize(cell.entries.size(), words);
    const std::vector<Wordings> each = one_by_one(row.value);
    if (!amounts.empty())
      for (const Box& column : sheet.columns_by_length(values, each, gutter)) cell.columns.push_back(column);
  }
  for (Entry& amount : amounts) cell.entries.push_back(std::move(amount));
  return {cell};
}

}  // namespace

Box headline_with_tile(Sheet& sheet, bool is_side_by_side, double tile_share, double most_minutes,
                       std::vector<Box> asked) {
  const Frame& frame = sheet.frame;
  Box area = frame.content;
  const double tile = whole_tile(frame.short_side * tile_share);
  if (tile > 0 && frame.is_portrait) {
    sheet.add({Shape::Kind::tile, {area.x, area.y, tile, tile}, {}, sheet.icon()});
    area.y += tile + frame.margin * 0.7;
    area.height -= tile + frame.margin * 0.7;
  } else if (tile > 0) {
    sheet.add({Shape::Kind::tile, {area.right() - tile, area.y, tile, tile}, {}, sheet.icon()});
    area.width -= tile + frame.margin;
  }
  for (Box& column : asked) column.width = std::max(1.0, std::min(column.right(), area.right()) - column.x);
  Box rest = sheet.headline(area, is_side_by_side, most_minutes, {0, 0, 0, 0}, asked);
  if (!frame.is_portrait && tile > 0) {
    const double below_tile = std::max(rest.y, frame.content.y + tile + frame.margin * 0.3);
    rest = {frame.content.x, below_tile, frame.content.width, frame.content.bottom() - below_tile};
  }
  return rest;
}

namespace {

// Rows at one pitch to the eye: the baseline stands at the same height in every row, whatever marks its words
// carry. `groups`: how many texts a row has; several lines in a row settle by themselves.
void even_rows(Sheet& sheet, std::size_t from, const std::vector<std::size_t>& groups,
               const std::vector<Box>& rows, double gap) {
  double above = 0;
  double below = 0;
  std::size_t at = from;
  for (const std::size_t group : groups)
    for (std::size_t k = 0; k < group; ++k, ++at) {
      const Placed& text = sheet.placed[at];
      if (text.layout.lines.size() != 1) return;
      above = std::max(above, first_baseline(text) - eye_top(text));
      below = std::max(below, eye_bottom(text) - first_baseline(text));
    }
  if (at == from) return;
  // Capitals in the middle, as far as the highest and the lowest mark of all rows keep clear of the rules.
  const double height = rows.front().height;
  const double clear = 0.2 * sheet.placed[from].visible_height;
  const double least = above - gap / 2 + clear;
  const double most = height + gap / 2 - below - clear;
  const double middle = height / 2 + sheet.placed[from].visible_height / 2;
  const double baseline = least > most ? (least + most) / 2 : std::clamp(middle, least, most);
  at = from;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (std::size_t k = 0; k < groups[i]; ++k, ++at)
      sheet.placed[at].box.y += rows[i].y + baseline - first_baseline(sheet.placed[at]);
}

// A value beside a label of several lines stands in the middle of its row, as the row's icon does.
void centre_values(Sheet& sheet, std::size_t from, const std::vector<Box>& rows) {
  for (std::size_t i = from + 1; i < sheet.placed.size(); ++i) {
    Placed& value = sheet.placed[i];
    const bool is_beside_lines = value.entry.align == text::Align::end && value.layout.lines.size() == 1 &&
                                 sheet.placed[i - 1].layout.lines.size() > 1;
    if (!is_beside_lines) continue;
    for (const Box& row : rows)
      if (row.y <= value.box.centre_y() && value.box.centre_y() <= row.bottom())
        value.box.y += row.centre_y() - (eye_top(value) + eye_bottom(value)) / 2;
  }
}

void begin_at(Placed& text, double x) {
  text.box.width += text.box.x - x;
  text.box.x = x;
}

// The texts of [from, to) that stand to the right of the one before them and begin at the left of their box.
std::vector<std::size_t> second_column(const Sheet& sheet, std::size_t from, std::size_t to) {
  std::vector<std::size_t> second;
  for (std::size_t i = from + 1; i < to; ++i)
    if (sheet.placed[i].box.x > sheet.placed[i - 1].box.x &&
        sheet.placed[i].entry.align == text::Align::start)
      second.push_back(i);
  return second;
}

// What a text in the second column needs before it: two titles must not read as one.
double clear_before(const Sheet& sheet, std::size_t text) {
  return sheet.frame.margin * (sheet.placed[text].entry.slot == "title" ? 1.4 : 0.5);
}

// True if each of these texts, begun at x, keeps clear of its neighbours on both sides.
bool have_room_at(const Sheet& sheet, const std::vector<std::size_t>& texts, double x) {
  const double clear = sheet.frame.margin * 0.5;
  return std::all_of(texts.begin(), texts.end(), [&](std::size_t i) {
    const Placed& left = sheet.placed[i - 1];
    const double end = x + sheet.placed[i].layout.width_px;
    double limit = sheet.frame.content.right();
    if (i + 1 < sheet.placed.size() && sheet.placed[i + 1].entry.align == text::Align::end)
      limit = sheet.placed[i + 1].box.right() - sheet.placed[i + 1].layout.width_px - clear;
    return left.box.x + left.layout.width_px + clear_before(sheet, i) <= x && end <= limit;
  });
}

// The second language has one left edge, as far as there is room: where the labels begin, or what stands
// above the rows, or as far to the left as the first title allows.
void line_up_languages(Sheet& sheet, std::size_t from) {
  const auto above = second_column(sheet, 0, from);
  const auto labels = second_column(sheet, from, sheet.placed.size());
  if (above.empty() || labels.empty() || sheet.texts.languages.size() != 2) return;
  double least = 0;
  for (const std::size_t i : above) {
    const Placed& first = sheet.placed[i - 1];
    least = std::max(least, first.box.x + first.layout.width_px + clear_before(sheet, i));
  }
  for (const double x : {sheet.placed[labels.front()].box.x, sheet.placed[above.front()].box.x, least}) {
    if (!have_room_at(sheet, above, x) || !have_room_at(sheet, labels, x)) continue;
    for (const std::size_t i : above) begin_at(sheet.placed[i], x);
    for (const std::size_t i : labels) begin_at(sheet.placed[i], x);
    return;
  }
}

// One language alone has no columns to keep: every row divides its width by what it says.
double width_of_value(Sheet& sheet, const Row& row, const Box& words, double share) {
  if (share <= kShareOfFigures || row.label.size() != 1 || row.value.size() != 1) return words.width * share;
  return sheet.columns_by_length(words, {row.label, row.value}, sheet.frame.margin * 0.5).back().width;
}

// The row's icon, where it has one, and what is left of the row.
Box beside_icon(Sheet& sheet, Box box, double icon, std::size_t row) {
  const std::string name = sheet.option_at("icons", sheet.texts.place_of("rows", row), "");
  if (name.empty()) return box;
  sheet.add({Shape::Kind::tile, {box.x, box.centre_y() - icon / 2, icon, icon}, sheet.palette.panel, name});
  sheet.shapes.back().row = static_cast<int>(row);
  const double taken = icon + sheet.frame.margin * 0.6;
  box.x += taken;
  box.width -= taken;
  return box;
}

// The words and values of the i-th row beside its icon. Upright, where one language has the whole width, a
// value that has no room beside its label at a good size stands below it.
std::vector<Cell> cells_in(Sheet& sheet, const Row& row, std::size_t i, const RowWidths& widths, double share,
                           Box words) {
  const bool has_long_values = share > kShareOfFigures;
  if (has_long_values && widths.widest_upright > words.width) return {stacked(sheet, row, words)};
  const auto columns =
      has_long_values ? columns_of_row(widths, i, words, sheet.frame.margin) : std::vector<Box>{};
  const double value_width = width_of_value(sheet, row, words, share);
  Box value_box = words;
  value_box.x = words.right() - value_width;
  value_box.width = value_width;
  words.width -= value_width + (share > 0 ? sheet.frame.margin * 0.5 : 0);
  return cells_of(sheet, row, words, value_box, columns);
}

}  // namespace

void set_table(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const auto& list = sheet.texts.all("rows");
  // Many rows need the room more than the headline does.
  const double headline = list.size() > 3 ? 42 : 54;
  Box rest;
  if (arrangement > 0 || !frame.is_portrait) sheet.photograph_strip(arrangement);
  if (arrangement == 0 && frame.is_portrait) {
    rest = sheet.headline(sheet.panel(0.27), true, headline);
  } else {
    const bool has_tile = arrangement < 2 && sheet.slide.options.count("icons") == 0;
    rest = headline_with_tile(sheet, true, has_tile ? 0.2 : 0, headline);
  }
  if (sheet.has("text")) {
    const double used = sheet.body(rest, "text", true, 22) + frame.margin * 0.45;
    rest.y += used;
    rest.height = std::max(1.0, rest.height - used);
  }
  const double count = static_cast<double>(list.size());
  const double gap = frame.margin * 0.3;
  const double height =
      std::min((rest.height - gap * (count - 1)) / count, frame.short_side * (frame.is_portrait ? 0.3 : 0.2));
  const double icon = whole_tile(std::min(height * 0.95, frame.short_side * 0.16));
  std::vector<Row> parts;
  for (const Wordings& wordings : list) parts.push_back(row_of(wordings));
  const double share = value_share(sheet);
  const RowWidths widths = share > kShareOfFigures ? measure(sheet, parts) : RowWidths{};
  std::vector<Cell> cells;
  std::vector<Box> rows;
  std::vector<std::size_t> groups;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Box box{rest.x, rest.y + (height + gap) * static_cast<double>(i), rest.width, height};
    if (i + 1 < list.size())
      sheet.add_rule({box.x, box.bottom() + gap / 2, box.width, sheet.hairline()}, i + 1);
    rows.push_back(box);
    for (Cell& cell : cells_in(sheet, parts[i], i, widths, share, beside_icon(sheet, box, icon, i))) {
      if (!cell.columns.empty() || cell.entries.size() == 1) groups.push_back(cell.entries.size());
      for (Entry& entry : cell.entries) entry.row = static_cast<int>(i);
      cells.push_back(std::move(cell));
    }
  }
  const std::size_t from = sheet.placed.size();
  sheet.place(cells, sheet.bodies(40));
  // One cell a row: its words and values share a baseline.
  if (groups.size() == rows.size() && cells.size() == rows.size()) even_rows(sheet, from, groups, rows, gap);
  centre_values(sheet, from, rows);
  if (!frame.is_portrait) line_up_languages(sheet, from);
}

}  // namespace gatecast::compose
