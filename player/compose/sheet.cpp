#include "player/compose/sheet.h"

#include <algorithm>
#include <cmath>

#include "player/compose/drift.h"

namespace gatecast::compose {

Frame frame_for(pixels::Size size, const TypeScale& scale) {
  Frame frame;
  const double w = size.width_px;
  const double h = size.height_px;
  frame.short_side = std::min(w, h);
  frame.margin = std::round(frame.short_side * 0.05);
  frame.is_portrait = h > w;
  frame.whole = {0, 0, w, h};
  // High enough for one line of the smallest Lao text of the overlays.
  constexpr double kLineOfSmallest = 1.36 / 0.526;
  const double strip = std::round(std::max(
      frame.short_side * 0.072, std::min(scale.least_any() * kLineOfSmallest + 4, frame.short_side * 0.14)));
  frame.strip = {0, h - strip, w, strip};
  frame.field = {0, 0, w, h - strip};
  frame.content = inset(frame.field, frame.margin, frame.margin);
  frame.content.height +=
      frame.margin * 0.3;  // the strip is a ground of its own: less air is needed before it
  return frame;
}

double whole_tile(double wanted) {
  constexpr double kCells = 29;
  return wanted < kCells ? wanted : std::floor(wanted / kCells) * kCells;
}

std::vector<Box> columns(const Box& area, int count, double gutter) {
  std::vector<Box> boxes;
  const double width = (area.width - gutter * (count - 1)) / count;
  for (int i = 0; i < count; ++i)
    boxes.push_back({area.x + i * (width + gutter), area.y, width, area.height});
  return boxes;
}

std::vector<Wordings> one_by_one(const Wordings& wordings) {
  std::vector<Wordings> each;
  for (const Wording& wording : wordings) each.push_back({wording});
  return each;
}

constexpr double kDense = 0.9;  // of the Vietnamese text's size

static bool is_dense(const bundle::LanguageTag& language) {
  return language.starts_with("zh") || language.starts_with("ja") || language.starts_with("ko");
}

static Tone tone_of(const bundle::Slide& slide) {
  const auto found = slide.options.find("tone");
  if (found == slide.options.end()) return Tone::of_theme;
  return found->second == "dark" ? Tone::dark : found->second == "light" ? Tone::light : Tone::of_theme;
}

Sheet::Sheet(const SlideRequest& the_request, const SlideTexts& the_texts, text::Typesetter& typesetter,
             const Tightness& tightness)
    : request(the_request),
      slide(std::get<bundle::Slide>(the_request.item->body)),
      texts(the_texts),
      topic(topic_named(the_request.item->topic)),
      scale(the_request.release->screen, the_request.size),
      frame(frame_for(the_request.size, scale)),
      palette(palette_for(*the_request.release, the_request.mode, topic, tone_of(slide))),
      tightness_(tightness),
      fitter_(typesetter) {
  add({Shape::Kind::fill, frame.whole, palette.ground});
  // A period of the pattern begins left of the edge: the band wanders along itself.
  constexpr int kBandDrift = 24;
  Box strip = frame.strip;
  const int drift = kBandDrift - drift_px(the_request.now, kBandDrift);
  strip.x -= drift;
  strip.width += drift;
  add({Shape::Kind::band, strip});
  bottom_ = frame.content.bottom();
  has_note_ = !note_entry().text.empty();
  if (has_note_) placed.emplace_back();
  frame.content = over_note(frame.content);
}

std::string Sheet::option(const std::string& name, std::string_view otherwise) const {
  const auto found = slide.options.find(name);
  return found == slide.options.end() || found->second.empty() ? std::string(otherwise) : found->second;
}

std::string Sheet::option_at(const std::string& name, std::size_t n, std::string_view otherwise) const {
  const std::string list = option(name);
  std::size_t start = 0;
  for (std::size_t i = 0; i < n && start != std::string::npos; ++i) {
    start = list.find(',', start);
    if (start != std::string::npos) ++start;
  }
  if (start == std::string::npos || start >= list.size()) return std::string(otherwise);
  std::string value = list.substr(start, list.find(',', start) - start);
  value.erase(0, value.find_first_not_of(' '));
  value.erase(value.find_last_not_of(' ') + 1);
  return value.empty() ? std::string(otherwise) : value;
}

bool Sheet::has_picture() const {
  return slide.pictures.count("picture") != 0;
}

bool Sheet::may_stand_side_by_side(const Wordings& wordings) const {
  return wordings.size() > 1 && !texts.is_commercial && !frame.is_portrait;
}

std::vector<Entry> Sheet::entries(const std::string& slot, const Wordings& wordings, Kind kind,
                                  pixels::Colour colour) const {
  std::vector<Entry> out;
  for (const Wording& wording : wordings) {
    Entry entry;
    entry.slot = slot;
    entry.language = wording.language;
    entry.text = wording.text;
    entry.scale = wording.scale;
    // A language at four fifths of the Vietnamese is soon at its least size; figures that stand under one
    // another are of one height.
    if (kind == Kind::body && !texts.is_commercial)
      entry.scale = std::max(entry.scale, is_dense(wording.language) ? kDense : 1.0);
    entry.kind = kind;
    entry.colour = colour;
    out.push_back(std::move(entry));
  }
  return out;
}

// In a commercial item the foreign text is 0.74 of the Vietnamese: there its headline counts as other text,
// and the Vietnamese grows where the foreign would fall under its own least size.
Ladder Sheet::ladder(double most_minutes, double least_minutes) const {
  // One language alone has room to speak up.
  if (texts.languages.size() == 1) most_minutes *= 1.2;
  double floor = least_minutes;
  if (texts.is_commercial) {
    floor = least_minutes > 22 ? 22 : 16;
    least_minutes = std::max(least_minutes, floor / kCommercialForeignScale);
  }
  const double least = scale.minutes(least_minutes) * tightness_.shrink;
  const double most = std::max(scale.minutes(most_minutes) * tightness_.shrink, least);
  return {most, least, scale.minutes(floor) * tightness_.shrink};
}

Ladder Sheet::messages(double least_minutes, double most_minutes) const {
  const double least = std::max(least_minutes, tightness_.least_minutes);
  return ladder(least + (most_minutes - least) * tightness_.generosity, least);
}

double Sheet::least_figure_minutes(int arrangement) const {
  constexpr double kLeastMinutes[] = {84, 66, 50, 42};
  // Upright a tighter arrangement is no wider: nothing is won by waiting for it.
  return frame.is_portrait ? kLeastMinutes[3] : kLeastMinutes[std::min(arrangement, 3)];
}

Ladder Sheet::figures(int arrangement) const {
  const double least = least_figure_minutes(arrangement);
  return ladder(least + (150 - least) * tightness_.generosity, least);
}

void Sheet::judge() {
  if (tightness_.shrink >= 1) return;
  for (Placed& text : placed)
    if (text.visible_height < text.least / tightness_.shrink - 0.01) text.fits = false;
}

double Sheet::place(const std::vector<Cell>& cells, const Ladder& ladder) {
  return take(fitter_.fit(cells, ladder));
}

double Sheet::place_in_few_lines(const std::vector<Cell>& cells, const Ladder& ladder) {
  return take(with_fewer_lines(cells, ladder));
}

double Sheet::take(Fit fit) {
  fits = fits && fit.fits;
  for (Placed& text : fit.texts) placed.push_back(std::move(text));
  return fit.heights.empty() ? 0 : *std::max_element(fit.heights.begin(), fit.heights.end());
}

// A little smaller, if that spares a line.
Fit Sheet::with_fewer_lines(const std::vector<Cell>& cells, Ladder ladder) {
  const auto lines = [](const Fit& fit) {
    std::size_t count = 0;
    for (const Placed& text : fit.texts) count += text.layout.lines.size();
    return count;
  };
  Fit fit = fitter_.fit(cells, ladder);
  const double smallest = std::max(ladder.least, fit.visible_height * 0.72);
  for (double height = fit.visible_height * 0.95; fit.fits && height >= smallest; height *= 0.95) {
    ladder.most = height;
    Fit smaller = fitter_.fit(cells, ladder);
    if (smaller.fits && lines(smaller) < lines(fit)) fit = std::move(smaller);
  }
  return fit;
}

// One language alone has its turn after another: a line that costs a third of its size makes it look the
// lesser.
Fit Sheet::larger_in_two_lines(Fit fit, const Box& area, double most_minutes) {
  if (fit.texts.size() != 1 || fit.texts.front().layout.lines.size() != 1) return fit;
  Cell cell{area, {fit.texts.front().entry}, {}, 0};
  cell.entries.front().max_lines = 2;
  // Without spaces a line may end inside what is one word to the eye.
  if (cell.entries.front().text.find(' ') == std::string::npos) return fit;
  Fit larger = fitter_.fit({cell}, headlines(most_minutes));
  return larger.fits && larger.visible_height >= 1.3 * fit.visible_height ? larger : fit;
}

// Few lines are worth more than large ones: one line each first, side by side before stacked where that is
// asked for, then two, then three.
Box Sheet::headline(const Box& area, bool is_side_by_side, double most_minutes, pixels::Colour colour,
                    const std::vector<Box>& asked) {
  language_columns_.clear();
  const Wordings& title = texts.first("title");
  if (title.empty()) return area;
  const pixels::Colour ink = colour.alpha != 0 ? colour : palette.text;
  const bool may_line_up = is_side_by_side && may_stand_side_by_side(title);
  // More than a word space, so that two titles do not read as one, while there is room for it.
  const double gutter = frame.margin * (tightness_.generosity > 0 ? 1.5 : 1);
  Fit fit;
  for (int lines = 1; lines <= 3 && !(fit.fits && !fit.texts.empty()); ++lines)
    for (const int arrangement : {0, 1, 2}) {  // equal columns, columns as wide as their words ask, stacked
      const bool in_columns = arrangement < 2;
      if (in_columns && (!may_line_up || (arrangement == 1 && !asked.empty()))) continue;
      Cell cell{area, entries("title", title, Kind::headline, ink), {}, 0};
      for (Entry& entry : cell.entries) entry.max_lines = lines;
      if (arrangement == 0) cell.columns = columns(area, static_cast<int>(title.size()), frame.margin);
      if (arrangement == 0 && asked.size() == title.size()) cell.columns = asked;
      if (arrangement == 1) cell.columns = columns_by_length(area, one_by_one(title), gutter);
      fit = with_fewer_lines({cell}, headlines(most_minutes));
      language_columns_ = cell.columns;
      if (fit.fits) break;
    }
  if (fit.fits && title.size() == 1) fit = larger_in_two_lines(std::move(fit), area, most_minutes);
  fits = fits && fit.fits;
  const double used = fit.heights.front() + frame.margin * 0.85;
  for (Placed& text : fit.texts) placed.push_back(std::move(text));
  return {area.x, area.y + used, area.width, std::max(0.0, area.height - used)};
}

double Sheet::body(const Box& area, const std::string& slot, bool is_side_by_side, double most_minutes) {
  std::vector<Entry> all;
  const auto& list = texts.all(slot);
  const bool has_columns = is_side_by_side && !list.empty() && may_stand_side_by_side(list.front());
  if (has_columns) {
    // One column a language; entries of a list become paragraphs of it.
    const std::size_t count = list.front().size();
    Cell cell{area, {}, language_columns_, 0};
    if (cell.columns.size() != count) cell.columns = columns(area, static_cast<int>(count), frame.margin);
    cell.entries = entries(slot, list.front(), Kind::body, palette.text);
    for (std::size_t i = 1; i < list.size(); ++i)
      for (std::size_t k = 0; k < std::min(list[i].size(), cell.entries.size()); ++k)
        cell.entries[k].text += "\n" + list[i][k].text;
    return place(cell, bodies(most_minutes));
  }
  for (const Wordings& wordings : list)
    for (Entry& entry : entries(slot, wordings, Kind::body, palette.text)) all.push_back(std::move(entry));
  return all.empty() ? 0 : place(Cell{area, all, {}, 0}, bodies(most_minutes));
}

void Sheet::add_rule(const Box& line, std::size_t row) {
  add({Shape::Kind::rule, line, palette.rule});
  shapes.back().row = static_cast<int>(row);
}

void Sheet::shift(std::size_t from_shape, std::size_t from_text, double down) {
  for (std::size_t i = from_shape; i < shapes.size(); ++i) shapes[i].box.y += down;
  for (std::size_t i = from_text; i < placed.size(); ++i) placed[i].box.y += down;
}

void Sheet::settle(std::size_t from, const Box& area, double share) {
  double bottom = area.y;
  for (std::size_t i = from; i < placed.size(); ++i) bottom = std::max(bottom, eye_bottom(placed[i]));
  const double down = std::max(0.0, area.bottom() - bottom) * share;
  for (std::size_t i = from; i < placed.size(); ++i) placed[i].box.y += down;
}

Sheet::Cut Sheet::cut(double share) const {
  Cut cut{frame.field, frame.content};
  if (frame.is_portrait) {
    cut.picture.height = std::round(frame.field.height * share);
    cut.words.y = cut.picture.bottom() + frame.margin;
    cut.words.height = frame.content.bottom() - cut.words.y;
  } else {
    cut.picture.width = std::round(frame.field.width * share);
    cut.picture.x = frame.field.right() - cut.picture.width;
    cut.words.width = cut.picture.x - frame.margin - cut.words.x;
  }
  return cut;
}

// A woven ribbon joins picture and words.
Box Sheet::ribbon_beside(const Box& picture) {
  if (!palette.has_ornament) return picture;
  const double ribbon = std::round(frame.short_side * 0.037);
  Box band{picture.x, picture.y, ribbon, picture.height};
  if (frame.is_portrait) band = {picture.x, picture.bottom() - ribbon, picture.width, ribbon};
  add({Shape::Kind::band, band});
  const double aside = frame.is_portrait ? 0 : ribbon;
  return {picture.x + aside, picture.y, picture.width - aside, picture.height - (ribbon - aside)};
}

Box Sheet::panel(double share, std::string_view preferred) {
  const Cut parts = cut(share);
  const Box picture = ribbon_beside(parts.picture);
  const bool wants_scene =
      slide.options.count("scene") != 0 || (preferred == "scene" && slide.options.count("icon") == 0);
  if (has_picture())
    add({Shape::Kind::picture, picture, {}, "picture"});
  else if (wants_scene && palette.has_ornament)
    add({Shape::Kind::scene, picture, {}, scene(), 0.4, true});
  else
    add({Shape::Kind::icon_panel, picture, {}, icon()});
  return over_note(parts.words);
}

void Sheet::photograph_strip(int arrangement) {
  if (!has_picture()) return;
  constexpr double kShares[] = {0.27, 0.21, 0.16};
  const double share = kShares[std::clamp(arrangement, 0, 2)];
  const Cut parts = cut(frame.is_portrait ? share * 0.8 : share);
  add({Shape::Kind::picture, ribbon_beside(parts.picture), {}, "picture"});
  if (frame.is_portrait) {
    frame.field.y += parts.picture.height;
    frame.field.height -= parts.picture.height;
  } else {
    frame.field.width -= parts.picture.width;
  }
  frame.content = over_note(parts.words);
}

// The age of the values, or the tag of samples: one line above the strip, in the slide's languages.
Entry Sheet::note_entry() const {
  const FactsUsed& facts = texts.facts;
  Entry entry;
  if (facts.has_sample) entry.text = sample_tag(texts.languages);
  for (const auto& language : texts.languages) {
    const std::string part = note_for(facts, language);
    if (!part.empty() && entry.text.find(part) == std::string::npos)
      entry.text += (entry.text.empty() ? "" : " · ") + part;
  }
  entry.slot = "note";
  entry.language = request.release->languages.primary;  // one look, whichever language has its turn
  entry.kind = Kind::label;
  entry.max_lines = 1;
  entry.colour = palette.quiet;
  return entry;
}

Box Sheet::over_note(Box area, pixels::Colour ink) {
  if (!has_note_) return area;
  area.height = bottom_ - area.y;
  Entry entry = note_entry();
  if (ink.alpha != 0) entry.colour = ink;
  const double least = scale.least_any() * tightness_.shrink;  // below every body text
  Fit fit = fitter_.fit(Cell{area, {entry}, {}, 1}, {least, least, least});
  if (!fit.fits) {  // a narrow column: several lines
    entry.max_lines = 0;
    fit = fitter_.fit(Cell{area, {std::move(entry)}, {}, 1}, {least, least, least});
  }
  placed.front() = std::move(fit.texts.front());
  area.height = std::max(1.0, area.height - fit.heights.front() - frame.margin * 0.5);
  return area;
}

}  // namespace gatecast::compose
