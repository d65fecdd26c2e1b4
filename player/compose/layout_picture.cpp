// Layouts in which a picture speaks: picture_caption, full_picture, split.
#include <algorithm>
#include <cmath>

#include "player/compose/layouts.h"

namespace gatecast::compose {

namespace {

void add_picture(Sheet& sheet, const Box& where, double horizon) {
  if (sheet.has_picture())
    sheet.add({Shape::Kind::picture, where, {}, "picture"});
  else
    sheet.add({Shape::Kind::scene, where, {}, sheet.scene(), horizon, sheet.palette.is_dark});
}

// Title and caption over one another, moved together.
void set_words(Sheet& sheet, const Box& area, bool is_side_by_side, double settle) {
  const std::size_t from = sheet.placed.size();
  const Box rest = sheet.has("title") ? sheet.headline(area, is_side_by_side, 54) : area;
  if (sheet.has("caption")) sheet.body(rest, "caption", is_side_by_side, 28);
  sheet.settle(from, area, settle);
}

}  // namespace

void set_picture_caption(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  Box picture = frame.field;
  Box area = frame.content;
  const bool is_beside = arrangement < 4 && !frame.is_portrait;
  const double parts[] = {0.54, 0.44, 0.35, 0.26, 0.42, 0.28};
  const double part = parts[std::min(arrangement, 5)];
  if (is_beside) {
    picture.width = std::round(frame.field.width * part);
    picture.x = frame.field.right() - picture.width;
    area.width = picture.x - frame.margin - area.x;
  } else {
    picture.height = std::round(frame.field.height * part);
    area.y = picture.bottom() + frame.margin * 0.8;
    area.height = frame.content.bottom() - area.y;
  }
  area = sheet.over_note(area);
  add_picture(sheet, picture, is_beside || frame.is_portrait ? 0.42 : 0.3);
  const double ribbon = std::round(frame.short_side * 0.037);
  if (sheet.palette.has_ornament)
    sheet.add({Shape::Kind::band, is_beside ? Box{picture.x, 0, ribbon, picture.height}
                                            : Box{0, picture.bottom() - ribbon, picture.width, ribbon}});
  set_words(sheet, area, !is_beside, is_beside ? 0.42 : 0.3);
}

// The words stand on a ground of their own at the bottom left, as wide as they need.
void set_full_picture(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const std::size_t first_shape = sheet.shapes.size();
  add_picture(sheet, frame.field, 0.5);
  const double widths[] = {0.46, 0.58, 0.7, 0.82, 1.0};
  const double share = frame.is_portrait ? 1.0 : widths[std::min(arrangement, 4)];
  const bool is_whole_width = share > 0.9;
  Box area = frame.content;
  area.width = (frame.field.width - 2 * frame.margin) * share;
  if (is_whole_width)  // the picture keeps at least a part of the height
    area.y += frame.field.height * (frame.is_portrait ? 0.3 : 0.16);
  area.height = frame.content.bottom() - area.y;
  area = sheet.over_note(area);
  const std::size_t from = sheet.placed.size();
  Box rest = sheet.has("title") ? sheet.headline(area, is_whole_width, 46) : area;
  for (const char* slot : {"subtitle", "caption"})
    if (sheet.has(slot)) rest.y += sheet.body(rest, slot, is_whole_width, 26) + frame.margin * 0.4;
  if (sheet.placed.empty()) return;
  double bottom = area.y;
  for (std::size_t i = from; i < sheet.placed.size(); ++i)
    bottom = std::max(bottom, eye_bottom(sheet.placed[i]));
  for (std::size_t i = from; i < sheet.placed.size(); ++i) sheet.placed[i].box.y += area.bottom() - bottom;
  double top = frame.field.bottom();
  double right = area.x;
  for (const Placed& text : sheet.placed) {
    top = std::min(top, eye_top(text));
    right = std::max(right, text.box.x + text.layout.width_px);
  }
  const double y = std::floor(top - frame.margin * 0.6);
  const double width = is_whole_width ? frame.field.width : std::min(right + frame.margin, frame.field.width);
  sheet.add({Shape::Kind::fill, {0, y, width, frame.field.bottom() - y}, sheet.palette.ground});
  const double ribbon = std::round(frame.short_side * 0.037);
  if (sheet.palette.has_ornament) sheet.add({Shape::Kind::band, {0, y - ribbon, width, ribbon}});
  // The landmark stands where no words are: above a ground as wide as the picture, else beside it.
  Shape& picture = sheet.shapes[first_shape];
  if (is_whole_width)
    picture.box.height = std::max(1.0, y);
  else
    picture.free_from = width / frame.field.width;
}

namespace {

// Words of the two halves: the first of `area` for each language's half.
void set_halves(Sheet& sheet, const std::vector<Box>& areas, bool is_upright) {
  const Wordings& title = sheet.texts.first("title");
  const Wordings& text = sheet.texts.first("text");
  const pixels::Colour inks[] = {sheet.palette.is_dark ? sheet.palette.panel_text : sheet.palette.text,
                                 sheet.palette.panel_text};
  std::vector<Cell> heads;
  std::vector<Cell> bodies;
  const auto colour = [&](std::vector<Entry> entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].colour = inks[std::min<std::size_t>(i, 1)];
    return entries;
  };
  const std::vector<Entry> titles = colour(sheet.entries("title", title, Kind::headline, inks[0]));
  const std::vector<Entry> lines = colour(sheet.entries("text", text, Kind::body, inks[0]));
  const double share = lines.empty() ? 1.0 : 0.55;
  if (!is_upright) {
    const Box row{areas[0].x, areas[0].y, areas[1].right() - areas[0].x, areas[0].height};
    const std::size_t from = sheet.placed.size();
    Cell head{row, titles, areas, 0};
    const double used = sheet.place(head, sheet.headlines(80)) + sheet.frame.margin * 0.7;
    if (!lines.empty())
      sheet.place(Cell{{row.x, row.y + used, row.width, row.height - used}, lines, areas, 0}, sheet.bodies());
    sheet.settle(from, row, 0.4);
    return;
  }
  for (std::size_t i = 0; i < std::min(titles.size(), areas.size()); ++i) {
    Box head = areas[i];
    head.height *= share;
    heads.push_back({head, {titles[i]}, {}, share < 1 ? 1.0 : 0.45});
    if (i >= lines.size()) continue;
    const double gap = sheet.frame.margin * 0.6;
    bodies.push_back({{head.x, head.bottom() + gap, head.width, areas[i].bottom() - head.bottom() - gap},
                      {lines[i]},
                      {},
                      0});
  }
  sheet.place(heads, sheet.headlines(80));
  if (!bodies.empty()) sheet.place(bodies, sheet.bodies());
}

}  // namespace

// Two languages in two equal halves: the first on the ground, the second on the dark panel.
void set_split(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  if (sheet.texts.first("title").size() < 2) {  // one language has no halves
    const std::size_t from = sheet.placed.size();
    const double shares[] = {0.5, 0.42, 0.34, 0.25};
    const Box area = sheet.panel(shares[std::min(arrangement, 3)]);
    sheet.body(sheet.headline(area, false, 64), "text", false);
    sheet.settle(from, area, 0.4);
    return;
  }
  sheet.photograph_strip(arrangement);
  const bool is_upright = frame.is_portrait || sheet.texts.is_commercial || arrangement == 3;
  std::vector<Box> halves;
  if (is_upright)
    halves = {{0, frame.field.y, frame.field.width, frame.field.height / 2},
              {0, frame.field.y + frame.field.height / 2, frame.field.width, frame.field.height / 2}};
  else
    halves = columns(frame.field, 2, 0);
  sheet.add(
      {Shape::Kind::fill, halves[0], sheet.palette.is_dark ? sheet.palette.panel : sheet.palette.ground});
  sheet.add(
      {Shape::Kind::fill, halves[1], sheet.palette.is_dark ? sheet.palette.ground : sheet.palette.panel});
  const double shares[] = {0.34, 0.24, 0.18, 0.14};
  const double tile = whole_tile(frame.short_side * shares[std::min(arrangement, 3)]);
  const Box seam = is_upright ? Box{frame.content.right() - tile, halves[0].bottom() - tile / 2, tile, tile}
                              : Box{halves[0].right() - tile / 2, frame.content.y, tile, tile};
  const bool has_tile = arrangement < 3 || frame.is_portrait;
  // The note stands under the first half's words, or at the bottom, on the second half.
  const Box column = inset(halves[is_upright ? 1 : 0], frame.margin, 0);
  const double bottom =
      sheet
          .over_note({column.x, frame.content.y, column.width, frame.content.bottom() - frame.content.y},
                     is_upright ? sheet.palette.panel_text : pixels::Colour{0, 0, 0, 0})
          .bottom();
  std::vector<Box> areas;
  for (const Box& half : halves) {
    Box area = inset(half, frame.margin, frame.margin);
    area.height = std::min(area.bottom(), bottom) - area.y;
    if (is_upright) {
      // The icon lies between the words of the two halves.
      const double clear = has_tile ? tile / 2 : 0;
      area.height -= clear;
      if (&half != &halves[0]) area.y += clear;
    } else if (arrangement < 2) {
      area.y = seam.bottom() + frame.margin * 0.2;
      area.height = bottom - area.y;
    } else {  // the icon lies between the columns of words
      area.width -= tile * 0.4;
      if (&half != &halves[0]) area.x += tile * 0.4;
    }
    areas.push_back(area);
  }
  set_halves(sheet, areas, is_upright);
  const double ribbon = std::round(frame.short_side * 0.037);
  if (has_tile)
    sheet.add({Shape::Kind::tile, seam, {}, sheet.icon()});
  else if (sheet.palette.has_ornament)
    sheet.add({Shape::Kind::band, {0, halves[0].bottom() - ribbon / 2, frame.field.width, ribbon}});
}

}  // namespace gatecast::compose
