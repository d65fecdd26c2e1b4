#include "player/compose/plan_line.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>

namespace gatecast::compose {

namespace {

// Without tone marks: "Việt Nam" beside "Viet Nam" reads like a stutter.
icu::UnicodeString without_marks(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* parts = icu::Normalizer2::getNFDInstance(status);
  auto whole = icu::UnicodeString::fromUTF8(text);
  if (U_FAILURE(status)) return whole;
  const icu::UnicodeString apart = parts->normalize(whole, status);
  icu::UnicodeString bare;
  for (int i = 0; i < apart.length(); ++i)
    if (u_charType(apart[i]) != U_NON_SPACING_MARK) bare.append(apart[i]);
  return bare;
}

// From where to where a line of text goes.
Box across(const Placed& text) {
  const double width = text.layout.width_px;
  const double x = text.entry.align == text::Align::centre ? text.box.centre_x() - width / 2
                   : text.entry.align == text::Align::end  ? text.box.right() - width
                                                           : text.box.x;
  return {x, text.box.y, width, text.box.height};
}

// The plate of "you are here" behind the texts from `from` on, which it moves to its middle: a gold ground
// with an edge. `at`: its top left corner for its width and height.
template <typename At>
Box draw_plate(Sheet& sheet, const Line& line, std::size_t from, At at) {
  const double margin = sheet.frame.margin;
  double widest = 0;
  for (std::size_t n = from; n < sheet.placed.size(); ++n)
    widest = std::max(widest, sheet.placed[n].layout.width_px);
  const double top = eye_top(sheet.placed[from]);
  const double words = eye_bottom(sheet.placed.back()) - top;
  Box plate{0, 0, std::round(widest + margin * 0.5), std::round(words + margin * 0.3)};
  at(plate);
  for (std::size_t n = from; n < sheet.placed.size(); ++n) {
    Placed& text = sheet.placed[n];
    text.box.y += plate.centre_y() - words / 2 - top;
    text.box.x += plate.centre_x() - across(text).centre_x();
  }
  const double edge = std::max(2.0, std::round(line.thick * 0.5));
  sheet.add({Shape::Kind::fill,
             {plate.x - edge, plate.y - edge, plate.width + 2 * edge, plate.height + 2 * edge},
             sheet.palette.quiet});
  sheet.add({Shape::Kind::fill, plate, tone::rice});
  return plate;
}

}  // namespace

Wordings told_once(const Wordings& wordings) {
  Wordings once;
  for (const Wording& wording : wordings)
    if (once.empty() || without_marks(once.front().text) != without_marks(wording.text))
      once.push_back(wording);
  return once;
}

void place_here_upright(Sheet& sheet, const Line& line, const Box& rest, std::size_t stop,
                        const std::vector<std::size_t>& first) {
  const double margin = sheet.frame.margin;
  Cell cell{rest, sheet.entries("here", sheet.texts.first("here"), Kind::body, tone::night), {}, 0};
  for (Entry& entry : cell.entries) entry.max_lines = 1;
  const Placed& name = sheet.placed[first[stop + 1] - 1];
  const double left = name.box.x;
  const double top = std::round(eye_bottom(name) + margin * 0.35);
  const double bottom = stop + 1 < line.count ? eye_top(sheet.placed[first[stop + 1]]) : rest.bottom();
  cell.box = {left, top, name.box.width, std::max(1.0, bottom - top - margin * 0.8)};
  const std::size_t from = sheet.placed.size();
  sheet.place(cell, sheet.remarks(18));
  if (sheet.placed.size() == from) return;
  draw_plate(sheet, line, from, [&](Box& plate) {
    plate.x = std::round(left + line.thick * 0.5);  // its edge under the name's
    plate.y = top;
  });
}

Box place_plate(Sheet& sheet, const Line& line, const Box& rest, std::size_t stop) {
  const double margin = sheet.frame.margin;
  const double at = line.at(stop);
  double half = std::min({at - rest.x, rest.right() - at, rest.width * line.step() * 0.7});
  if (line.leans()) half = rest.width * line.step() * 0.35;
  const double inner = half - margin * 0.25;
  const Box room{at - inner, rest.y, 2 * inner, rest.height};
  Cell cell{room, sheet.entries("here", sheet.texts.first("here"), Kind::body, tone::night), {}, 0};
  for (Entry& entry : cell.entries) {
    entry.max_lines = 1;
    entry.align = text::Align::centre;
  }
  const std::size_t from = sheet.placed.size();
  sheet.place(cell, sheet.remarks(18));
  if (sheet.placed.size() == from) return {};
  const double middle = line.along.centre_y();
  const double stem = line.bears_plate() ? 0 : std::round(line.thick * 5);
  if (stem > 0)
    sheet.add({Shape::Kind::fill,
               {std::round(at - line.thick / 2), middle - stem, line.thick, stem - line.thick * 2.5},
               sheet.palette.quiet});
  return draw_plate(sheet, line, from, [&](Box& plate) {
    const double staff = std::round(line.thick / 2);
    plate.x = std::round(!line.leans()       ? at - plate.width / 2
                         : line.leans_back() ? at + staff - plate.width
                                             : at - staff);
    plate.y = std::round(middle - (stem > 0 ? stem + plate.height : plate.height / 2));
  });
}

void keep_beside_plate(Sheet& sheet, const Box& plate, const Box& rest,
                       const std::vector<std::size_t>& first) {
  const double clear = sheet.frame.margin * 1.5;  // else the name is read as what the plate says
  for (std::size_t i = 0; i + 1 < first.size(); ++i) {
    double over = 0;
    const double centre = sheet.placed[first[i]].box.centre_x();
    for (std::size_t n = first[i]; n < first[i + 1]; ++n) {
      const Placed& name = sheet.placed[n];
      if (eye_top(name) > plate.bottom() + clear / 5 || eye_bottom(name) < plate.y - clear / 5) continue;
      const double half = name.layout.width_px / 2;
      const double room = std::max(0.0, rest.right() - centre - half);
      if (centre > plate.right())
        over = std::max(over, std::min(room, plate.right() + clear - (centre - half)));
    }
    for (std::size_t n = first[i]; n < first[i + 1]; ++n) sheet.placed[n].box.x += over;
  }
}

void level_names(Sheet& sheet, const std::vector<std::size_t>& first, std::size_t apart) {
  for (const bool is_above : {true, false})
    for (std::size_t k = 0;; ++k) {
      std::vector<Placed*> row;
      for (std::size_t i = is_above ? 0 : 1; i + 1 < first.size(); i += 2)
        if (i != apart && first[i] + k < first[i + 1]) row.push_back(&sheet.placed[first[i] + k]);
      if (row.empty()) break;
      double level = first_baseline(*row.front());
      for (const Placed* name : row)
        level = is_above ? std::min(level, first_baseline(*name)) : std::max(level, first_baseline(*name));
      for (Placed* name : row) name->box.y += level - first_baseline(*name);
    }
}

// What is left of `room` about its middle where `taken` stand.
static Box left_of(Box room, const std::vector<Box>& taken) {
  const double middle = room.centre_x();
  for (const Box& box : taken) {
    const double right = room.right();
    if (box.centre_x() < middle) room.x = std::min(std::max(room.x, box.right()), right);
    room.width = std::min(right, box.centre_x() < middle ? right : std::max(box.x, room.x)) - room.x;
  }
  return room;
}

void place_spans(Sheet& sheet, const Line& line, const std::vector<std::size_t>& first) {
  const auto& spans = sheet.texts.all("spans");
  const double clear = line.thick * 0.6;
  for (std::size_t i = 0; i + 1 < line.count && i < spans.size(); ++i) {
    const double from = line.at(i) + 3 * line.thick;
    const double to = line.at(i + 1) - 3 * line.thick;
    Cell cell{{from, line.along.centre_y() + line.thick * 1.6, to - from, line.thick * 12},
              sheet.entries("spans", told_once(spans[i]), Kind::body, sheet.palette.text),
              {},
              0};
    for (Entry& entry : cell.entries) {
      entry.max_lines = 1;
      entry.align = text::Align::centre;
    }
    const std::size_t at = sheet.placed.size();
    sheet.place(cell, sheet.remarks(20));
    if (sheet.placed.size() == at) continue;
    const double bottom = eye_bottom(sheet.placed.back());
    std::vector<Box> taken;  // by names on its level and by the border
    for (std::size_t n = first[i]; n < first[i + 2]; ++n) {
      const Placed& name = sheet.placed[n];
      if (name.box.y > line.along.centre_y() && eye_top(name) < bottom) taken.push_back(across(name));
    }
    if (line.border == i + 1) taken.push_back({line.border_at(), 0, 0, 0});
    for (Box& box : taken) {
      box.x -= clear;
      box.width += 2 * clear;
    }
    const double centre = left_of(cell.box, taken).centre_x();
    for (std::size_t k = at; k < sheet.placed.size(); ++k)
      sheet.placed[k].box.x += centre - cell.box.centre_x();
  }
}

}  // namespace gatecast::compose
