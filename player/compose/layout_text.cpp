// Layouts of words beside one picture: title, title_text, number, quotation.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

constexpr double kShares[] = {0.40, 0.32, 0.25};

// Columns as wide as their words ask for: Han signs count double, Lao and Thai marks hardly.
std::vector<Box> columns_by_length(const Box& area, const Wordings& wordings, double gutter) {
  std::vector<double> weights;
  double sum = 0;
  for (const Wording& wording : wordings) {
    double weight = 2;
    for (const char c : wording.text) {
      const auto byte = static_cast<unsigned char>(c);
      weight += byte < 0x80 ? 1.0 : byte >= 0xE4 ? 1.7 : byte >= 0xC0 ? 0.85 : 0;
    }
    weights.push_back(weight);
    sum += weight;
  }
  std::vector<Box> boxes;
  double x = area.x;
  for (const double weight : weights) {
    const double width = (area.width - gutter * static_cast<double>(weights.size() - 1)) * weight / sum;
    boxes.push_back({x, area.y, width, area.height});
    x += width + gutter;
  }
  return boxes;
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
    tail.columns = columns_by_length(rest, others, sheet.frame.margin);
  sheet.place(tail, sheet.messages(22, 46));
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
  area.height = frame.field.height * part - frame.margin;
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
  const double horizon = std::clamp((bottom + frame.margin * 0.6) / frame.field.height, 0.5, 0.88);
  const Shape scene{Shape::Kind::scene, frame.field, {}, sheet.scene(), horizon, sheet.palette.is_dark};
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

void set_number(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const std::size_t from = sheet.placed.size();
  const bool has_panel = arrangement < 3;
  Box area = has_panel ? sheet.panel(kShares[arrangement]) : frame.content;
  Box rest = sheet.headline(area, !has_panel, 52);
  Box room = rest;
  if (!has_panel && !frame.is_portrait) {  // the icon stands beside the number
    const double tile = whole_tile(std::min(frame.short_side * 0.26, rest.height * 0.6));
    sheet.add({Shape::Kind::tile, {area.right() - tile, rest.y, tile, tile}, {}, sheet.icon()});
    room.width -= tile + frame.margin;
  }
  // The number is the picture: as large as the room allows, one line.
  const bool has_text = sheet.has("text");
  if (has_text) room.height *= sheet.texts.first("number").size() > 1 ? 0.62 : 0.55;
  Cell number{room,
              sheet.entries("number", sheet.texts.first("number"), Kind::headline,
                            sheet.palette.is_dark ? sheet.palette.accent : tone::jade),
              {},
              0};
  for (Entry& entry : number.entries) entry.max_lines = 1;
  const double used = sheet.place(number, sheet.figures(arrangement)) + frame.margin * 0.55;
  rest.y += used;
  rest.height -= used;
  if (has_text) sheet.body(rest, "text", !has_panel);
  sheet.settle(from, area, 0.45);
}

void set_quotation(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const bool has_panel = arrangement < 3;
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
  // A sentence is longer than a headline: it may be set as body text, but bold and as large as it goes.
  const double used = sheet.place(quote, sheet.messages(arrangement < 2 ? 34 : 22, 58)) + frame.margin * 0.5;
  Cell source{{words.x, words.y + used, words.width, words.height - used},
              sheet.entries("source", sheet.texts.first("source"), Kind::body, sheet.palette.quiet),
              {},
              0};
  if (!has_panel && sheet.may_stand_side_by_side(sheet.texts.first("source")))
    source.columns = columns(source.box, 2, frame.margin * 1.5);
  if (!source.entries.empty()) sheet.place(source, sheet.bodies(24));
  const double before = from < sheet.placed.size() ? sheet.placed[from].box.y : 0;
  sheet.settle(from, area, 0.4);
  if (from < sheet.placed.size()) sheet.shapes[shape].box.y += sheet.placed[from].box.y - before;
}

}  // namespace gatecast::compose
