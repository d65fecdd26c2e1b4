// The strip map: a road as a bar, its stops as dots, lying on wide panels and standing on tall ones.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/fact_value.h"
#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr double kHeadingPlace = 0.6;  // of the distance between two stops

class MapDrawing {
 public:
  MapDrawing(Pen& pen, const ViewRequest& request, int chosen, Figure& figure)
      : pen_(pen),
        request_(request),
        book_(*request.book),
        metrics_(pen.metrics()),
        letter_(pen.letter()),
        chosen_(chosen),
        figure_(figure),
        is_lying_(!metrics_.is_portrait()),
        inset_(figure.box.x > 0 ? 0 : metrics_.content.x) {}

  void run(const bundle::MapBlock& map) {
    for (const auto& line : map.lines)
      for (const auto& stop : line.stops) has_sections_ = has_sections_ || !stop.section.empty();
    // Larger letters, as far as one road has the height for them.
    if (is_lying_)
      letter_ =
          std::min(letter_, std::max(figure_.box.height / lines_needed(), metrics_.letter_px(0) * 0.75));
    const auto spots = spots_of(bundle::Block(map), book_.release().site);
    const auto of_chosen = spots.empty() ? 0 : spots[static_cast<std::size_t>(chosen_)].line;
    choose_lines(map, of_chosen);
    measure(map);
    gaze(map);
    int number = 0;
    for (std::size_t i = 0; i < map.lines.size(); ++i) {
      const auto place = std::find(shown_.begin(), shown_.end(), i);
      if (place != shown_.end())
        draw_line(map.lines[i], static_cast<std::size_t>(place - shown_.begin()), number);
      number += static_cast<int>(map.lines[i].stops.size());
    }
  }

 private:
  std::string text(const bundle::TextByLanguage& texts) {
    compose::FactsUsed used;
    return value_with_facts(book_.text(texts, pen_.language()), pen_.language(), book_.release(),
                            request_.now, used);
  }
  // All lines where each has room for its words, else the one of the chosen stop.
  void choose_lines(const bundle::MapBlock& map, std::size_t of_chosen) {
    const auto count = static_cast<double>(map.lines.size());
    const double room = (is_lying_ ? figure_.box.height : figure_.box.width) / count;
    const double needed = is_lying_ ? letter_ * 10 : letter_ * 16;
    for (std::size_t i = 0; i < map.lines.size(); ++i)
      if (room >= needed || i == of_chosen) shown_.push_back(i);
  }
  void measure(const bundle::MapBlock& map) {
    double most = 1;
    for (const auto i : shown_) most = std::max(most, places_on(map.lines[i]).whole);
    const double least = std::max(letter_, metrics_.letter_px(0)) * (is_lying_ ? 7.4 : 4.4) * most;
    figure_.whole_width = is_lying_ ? std::max(figure_.box.width, least) : figure_.box.width;
    figure_.whole_height =
        is_lying_ ? figure_.box.height : std::max(figure_.box.height, least + 2 * caption());
    // The ends stay clear of the edge, and of the caption.
    pad_ = is_lying_ ? inset_ / figure_.whole_width : caption() / figure_.whole_height;
    figure_.grows_wide = is_lying_;
    figure_.grows_high = !is_lying_;
  }
  void gaze(const bundle::MapBlock& map) {
    std::size_t number = static_cast<std::size_t>(std::max(0, chosen_));
    double share = 0.5;
    for (const auto& line : map.lines) {
      const auto places = places_on(line);
      if (number < places.stops.size()) {
        share = places.stops[number] / places.whole;
        break;
      }
      number -= places.stops.size();
    }
    const auto wanted = request_.gaze.value_or(request_.session->here().gaze);
    const double along = pad_ + share * (1 - 2 * pad_);
    figure_.gaze = begun(figure_, wanted, is_lying_ ? along : 0.5, is_lying_ ? 0.5 : along);
  }
  // Where stops and headings stand along a road, in distances between two stops: on a standing one each
  // heading takes some of the way.
  struct Places {
    std::vector<double> stops;
    std::vector<std::pair<std::size_t, double>> headings;  // before which stop, and where it begins
    double whole = 0;
  };
  [[nodiscard]] Places places_on(const bundle::MapLine& line) const {
    Places places;
    for (std::size_t i = 0; i < line.stops.size(); ++i) {
      if (!line.stops[i].section.empty()) {
        places.headings.emplace_back(i, places.whole);
        if (!is_lying_) places.whole += kHeadingPlace;
      }
      places.stops.push_back(places.whole + 0.5);
      places.whole += 1;
    }
    places.whole = std::max(places.whole, 1.0);
    return places;
  }
  // How many letters high a lying road is with all its words.
  [[nodiscard]] double lines_needed() const { return has_sections_ ? 11.75 : 10; }
  [[nodiscard]] double heading() const { return letter_ * 1.75; }
  // The road's name stands still while its stops move under it.
  [[nodiscard]] double caption() const { return letter_ * (is_lying_ ? 1.7 : 2.3); }

  void draw_line(const bundle::MapLine& line, std::size_t place, int first) {
    const double count = static_cast<double>(shown_.size());
    const auto step = static_cast<double>(place);
    const double across = (is_lying_ ? figure_.box.height : figure_.box.width - 2 * inset_) / count;
    band_ = is_lying_ ? Box{0, step * across, figure_.box.width, across}
                      : Box{inset_ + step * across, 0, across, figure_.box.height};
    const auto from = origin(figure_);
    const auto places = places_on(line);
    spacing_ = (is_lying_ ? from.width : from.height) * (1 - 2 * pad_) / places.whole;
    const double start = is_lying_ ? from.x + from.width * pad_ : from.y + from.height * pad_;
    // Under the road's name; on lying maps the countries have a row of their own there.
    ceiling_ = band_.y + caption() + (places.headings.empty() ? 0 : heading());
    road_at_ = is_lying_ ? ceiling_ + (band_.bottom() - ceiling_) * 0.52 : band_.x + metrics_.mm(8);
    draw_road(start + spacing_ * places.stops.front(), start + spacing_ * places.stops.back());
    for (std::size_t i = 0; i < line.stops.size(); ++i)
      draw_stop(line.stops[i], start + spacing_ * places.stops[i], first + static_cast<int>(i));
    pen_.new_layer();
    write_headings(line, places, start);
    pen_.new_layer();
    write_caption(line);
    pen_.new_layer();
  }
  // The name of a country stands over its side of the road for as long as any of it is seen.
  void write_headings(const bundle::MapLine& line, const Places& places, double start) {
    for (std::size_t i = 0; i < places.headings.size(); ++i) {
      const auto& [stop, at] = places.headings[i];
      const bool is_last = i + 1 == places.headings.size();
      // Nearer to what it heads than to what stands before it.
      const double free = is_lying_ ? 0 : std::max(0.0, spacing_ * kHeadingPlace - heading());
      const double from = start + spacing_ * at + free * 0.7;
      const double to = start + spacing_ * (is_last ? places.whole : places.headings[i + 1].second);
      const auto words = text(line.stops[stop].section);
      if (is_lying_)
        write_heading_lying(words, from + metrics_.mm(3), to - metrics_.mm(3));
      else
        write_heading_standing(words, from, to);
    }
  }
  [[nodiscard]] Lettering heading_lettering() const {
    Lettering lettering{letter_ * 0.78, metrics_.mm(kLetter_mm * 0.52), 700, 1, pen_.palette().quiet};
    lettering.is_label = true;
    return lettering;
  }
  // A thin line as long as its side, the name at its beginning.
  void write_heading_lying(const std::string& name, double from, double to) {
    const double left = std::max(from, inset_);
    const double right = std::min(to, figure_.box.width - inset_);
    if (right - left < metrics_.mm(4)) return;
    const double y = band_.y + caption();
    pen_.fill({left, y + heading() - metrics_.mm(1.2), right - left, metrics_.mm(0.8)}, pen_.palette().rule);
    auto words = pen_.set(name, heading_lettering(), right - left);
    if (words.layout.is_overfull || words.layout.lines.size() > 1) return;
    const double down = (heading() - metrics_.mm(1.2) - words.layout.height_px) / 2;
    pen_.place(std::move(words), left, y + down);
  }
  // Over its first stop; it stays under the road's name while stops of its side are seen.
  void write_heading_standing(const std::string& name, double from, double to) {
    const double high = heading();
    if (to < band_.y + caption() || from > figure_.box.height) return;
    const double y = std::min(std::max(from, band_.y + caption()), std::max(from, to - high));
    if (y > figure_.box.height - high) return;
    const double x = road_at_ + metrics_.mm(10);
    const double above = caption() * 0.1;  // up to the road's name
    if (y > from + 0.5) pen_.fill({band_.x, y - above, band_.width, high + above}, pen_.palette().ground);
    auto words = pen_.set(name, heading_lettering(), band_.right() - x - metrics_.mm(3));
    const double after = x + words.layout.width_px + metrics_.mm(3);
    pen_.fill({after, y + high / 2, std::max(0.0, band_.right() - metrics_.mm(3) - after), metrics_.mm(0.6)},
              pen_.palette().rule);
    const double down = (high - words.layout.height_px) / 2;
    pen_.place(std::move(words), x, y + down);
  }
  void draw_road(double from, double to) {
    const double thick = metrics_.mm(2.6);
    const auto& palette = pen_.palette();
    const auto colour = palette.is_high_contrast ? palette.text : palette.tile;
    pen_.fill(is_lying_ ? Box{from, road_at_ - thick / 2, to - from, thick}
                        : Box{road_at_ - thick / 2, from, thick, to - from},
              colour, thick / 2);
  }
  void write_caption(const bundle::MapLine& line) {
    const auto& palette = pen_.palette();
    auto words = text(line.name);
    const auto measured = line.measured.empty() ? std::string() : text(line.measured);
    if (!measured.empty()) words += "  ·  " + measured;
    const double height = caption() * 0.9;
    const double x = is_lying_ ? inset_ : band_.x;
    pen_.fill({band_.x, band_.y, band_.width, height}, palette.ground);
    Lettering lettering{letter_ * 0.8, letter_ * 0.52, 700, 1, palette.quiet};
    lettering.is_label = true;
    pen_.write_centred(words, lettering, {x, band_.y, band_.right() - x - metrics_.mm(3), height});
  }
  void draw_stop(const bundle::MapStop& stop, double at, int number) {
    const bool is_here = !stop.site.empty() && stop.site == book_.release().site;
    const bool is_chosen = number == chosen_;
    const double radius = metrics_.mm(is_chosen ? 6 : is_here ? 5.2 : 4);
    const double x = is_lying_ ? at : road_at_;
    const double y = is_lying_ ? road_at_ : at;
    const Box dot{x - radius, y - radius, 2 * radius, 2 * radius};
    const bool is_off = is_lying_ ? at < -spacing_ || at > figure_.box.width + spacing_
                                  : at < -spacing_ || at > figure_.box.height + spacing_;
    if (is_off) return;
    const auto& palette = pen_.palette();
    const auto dark = palette.is_high_contrast ? palette.text : palette.tile;
    const double ring = metrics_.mm(1.4);
    pen_.fill(dot, dark, radius);
    const auto inner = compose::inset(dot, ring, ring);
    const auto fill = is_chosen || is_here ? palette.chosen : palette.ground;
    pen_.fill(inner, fill, radius - ring);
    if (is_here)
      pen_.icon("place", compose::inset(dot, ring * 1.2, ring * 1.2), palette.chosen_text,
                palette.chosen_text, fill);
    figure_.spots.push_back({number, is_lying_ ? Box{at - spacing_ / 2, band_.y, spacing_, band_.height}
                                               : Box{band_.x, at - spacing_ / 2, band_.width, spacing_}});
    if (is_lying_)
      write_beside_lying(stop, at, is_chosen, is_here);
    else
      write_beside_standing(stop, at, is_chosen, is_here);
  }
  Lettering name_lettering(bool is_chosen) const {
    const auto& palette = pen_.palette();
    Lettering name{letter_ * (is_chosen ? 1.0 : 0.9), metrics_.mm(kLetter_mm * 0.52), 700, 2, palette.text};
    name.is_label = true;
    return name;
  }
  std::string below(const bundle::MapStop& stop, bool is_here) {
    auto words = stop.distance.empty() ? std::string() : text(stop.distance);
    if (is_here) words = word(Word::you_are_here, pen_.language());
    return words;
  }
  [[nodiscard]] Lettering small(double factor, text::Align align, pixels::Colour colour) const {
    Lettering lettering{letter_ * factor, metrics_.mm(kLetter_mm * 0.52), 400, 1, colour, align};
    lettering.is_label = true;
    return lettering;
  }
  void draw_signs(const bundle::MapStop& stop, double x, double y, double side) {
    const auto& palette = pen_.palette();
    for (const auto& sign : stop.services) {
      pen_.icon(sign, {x, y, side, side}, palette.text, palette.quiet, palette.ground);
      x += side + metrics_.mm(2);
    }
  }
  // Above the road the name, over it what begins here; below it how far, and what is there: as room allows.
  void write_beside_lying(const bundle::MapStop& stop, double at, bool is_chosen, bool is_here) {
    const auto& palette = pen_.palette();
    const double width = spacing_ - metrics_.mm(3);
    const double ceiling = ceiling_;
    const double floor = road_at_ - metrics_.mm(7);
    auto name = name_lettering(is_chosen);
    name.align = text::Align::centre;
    auto words = pen_.set(text(stop.name), name, width, floor - ceiling);
    // At the edge the words stay with their dot, within its place; half a name says nothing.
    const double half = words.layout.width_px / 2 + 1;
    const double edge = inset_ / 3;
    const double left = std::max(at - spacing_ / 2, edge);
    const double right = std::min(at + spacing_ / 2, figure_.box.width - edge);
    if (right - left < 2 * half) return;
    const double middle = std::clamp(at, left + half, right - half);
    const double x = middle - width / 2;
    const double top = floor - words.layout.height_px;
    pen_.place(std::move(words), x, top);
    double y = road_at_ + metrics_.mm(6.5);
    if (const auto said = below(stop, is_here); !said.empty()) {
      auto more = pen_.set(said, small(0.8, text::Align::centre, palette.text), width);
      const double wide = more.layout.width_px / 2;
      if (middle - wide < left || middle + wide > right) return;
      if (y + more.layout.height_px > band_.bottom()) return;
      const double height = more.layout.height_px;
      pen_.place(std::move(more), x, y);
      y += height;
    }
    const double side = letter_ * 1.7;
    if (y + side > band_.bottom()) return;
    const auto count = static_cast<double>(stop.services.size());
    draw_signs(stop, middle - (count * side + (count - 1) * metrics_.mm(2)) / 2, y, side);
  }
  void write_beside_standing(const bundle::MapStop& stop, double at, bool is_chosen, bool is_here) {
    const auto& palette = pen_.palette();
    const double x = road_at_ + metrics_.mm(10);
    double width = band_.right() - x - metrics_.mm(3);
    const double side = letter_ * 1.7;
    const double signs = static_cast<double>(stop.services.size()) * (side + metrics_.mm(2));
    if (at - side / 2 > ceiling_ && at + side / 2 < figure_.box.height && width - signs > letter_ * 8) {
      draw_signs(stop, band_.right() - metrics_.mm(3) - signs, at - side / 2, side);
      width -= signs;
    }
    auto lettering = name_lettering(is_chosen);
    const auto said = below(stop, is_here);
    lettering.most_lines = said.empty() ? 2 : 1;
    auto name = pen_.set(text(stop.name), lettering, width);
    auto more = pen_.set(said, small(0.72, text::Align::start, palette.text), width);
    const double more_height = said.empty() ? 0 : more.layout.height_px;
    const double height = name.layout.height_px + more_height;
    // At the edge the words stay with their dot, within its place.
    const double first = std::max(std::min(at - height / 2, at - spacing_ / 2), ceiling_);
    const double last = std::min(std::max(at + height / 2, at + spacing_ / 2), figure_.box.height);
    if (last - first < height - 0.5 || at < ceiling_ || at > figure_.box.height) return;
    const double top = std::clamp(at - height / 2, first, std::max(first, last - height));
    pen_.place(std::move(name), x, top);
    if (!said.empty()) pen_.place(std::move(more), x, top + height - more_height);
  }

  Pen& pen_;
  const ViewRequest& request_;
  const Book& book_;
  const Metrics& metrics_;
  double letter_;
  int chosen_;
  Figure& figure_;
  bool is_lying_;
  double inset_;    // of captions and ends from the figure's edge
  double pad_ = 0;  // the same as a part of the whole
  std::vector<std::size_t> shown_;
  Box band_;
  double spacing_ = 1;
  double road_at_ = 0;
  double ceiling_ = 0;         // no stop's words reach higher
  bool has_sections_ = false;  // countries have headings
};

}  // namespace

void draw_map(Pen& pen, const ViewRequest& request, const bundle::MapBlock& map, int chosen, Figure& figure) {
  MapDrawing(pen, request, chosen, figure).run(map);
}

}  // namespace gatecast::kiosk_ui
