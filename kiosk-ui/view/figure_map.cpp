// The strip map: a road as a bar, its stops as dots, lying on wide panels and standing on tall ones.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

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
    return compose::with_facts(book_.text(texts, pen_.language()), pen_.language(), book_.release(),
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
    std::size_t most = 1;
    for (const auto i : shown_) most = std::max(most, map.lines[i].stops.size());
    const double least = letter_ * (is_lying_ ? 7.4 : 4.4) * static_cast<double>(most);
    figure_.whole_width = is_lying_ ? std::max(figure_.box.width, least) : figure_.box.width;
    figure_.whole_height =
        is_lying_ ? figure_.box.height : std::max(figure_.box.height, least + 2 * caption());
    // The ends stay clear of the edge, and of the caption.
    pad_ = is_lying_ ? inset_ / figure_.whole_width : caption() / figure_.whole_height;
    figure_.grows_wide = is_lying_;
    figure_.grows_high = !is_lying_;
  }
  void gaze(const bundle::MapBlock& map) {
    int number = chosen_;
    double share = 0.5;
    for (const auto& line : map.lines) {
      const auto count = static_cast<int>(line.stops.size());
      if (number >= 0 && number < count) share = (number + 0.5) / count;
      number -= count;
    }
    const auto wanted = request_.gaze.value_or(request_.session->here().gaze);
    const double along = pad_ + share * (1 - 2 * pad_);
    figure_.gaze = begun(figure_, wanted, is_lying_ ? along : 0.5, is_lying_ ? 0.5 : along);
  }
  // The road's name stands still while its stops move under it.
  [[nodiscard]] double caption() const { return letter_ * (is_lying_ ? 1.7 : 2.3); }

  void draw_line(const bundle::MapLine& line, std::size_t place, int first) {
    const double count = static_cast<double>(shown_.size());
    const auto step = static_cast<double>(place);
    const double across = (is_lying_ ? figure_.box.height : figure_.box.width - 2 * inset_) / count;
    band_ = is_lying_ ? Box{0, step * across, figure_.box.width, across}
                      : Box{inset_ + step * across, 0, across, figure_.box.height};
    const auto from = origin(figure_);
    const auto stops = static_cast<double>(line.stops.size());
    spacing_ = (is_lying_ ? from.width : from.height) * (1 - 2 * pad_) / stops;
    const double start = is_lying_ ? from.x + from.width * pad_ : from.y + from.height * pad_;
    road_at_ = is_lying_ ? band_.y + caption() + (across - caption()) * 0.54 : band_.x + metrics_.mm(8);
    draw_road(start + spacing_ / 2, start + spacing_ * (stops - 0.5));
    for (std::size_t i = 0; i < line.stops.size(); ++i)
      draw_stop(line.stops[i], start + spacing_ * (static_cast<double>(i) + 0.5),
                first + static_cast<int>(i));
    pen_.new_layer();
    write_caption(line);
    pen_.new_layer();
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
    const double x = at - width / 2;
    const double ceiling = band_.y + caption();
    const double floor = road_at_ - metrics_.mm(7);
    auto name = name_lettering(is_chosen);
    name.align = text::Align::centre;
    auto words = pen_.set(text(stop.name), name, width, floor - ceiling);
    // Half a name says nothing: the dot says that the road goes on.
    const double half = words.layout.width_px / 2;
    if (at - half < 0 || at + half > figure_.box.width) return;
    const double top = floor - words.layout.height_px;
    pen_.place(std::move(words), x, top);
    if (!stop.section.empty()) {
      auto section = pen_.set(text(stop.section), small(0.62, text::Align::centre, palette.quiet), width);
      const double y = top - section.layout.height_px * 0.95;
      if (y >= ceiling) pen_.place(std::move(section), x, y);
    }
    double y = road_at_ + metrics_.mm(6.5);
    if (const auto said = below(stop, is_here); !said.empty()) {
      auto more = pen_.set(said, small(0.8, text::Align::centre, palette.text), width);
      if (y + more.layout.height_px > band_.bottom()) return;
      const double height = more.layout.height_px;
      pen_.place(std::move(more), x, y);
      y += height;
    }
    const double side = letter_ * 1.7;
    if (y + side > band_.bottom()) return;
    const auto count = static_cast<double>(stop.services.size());
    draw_signs(stop, at - (count * side + (count - 1) * metrics_.mm(2)) / 2, y, side);
  }
  void write_beside_standing(const bundle::MapStop& stop, double at, bool is_chosen, bool is_here) {
    const auto& palette = pen_.palette();
    const double x = road_at_ + metrics_.mm(10);
    double width = band_.right() - x - metrics_.mm(3);
    const double side = letter_ * 1.7;
    const double signs = static_cast<double>(stop.services.size()) * (side + metrics_.mm(2));
    if (at - side / 2 > caption() && width - signs > letter_ * 8) {
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
    const double top = at - height / 2;
    if (top < caption() || top + height > figure_.box.height) return;
    if (!stop.section.empty()) {
      auto section = pen_.set(text(stop.section), small(0.62, text::Align::start, palette.quiet), width);
      const double high = section.layout.height_px;
      if (height + 2 * high < spacing_ * 1.1 && top - high > caption() * 0.9)
        pen_.place(std::move(section), x, top - high * 0.95);
    }
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
};

}  // namespace

void draw_map(Pen& pen, const ViewRequest& request, const bundle::MapBlock& map, int chosen, Figure& figure) {
  MapDrawing(pen, request, chosen, figure).run(map);
}

}  // namespace gatecast::kiosk_ui
