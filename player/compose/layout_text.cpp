// Layouts of words beside one picture: title, title_text, number, quotation.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

constexpr double kShares[] = {0.40, 0.32, 0.25};

// Words in one row, with equal room between one's end and the next one's beginning.
void space_evenly(Sheet& sheet, std::size_t from, const Box& row) {
  double ink = 0;
  for (std::size_t i = from; i < sheet.placed.size(); ++i) ink += sheet.placed[i].layout.width_px;
  const auto gaps = static_cast<double>(sheet.placed.size() - from) - 1;
  if (gaps < 1) return;
  const double gap = std::min((row.width - ink) / gaps, sheet.frame.margin * 1.6);
  double x = row.x;
  for (std::size_t i = from; i < sheet.placed.size(); ++i) {
    sheet.placed[i].box.x = x;
    sheet.placed[i].box.width = sheet.placed[i].layout.width_px;
    x += sheet.placed[i].layout.width_px + gap;
  }
}

// The headline's first two languages, then the others smaller in one row (or, upright, one under the other).
void set_many_languages(Sheet& sheet, const Box& area, int arrangement) {
  const Wordings& all = sheet.texts.first("title");
  const Wordings main(all.begin(), all.begin() + std::min<std::ptrdiff_t>(2, std::ssize(all)));
  const Wordings others(all.begin() + std::ssize(main), all.end());
  const pixels::Colour ink = sheet.palette.text;
  Cell head{area, sheet.entries("title", main, Kind::headline, ink), {}, 0};
  if (arrangement == 2 && sheet.may_stand_side_by_side(main))
    head.columns = columns(area, 2, sheet.frame.margin);
  const double used =
      sheet.place(head, sheet.headlines(arrangement == 0 ? 84 : 64)) + sheet.frame.margin * 0.5;
  const Box rest{area.x, area.y + used, area.width, area.height - used};
  Cell tail{rest, sheet.entries("title", others, Kind::headline, sheet.palette.quiet), {}, 0};
  for (Entry& entry : tail.entries) entry.scale = 1;
  if (!sheet.frame.is_portrait && arrangement < 3)
    tail.columns = sheet.columns_by_length(rest, one_by_one(others), sheet.frame.margin);
  const std::size_t from = sheet.placed.size();
  // Upright there is height enough for the others to be read as headlines too.
  const double least = arrangement > 2 ? 22 : sheet.frame.is_portrait ? 40 : 26;
  sheet.place(tail, sheet.messages(least, 50));
  if (!tail.columns.empty()) space_evenly(sheet, from, rest);
}

}  // namespace

// The landscape fills the field, the words stand in its sky. A photograph gets a ground for the words.
void set_title(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const double parts[] = {0.56, 0.66, 0.78, 0.96};
  const double part = parts[std::min(arrangement, 3)];
  if (sheet.has_picture()) {
    set_full_picture(sheet, arrangement);
    return;
  }
  Box area = frame.content;
  area.height = std::min(frame.field.height * part - frame.margin, frame.content.height);
  const std::size_t from = sheet.placed.size();
  if (sheet.texts.first("title").size() > 2) {
    set_many_languages(sheet, area, arrangement);
  } else {
    const double most[] = {100, 84, 64, 58};
    const Box rest = sheet.headline(area, arrangement == 3, most[std::min(arrangement, 3)]);
    if (sheet.has("subtitle")) sheet.body(rest, "subtitle", arrangement == 3, 34);
  }
  sheet.settle(from, area, 0.35);
  double bottom = area.y;
  for (std::size_t i = from; i < sheet.placed.size(); ++i)
    bottom = std::max(bottom, eye_bottom(sheet.placed[i]));
  Box land = frame.field;  // it ends above the note, which stands on plain ground
  if (const Placed* note = sheet.note()) land.height = std::floor(eye_top(*note) - frame.margin * 0.35);
  const double horizon = std::clamp((bottom + frame.margin * 0.6) / land.height, 0.5, 0.96);
  const Shape scene{Shape::Kind::scene, land, {}, sheet.scene(), horizon, sheet.palette.is_dark};
  sheet.shapes.insert(sheet.shapes.begin() + 1, scene);
}

void set_title_text(Sheet& sheet, int arrangement) {
  const std::size_t from = sheet.placed.size();
  if (arrangement < 3) {
    const Box area = sheet.panel(kShares[arrangement]);
    sheet.body(sheet.headline(area, false), "text", false);
    sheet.settle(from, area, 0.4);
    return;
  }
  // No panel: the icon stands at the head of the text, the languages side by side.
  sheet.photograph_strip(arrangement - 3);
  const Frame& frame = sheet.frame;
  Box area = frame.content;
  const double tile = whole_tile(frame.short_side * (arrangement == 3 ? 0.2 : 0.14));
  sheet.add({Shape::Kind::tile, {area.x, area.y, tile, tile}, {}, sheet.icon()});
  if (frame.is_portrait) {
    area.y += tile + frame.margin * 0.5;
    area.height -= tile + frame.margin * 0.5;
  } else {
    area.x += tile + frame.margin;
    area.width -= tile + frame.margin;
  }
  sheet.body(sheet.headline(area, true), "text", true);
  sheet.settle(from, area, 0.3);
}

namespace {

// What the number is about: below it, or, with the option "label: above", its first line above it, at no less
// than half the number's height.
struct NumberTexts {
  std::vector<Wordings> above;
  std::vector<Wordings> below;
};
NumberTexts number_texts(const Sheet& sheet) {
  NumberTexts texts{{}, sheet.texts.all("text")};
  if (sheet.option("label") != "above" || texts.below.empty()) return texts;
  Wordings above = texts.below.front();
  Wordings below;
  for (Wording& wording : above) {
    const std::size_t end = wording.text.find('\n');
    if (end == std::string::npos) continue;
    below.push_back({wording.language, wording.text.substr(end + 1), wording.scale});
    wording.text.erase(end);
  }
  texts.above = {above};
  texts.below.clear();
  if (!below.empty()) texts.below = {below};
  return texts;
}

Cell cell_of(const Sheet& sheet, const Box& box, const char* slot, const std::vector<Wordings>& list,
             Kind kind, pixels::Colour colour) {
  Cell cell{box, {}, {}, 0};
  for (const Wordings& wordings : list)
    for (Entry& entry : sheet.entries(slot, wordings, kind, colour)) cell.entries.push_back(std::move(entry));
  return cell;
}

// The texts above the number, each on one line, side by side where they may; the height used. In an emergency
// they are the command.
double place_label(Sheet& sheet, const Box& room, int arrangement, const std::vector<Wordings>& above) {
  const bool is_command = sheet.request.item->category == bundle::Category::emergency;
  const pixels::Colour ink = is_command ? sheet.palette.text : sheet.palette.quiet;
  constexpr double kCommand[] = {38, 34, 28, 28};
  const double least = std::max(is_command ? kCommand[std::min(arrangement, 3)] : 22.0,
                                sheet.least_figure_minutes(arrangement) / 2);
  Cell cell =
      cell_of(sheet, {room.x, room.y, room.width, room.height * 0.6}, "text", above, Kind::headline, ink);
  for (Entry& entry : cell.entries) entry.max_lines = 1;
  if (sheet.may_stand_side_by_side(above.front())) {
    cell.columns = sheet.columns_by_length(cell.box, one_by_one(above.front()), sheet.frame.margin);
  }
  const std::size_t from = sheet.placed.size();
  // Below the headline's rank, else "closed" and "open daily" speak as loudly; what is forbidden comes before
  // what to do.
  double most = 50;
  if (from > 0)
    most = std::min(
        most, (is_command ? 0.9 : 0.72) * sheet.placed[from - 1].visible_height / sheet.scale.minutes(1));
  const double used = sheet.place(cell, sheet.messages(least, std::max(least, most)));
  if (!cell.columns.empty()) space_evenly(sheet, from, cell.box);
  return used + sheet.frame.margin * (sheet.frame.is_portrait ? 1.0 : 0.7);
}

constexpr double kTileShare = 0.17;  // of the width: an icon in the number's row

// The number, large, with the icon of "number_icon" before it and, where there is room, the texts behind it:
// on one edge with the second text above, `edge`, where that one stands farther right.
Box place_number(Sheet& sheet, const Box& room, const Ladder& figures, std::vector<Wordings>& below,
                 double edge) {
  const double margin = sheet.frame.margin;
  Cell number{room,
              sheet.entries("number", sheet.texts.first("number"), Kind::headline,
                            sheet.palette.is_dark ? sheet.palette.accent : tone::jade),
              {},
              0};
  for (Entry& entry : number.entries) entry.max_lines = 1;
  const std::string icon = sheet.option("number_icon");
  if (icon.empty() || number.entries.size() != 1) {
    const double used = sheet.place(number, figures) + margin * (sheet.frame.is_portrait ? 0.85 : 0.55);
    return {room.x, room.y + used, room.width, room.height - used};
  }
  const double share = sheet.frame.is_portrait ? 0.3 : kTileShare;
  const double tile = whole_tile(std::min(room.width * share, std::max(room.height * 0.9, 1.0)));
  number.box.x += tile + margin * 0.5;
  number.box.width -= tile + margin * 0.5;
  number.box.height = std::max(room.height, tile);
  const std::size_t at = sheet.placed.size();
  sheet.place(number, figures);
  Placed& figure = sheet.placed[at];
  const double height = std::max(tile, figure.visible_height);
  const double baseline = figure.layout.lines.empty() ? 0 : figure.layout.lines.front().baseline_px;
  figure.box.y = room.y + height / 2 + figure.visible_height / 2 - baseline;
  sheet.add({Shape::Kind::tile, {room.x, room.y + (height - tile) / 2, tile, tile}, {}, icon});
  const double right = std::max(figure.box.x + figure.layout.width_px + margin, edge);
  if (!below.empty() && !sheet.frame.is_portrait) {
    Cell beside = cell_of(sheet, {right, room.y, room.right() - right, height}, "text", below, Kind::body,
                          sheet.palette.text);
    beside.settle = 0.5;
    below.clear();
    sheet.place(beside, sheet.bodies());
  }
  const double used = height + margin * 0.55;
  return {room.x, room.y + used, room.width, room.height - used};
}

// A number beside sentences: as high as two of their lines.
Ladder row_figures(const Sheet& sheet, const Box& room, double usual_least) {
  const double least = std::min(usual_least, sheet.bodies(34).most);
  return {std::max(least, 0.32 * room.height), least, 0};
}

// What to do and whom one then speaks to, whole sentences of every language on one edge beside the number: in
// columns above and below it the end of one sentence stands under the beginning of another.
void place_sentences(Sheet& sheet, const Box& room, std::size_t from_shape, const Wordings& sentences) {
  const Placed figure = sheet.placed.back();
  const double x = figure.box.x + figure.layout.width_px + sheet.frame.margin;
  const Cell cell = cell_of(sheet, {x, room.y, room.right() - x, room.height}, "text", {sentences},
                            Kind::headline, sheet.palette.text);
  const std::size_t from = sheet.placed.size();
  Ladder sizes = sheet.bodies(22);
  sizes.most = std::max(sizes.least, 0.66 * sheet.placed[from - 2].visible_height);
  sheet.place(cell, sizes);
  // Both in the middle of what the higher one takes.
  const Box sign = sheet.shapes[from_shape].box;
  const double middle = (eye_top(sheet.placed[from]) + eye_bottom(sheet.placed.back())) / 2;
  const double down = std::round(middle - sign.centre_y());
  if (down < 0) {
    for (std::size_t i = from; i < sheet.placed.size(); ++i) sheet.placed[i].box.y -= down;
  } else {
    sheet.placed[from - 1].box.y += down;
    sheet.shapes[from_shape].box.y += down;
  }
}

}  // namespace

namespace {

// True if no text comes near this box.
bool is_clear(const Sheet& sheet, const Box& box) {
  const double near = sheet.frame.margin * 0.6;
  return std::none_of(sheet.placed.begin(), sheet.placed.end(), [&](const Placed& text) {
    return text.box.x < box.right() + near && text.box.x + text.layout.width_px > box.x - near &&
           eye_top(text) < box.bottom() + near && eye_bottom(text) > box.y - near;
  });
}

// The sign at the end of the number's row, as large as the words leave room: it is the warning. Beside
// sentences it stands in the middle of the row as the number does, else on one line with the number's icon.
void add_twin(Sheet& sheet, const Box& area, bool is_row) {
  constexpr double kCells = 29;
  Shape twin = sheet.shapes.back();
  const Box own = twin.box;
  double side = whole_tile(sheet.frame.short_side * 0.5);
  const auto corner = [&] {
    const double y = is_row ? std::round(own.centre_y() - side / 2) : own.bottom() - side;
    return Box{area.right() - side, y, side, side};
  };
  const auto has_room = [&] { return corner().bottom() <= area.bottom() + 1 && is_clear(sheet, corner()); };
  while (side > own.width && !has_room()) side -= kCells;
  side = std::max(side, own.width);
  twin.box = corner();
  twin.name = sheet.icon();
  if (is_row) twin.kind = Shape::Kind::sign;
  sheet.add(twin);
}

// What a panel takes beside its usual share: a short message leaves room for a larger picture.
double more_for_panel(const Sheet& sheet, bool has_label, int arrangement) {
  if (sheet.frame.is_portrait) return has_label ? -0.06 : 0.06;
  const bool is_narrow = arrangement == 2 && !sheet.option("number_icon").empty();
  return !has_label ? 0 : is_narrow ? -0.1 : -0.03;
}

// The label above the number; what is left is the number's, no higher than the label bears.
void put_label_above(Sheet& sheet, Box& room, Ladder& figures, int arrangement,
                     const std::vector<Wordings>& above) {
  const bool is_command = !sheet.option("number_icon").empty();  // the number serves what stands above it
  // What is to be done is another sentence than what is forbidden.
  const double apart = sheet.frame.is_portrait && is_command ? sheet.frame.margin * 0.7 : 0;
  room.y += apart;
  room.height -= apart;
  const double label = place_label(sheet, room, arrangement, above);
  if (is_command) figures.least = std::min(figures.least, sheet.bodies(34).most);
  const double times = is_command ? 1.6 : 2;
  figures.most = std::max(figures.least, std::min(figures.most, times * sheet.placed.back().visible_height));
  room.y += label;
  room.height -= label;
}

}  // namespace

void set_number(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const std::size_t from = sheet.placed.size();
  const bool has_panel = arrangement < 3;
  NumberTexts texts = number_texts(sheet);
  // The warning's sign is no ornament: rather beside the number than small in a narrow panel.
  if (arrangement == 2 && !frame.is_portrait && !sheet.option("number_icon").empty()) sheet.fits = false;
  const double more = has_panel ? more_for_panel(sheet, !texts.above.empty(), arrangement) : 0;
  if (!has_panel) sheet.photograph_strip(1);
  Box area = has_panel ? sheet.panel(kShares[arrangement] + more) : frame.content;
  const std::size_t from_shape = sheet.shapes.size();
  Box rest = sheet.headline(area, !has_panel, 52);
  Box room = rest;
  // Without a panel the icon stands beside the number: alone, or as the twin of the number's own icon.
  const bool has_tile = !has_panel && !frame.is_portrait;
  const bool is_twin = has_tile && !sheet.option("number_icon").empty();
  if (has_tile && !is_twin) {
    const double tile = whole_tile(std::min(frame.short_side * 0.26, rest.height * 0.6));
    sheet.add({Shape::Kind::tile, {area.right() - tile, rest.y, tile, tile}, {}, sheet.icon()});
    room.width -= tile + frame.margin;
  }
  Ladder figures = sheet.figures(arrangement);
  const bool is_row = is_twin && !texts.above.empty() && texts.above.front().size() > 1;
  if (is_row) {
    texts = {};
    figures = row_figures(sheet, room, figures.least);
  } else if (!texts.above.empty()) {
    put_label_above(sheet, room, figures, arrangement, texts.above);
  }
  // The number is the picture: as large as the room allows, one line.
  if (!texts.below.empty() && sheet.option("number_icon").empty())
    room.height *= sheet.texts.first("number").size() > 1 ? 0.62 : 0.55;
  if (is_twin) room.width -= room.width * kTileShare + frame.margin;
  const double edge = texts.above.empty() ? 0 : sheet.placed.back().box.x;
  const std::size_t sign = sheet.shapes.size();
  rest = place_number(sheet, room, figures, texts.below, edge);
  if (is_row) place_sentences(sheet, room, sign, sheet.texts.first("text"));
  if (is_twin && sheet.shapes.back().kind == Shape::Kind::tile) add_twin(sheet, area, is_row);
  rest.height = std::max(1.0, area.bottom() - rest.y);
  rest.width = area.width;
  if (!texts.below.empty()) {
    Cell below = cell_of(sheet, rest, "text", texts.below, Kind::body, sheet.palette.text);
    if (!has_panel && texts.below.size() == 1 && sheet.may_stand_side_by_side(texts.below.front()))
      below.columns = columns(rest, static_cast<int>(below.entries.size()), frame.margin);
    sheet.place(below, sheet.bodies());
  }
  const double before = sheet.placed[from].box.y;
  sheet.settle(from, area, 0.45);
  const double down = sheet.placed[from].box.y - before;
  for (std::size_t i = from_shape; i < sheet.shapes.size(); ++i) sheet.shapes[i].box.y += down;
}

void set_quotation(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const bool has_panel = arrangement < 3;
  if (!has_panel) sheet.photograph_strip(1);
  Box area = has_panel ? sheet.panel(kShares[arrangement], "scene") : frame.content;
  const double mark = std::round(frame.short_side * (has_panel ? 0.12 : 0.08));
  const Box mark_box{area.x, area.y, mark * 1.3, mark};
  const std::size_t shape = sheet.shapes.size();
  sheet.add(
      {Shape::Kind::quote, mark_box, sheet.palette.is_dark ? sheet.palette.accent : sheet.palette.panel});
  Box words = area;
  words.y += mark + frame.margin * 0.5;
  words.height -= mark + frame.margin * 0.5;
  const std::size_t from = sheet.placed.size();
  Cell quote{
      words, sheet.entries("quote", sheet.texts.first("quote"), Kind::headline, sheet.palette.text), {}, 0};
  if (!has_panel && sheet.may_stand_side_by_side(sheet.texts.first("quote")))
    quote.columns = columns(words, 2, frame.margin * 1.5);
  // A sentence is longer than a headline: it may be set as body text, but bold and as large as leaves room
  // for its source.
  sheet.largest_that_fits({58, 50, 44, 38, 34, 28, 22}, [&](double most) {
    const double used =
        sheet.place(quote, sheet.messages(arrangement < 2 ? 34 : 22, most)) + frame.margin * 0.5;
    Cell source{{words.x, words.y + used, words.width, words.height - used},
                sheet.entries("source", sheet.texts.first("source"), Kind::body, sheet.palette.quiet),
                {},
                0};
    if (!has_panel && sheet.may_stand_side_by_side(sheet.texts.first("source")))
      source.columns = columns(source.box, 2, frame.margin * 1.5);
    if (!source.entries.empty()) sheet.place(source, sheet.bodies(24));
  });
  const double before = from < sheet.placed.size() ? sheet.placed[from].box.y : 0;
  sheet.settle(from, area, 0.4);
  if (from < sheet.placed.size()) sheet.shapes[shape].box.y += sheet.placed[from].box.y - before;
}

}  // namespace gatecast::compose
