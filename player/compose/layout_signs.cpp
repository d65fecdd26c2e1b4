// Layouts of one sign: qr (a code to be read by a telephone) and alert (a pictogram and one instruction).
#include <algorithm>
#include <chrono>
#include <cmath>

#include "player/compose/layouts.h"
#include "player/compose/qr_code.h"

namespace gatecast::compose {

namespace {

double least_dot(const Sheet& sheet) {
  return std::max(kLeastDotPx, sheet.scale.arc(kLeastDotMinutes));
}

struct Place {
  Sheet::Cut parts;
  Box card;
};

// The largest square of whole dots within a panel, in its middle.
Box card_in(const Box& panel, int dots, double margin) {
  const double room = std::min(panel.width, panel.height) - 2 * margin;
  const double side = std::max(1.0, std::floor(room / dots)) * dots;
  return {std::round(panel.centre_x() - side / 2), std::round(panel.centre_y() - side / 2), side, side};
}

}  // namespace

// The code stands on a light card of its own in a dark panel or on a photograph, words beside it (upright:
// under it).
void set_qr(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const std::string content = sheet.texts.first("code").empty() ? "" : sheet.texts.first("code").front().text;
  const auto code = encode_qr(content, sheet.request.item->id);
  const int dots = code ? code->side_with_quiet() : 1;
  const auto card = [&](int n) {
    constexpr double kWide[] = {0.5, 0.44, 0.38, 0.32};
    constexpr double kTall[] = {0.46, 0.42, 0.36, 0.3};
    const auto at = static_cast<std::size_t>(n);
    const double share = frame.is_portrait ? kTall[at] : kWide[at];
    const auto parts = sheet.cut(share);
    return Place{parts, card_in(parts.picture, dots, frame.margin * 0.7)};
  };
  const Place place = card(arrangement);
  const auto& [parts, box] = place;
  // A tighter arrangement must not make a code unreadable that a more generous one can show.
  const auto is_large_enough = [&](const Box& side) { return side.width / dots >= least_dot(sheet); };
  if (sheet.is_readable() && !is_large_enough(box) && is_large_enough(card(0).card)) sheet.fits = false;
  if (sheet.has_picture())
    sheet.add({Shape::Kind::picture, parts.picture, {}, "picture"});
  else
    sheet.add({Shape::Kind::rays, parts.picture, sheet.palette.panel});
  sheet.ribbon_beside(parts.picture);
  sheet.add({Shape::Kind::code, box, {}, content, least_dot(sheet)});
  const Box area = sheet.over_note(parts.words);
  const std::size_t from = sheet.placed.size();
  sheet.body(sheet.headline(area, false, 64), "text", false, 34);
  sheet.settle(from, area, 0.4);
}

namespace {

// The languages that stand together at once, Vietnamese and Lao first and equal, and those that stand below
// them where there is room.
struct AlertWords {
  Wordings first;
  Wordings second;
  Wordings others;
};
AlertWords alert_words(const Sheet& sheet) {
  AlertWords words;
  for (const Wording& wording : sheet.texts.first("title")) {
    const std::string base = wording.language.substr(0, wording.language.find('-'));
    Wordings& rank = base == "vi" || base == "lo" ? words.first : base == "en" ? words.second : words.others;
    rank.push_back({wording.language, wording.text, 1});
  }
  if (words.first.empty()) std::swap(words.first, words.second.empty() ? words.others : words.second);
  return words;
}

// One of the other languages, every 6 s the next one.
void keep_one(Sheet& sheet, Wordings& others) {
  if (others.size() < 2) return;
  constexpr std::chrono::seconds kTurn{6};
  const auto turn = sheet.request.now.time_since_epoch() / kTurn;
  const Wording one = others[static_cast<std::size_t>(turn) % others.size()];
  others = {one};
  sheet.changes_at = Instant(kTurn * (turn + 1));
}

// Of the light border: where it begins, how thick it is, where the ground within begins.
double border_at(const Sheet& sheet) {
  return std::round(sheet.frame.margin * 0.16);
}
double border_thick(const Sheet& sheet) {
  return std::max(std::round(sheet.frame.short_side / 180), std::round(sheet.scale.millimetres(4)));
}
double inner_edge(const Sheet& sheet) {
  return sheet.frame.field.x + border_at(sheet) + border_thick(sheet);
}

// How an alert may be set, from the most generous to the tightest: those that show every language at once
// come before those that show some in turn, and a smaller sign before smaller words.
enum class Others { below, beside, in_turn };
struct AlertArrangement {
  double tile;  // of the short side
  double gap;   // of the margin, between the ranks
  Others others;
  bool is_small;  // the other languages may be as small as a remark
};
constexpr double kSmallestTile = 0.2;
constexpr double kAlertEdge = 0.8;  // of the margin: the border is the sign's edge and no content
constexpr AlertArrangement kAlertArrangements[] = {
    {0.62, 0.6, Others::below, false},   {0.5, 0.6, Others::below, false},
    {0.38, 0.6, Others::below, false},   {0.38, 0.6, Others::beside, false},
    {0.38, 0.25, Others::below, false},  {0.38, 0.25, Others::beside, false},
    {0.28, 0.6, Others::below, false},   {0.28, 0.6, Others::beside, false},
    {0.28, 0.25, Others::below, false},  {0.28, 0.25, Others::beside, false},
    {0.25, 0.16, Others::below, false},  {0.2, 0.16, Others::below, false},
    {0.38, 0.25, Others::below, true},   {0.28, 0.25, Others::below, true},
    {0.28, 0.16, Others::below, true},   {0.25, 0.16, Others::below, true},
    {0.28, 0.25, Others::beside, true},  {0.25, 0.16, Others::beside, true},
    {0.2, 0.16, Others::below, true},    {0.2, 0.16, Others::beside, true},
    {0.38, 0.25, Others::in_turn, true}, {0.28, 0.25, Others::in_turn, true},
    {0.2, 0.16, Others::in_turn, true}};
static_assert(std::size(kAlertArrangements) == kAlertArrangementCount);

// An alert that asks nobody to save himself ("tone": "notice") is told on paper within the same border: else
// a child who waits at a counter is as loud as a storm.
struct AlertTone {
  pixels::Colour ground;
  pixels::Colour ink;
  pixels::Colour border;
  bool is_notice;
};
AlertTone alert_tone(const Sheet& sheet) {
  if (sheet.option("tone") == "notice") return {tone::paper, tone::night, tone::lacquer, true};
  return {tone::lacquer, tone::paper, tone::paper, false};
}

void alert_ground(Sheet& sheet, const AlertTone& look) {
  const Frame& frame = sheet.frame;
  sheet.palette.panel = tone::lacquer;
  sheet.palette.panel_text = tone::paper;
  sheet.palette.accent = tone::paper;
  sheet.palette.quiet = tone::lacquer;  // on the sign
  sheet.palette.is_dark = false;
  sheet.add({Shape::Kind::fill, frame.field, look.ground});
  const double thick = border_thick(sheet);
  const Box edge = inset(frame.field, border_at(sheet), border_at(sheet));
  for (const Box& side :
       {Box{edge.x, edge.y, edge.width, thick}, Box{edge.x, edge.bottom() - thick, edge.width, thick},
        Box{edge.x, edge.y, thick, edge.height}, Box{edge.right() - thick, edge.y, thick, edge.height}})
    sheet.add({Shape::Kind::fill, side, look.border});
}

// Texts from `from` on, by language: one under the other, or those that stand side by side together.
struct Block {
  std::size_t from;
  std::size_t to;
  double top;
  double bottom;
};
std::vector<Block> blocks_from(const Sheet& sheet, std::size_t from) {
  std::vector<Block> blocks;
  for (std::size_t i = from; i < sheet.placed.size(); ++i) {
    const Placed& text = sheet.placed[i];
    if (text.layout.lines.empty()) continue;
    const double top = text.box.y + text.layout.lines.front().ink_top_px;
    const double bottom = text.box.y + text.layout.lines.back().ink_bottom_px;
    if (!blocks.empty() && sheet.placed[i].box.x > sheet.placed[i - 1].box.x) {
      blocks.back() = {blocks.back().from, i + 1, std::min(blocks.back().top, top),
                       std::max(blocks.back().bottom, bottom)};
    } else {
      blocks.push_back({i, i + 1, top, bottom});
    }
  }
  return blocks;
}

// The languages stand equally far apart to the eye, with a rule between them: a language of two lines is not
// two. What is left over, above.
double part_languages(Sheet& sheet, std::size_t from, const Box& area, const AlertTone& look) {
  const std::vector<Block> blocks = blocks_from(sheet, from);
  double room = area.height;
  for (const Block& block : blocks) room -= block.bottom - block.top;
  if (blocks.size() < 2 || room <= 0) return std::max(0.0, room);
  const auto gaps = static_cast<double>(blocks.size() - 1);
  const double gap = std::min(room / gaps, sheet.frame.margin * 0.9);
  const double thick = std::round(sheet.hairline());
  double y = area.y;
  for (const Block& block : blocks) {
    for (std::size_t i = block.from; i < block.to; ++i) sheet.placed[i].box.y += y - block.top;
    if (block.to - block.from == 2) {  // side by side
      const Placed& left = sheet.placed[block.from];
      const double middle =
          (left.box.x + left.layout.width_px + sheet.placed[block.from + 1].box.x - thick) / 2;
      sheet.add({Shape::Kind::rule,
                 {std::round(middle), std::round(y), thick, std::round(block.bottom - block.top)},
                 mix(look.ground, look.ink, 0.4)});
    }
    y += block.bottom - block.top;
    if (block.to < sheet.placed.size())
      sheet.add({Shape::Kind::rule,
                 {area.x, std::round(y + gap / 2), area.width, thick},
                 mix(look.ground, look.ink, 0.4)});
    y += gap;
  }
  return room - gap * gaps;
}

}  // namespace

// A lacquer panel with a light border, a pictogram, and one instruction in Vietnamese, Lao and English at
// once; the other languages below them, under or beside each other where they fit, else by turns.
void set_alert(Sheet& sheet, int arrangement) {
  const Frame& frame = sheet.frame;
  const AlertTone look = alert_tone(sheet);
  alert_ground(sheet, look);
  const AlertArrangement& how = kAlertArrangements[arrangement];
  const double tile = whole_tile(frame.short_side * how.tile);
  const double edge = std::round(frame.margin * kAlertEdge);
  Box area = sheet.over_note(inset(frame.field, edge, edge), look.ink);
  Box sign{area.x, area.y, tile, tile};
  if (frame.is_portrait) {
    sign.x = std::round(area.centre_x() - tile / 2);
    area.y += tile + frame.margin * 0.9;
    area.height -= tile + frame.margin * 0.9;
  } else {
    sign.y = std::round(area.centre_y() - tile / 2);
    area.x += tile + frame.margin;
    area.width -= tile + frame.margin;
    sign.x = std::round((inner_edge(sheet) + area.x - tile) / 2);  // between the border and the words
  }
  const std::size_t from_shape = sheet.shapes.size();
  sheet.add({Shape::Kind::tile, sign, {}, sheet.option("icon", "danger"), 0, !look.is_notice});
  AlertWords words = alert_words(sheet);
  if (how.others == Others::in_turn) keep_one(sheet, words.others);
  const double gap = std::round(frame.margin * how.gap);
  const std::size_t from = sheet.placed.size();
  const auto set = [&](double most, double part) {
    Box rest = area;
    if (how.tile > kSmallestTile)
      rest.height -= frame.margin * 1.4;  // air, which is parted between the languages
    const auto put = [&](const Wordings& rank, const Ladder& ladder, bool is_beside = false) {
      if (rank.empty()) return;
      Cell cell{rest, sheet.entries("title", rank, Kind::headline, look.ink), {}, 0};
      if (is_beside && rank.size() > 1)
        cell.columns = sheet.columns_by_length(rest, one_by_one(rank), frame.margin);
      const double used = sheet.place(cell, ladder) + gap;
      rest.y += used;
      rest.height = std::max(1.0, rest.height - used);
    };
    put(words.first, sheet.headlines(most));
    const double other = most * part;
    const double least = std::max(22.0, most * 0.48);    // no language speaks half as loud without need
    if (how.others == Others::below && !how.is_small) {  // English no larger than its neighbours without need
      Wordings together = words.second;
      together.insert(together.end(), words.others.begin(), words.others.end());
      return put(together, sheet.messages(least, std::max(least, other)));
    }
    put(words.second, sheet.messages(least, std::max(least, other)));
    put(words.others, how.is_small ? sheet.remarks(other) : sheet.messages(least, std::max(least, other)),
        how.others == Others::beside);
  };
  sheet.largest_that_fits({92, 82, 72, 64, 56, 49, 42}, [&](double most) {
    sheet.largest_that_fits({0.8, 0.6}, [&](double part) { set(most, part); });
  });
  const double left_over = part_languages(sheet, from, area, look);
  // Upright the sign and the words are one; in landscape the sign stands in the middle already.
  sheet.shift(frame.is_portrait ? from_shape : from_shape + 1, from, std::round(left_over / 2));
}

}  // namespace gatecast::compose
