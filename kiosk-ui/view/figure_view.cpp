// A page that is looked at: its map or plan over the whole stage, and under it, where every hand reaches, a
// card about what is chosen there: from one to the next, nearer and farther, open, take along. Nothing that
// is shown has to be touched higher up.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/fact_value.h"
#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr double kZoomStep = 1.6;

class Card {
 public:
  Card(Pen& pen, const ViewRequest& request, const std::vector<SpotWords>& spots)
      : pen_(pen), request_(request), book_(*request.book), metrics_(pen.metrics()), spots_(spots) {
    chosen_ = chosen_spot(spots, request.session->here().spot);
  }
  // Tall panels have the words over the buttons, others beside them.
  [[nodiscard]] double height() const {
    if (metrics_.is_portrait()) return metrics_.mm(26) + metrics_.gap + metrics_.mm(32);
    return metrics_.mm(metrics_.is_small() ? 27 : 32);
  }

  void draw(Box box, const Figure& figure) {
    double right = add_buttons(box, figure);
    if (metrics_.is_portrait()) {
      box.height -= metrics_.mm(26) + metrics_.gap;
      right = box.right() + metrics_.mm(9);
    }
    const auto& spot = spots_[static_cast<std::size_t>(chosen_)];
    const auto& palette = pen_.palette();
    const double bar = metrics_.mm(1.6);
    pen_.fill({box.x, box.y, bar, box.height},
              palette.is_high_contrast ? palette.panel_accent : palette.tile);
    const Box words{box.x + bar + metrics_.mm(4), box.y, right - box.x - bar - metrics_.mm(9), box.height};
    const auto distance = text(*spot.distance);
    const double base = metrics_.letter_px(0);
    const double least = metrics_.mm(kLetter_mm * 0.52);
    Lettering big{std::min(pen_.letter(), base * 1.15), least, 700, 1, palette.text};
    big.is_label = true;  // one line box for all scripts: the card never grows
    const double y = words.y + write_name(spot, big, {words.x, words.y, words.width, words.height * 0.5});
    auto more = distance;
    if (!distance.empty() && !spot.measured->empty()) more += "  " + text(*spot.measured);
    const auto details = text(*spot.details);
    if (!details.empty()) more += (more.empty() ? "" : "  ·  ") + details;
    if (spot.is_here && more.empty()) more = word(Word::you_are_here, pen_.language());
    if (more.empty()) return;
    Lettering small{std::min(pen_.letter(), base) * 0.85, least, 400, 2, palette.text};
    small.is_label = true;
    pen_.write(more, small, {words.x, y, words.width, words.bottom() - y});
  }

 private:
  std::string text(const bundle::TextByLanguage& texts) {
    if (texts.empty()) return {};
    compose::FactsUsed used;  // the note speaks of them
    return value_with_facts(book_.text(texts, pen_.language()), pen_.language(), book_.release(),
                            request_.now, used);
  }
  // And behind the name, where there is room, the signs of what is there; the height used.
  double write_name(const SpotWords& spot, const Lettering& lettering, const Box& box) {
    const double side = box.height * 0.72;
    const double signs = static_cast<double>(spot.signs.size()) * (side + metrics_.mm(2));
    const auto name = text(*spot.name);
    auto words = pen_.set(name, lettering, box.width - signs - metrics_.mm(4), box.height);
    const bool has_room = !words.layout.is_overfull && words.layout.lines.size() == 1;
    if (!has_room) words = pen_.set(name, lettering, box.width, box.height);
    const double height = words.layout.height_px;
    double x = box.x + words.layout.width_px + metrics_.mm(4);
    const auto& palette = pen_.palette();
    if (has_room)
      for (const auto& sign : spot.signs) {
        pen_.icon(sign, {x, box.y + (height - side) / 2, side, side}, palette.text, palette.quiet,
                  palette.ground);
        x += side + metrics_.mm(2);
      }
    pen_.place(std::move(words), box.x, box.y);
    return height;
  }
  // What is chosen stays where it is seen; else the middle does.
  Action step(const Figure& figure, double factor) const {
    double x = figure.box.width / 2;
    double y = figure.box.height / 2;
    for (const auto& spot : figure.spots) {
      const double at_x = spot.box.centre_x();
      const double at_y = spot.box.centre_y();
      const bool is_seen = at_x >= 0 && at_x <= figure.box.width && at_y >= 0 && at_y <= figure.box.height;
      if (spot.number != chosen_ || !is_seen) continue;
      x = at_x;
      y = at_y;
    }
    const auto to = nearer(figure, figure.gaze, factor, x, y);
    return {Act::look_at, fmt::format("{:.5f} {:.5f} {:.5f}", to.zoom, to.x, to.y)};
  }
  // From the right; where they begin. Without a page there is nothing to open, and the words get the room.
  double add_buttons(const Box& box, const Figure& figure) {
    const double height = std::min(box.height, metrics_.mm(26));
    const double y = std::round(box.bottom() - height);
    const double narrow = metrics_.mm(metrics_.is_small() ? 20.6 : metrics_.is_portrait() ? 23 : 26);
    const double wide = metrics_.mm(metrics_.is_small() ? 46 : 150);
    double x = box.right();
    const auto place = [&](double width) {
      x -= width;
      const Box at{std::round(x), y, std::floor(width), std::floor(height)};
      x -= metrics_.gap;
      return at;
    };
    const auto& spot = spots_[static_cast<std::size_t>(chosen_)];
    const EvenLabels even(pen_);
    const Box take = place(take_along_width(pen_, request_));
    const Box plus = place(narrow);
    const Box minus = place(narrow);
    const Box next = place(turning_width(metrics_));
    const Box previous = place(turning_width(metrics_));
    const auto count = static_cast<int>(spots_.size());
    const auto zoom = figure.gaze.zoom;
    add("spot/previous", "sign/previous", {Act::choose_spot, std::to_string(chosen_ - 1)}, previous,
        chosen_ > 0, word(Word::previous, pen_.language()));
    add("spot/next", "sign/on", {Act::choose_spot, std::to_string(chosen_ + 1)}, next, chosen_ + 1 < count,
        word(Word::next, pen_.language()));
    add("gaze/farther", "sign/farther", step(figure, 1 / kZoomStep), minus, zoom > 1.01);
    add("gaze/nearer", "sign/nearer", step(figure, kZoomStep), plus, zoom < figure.most_zoom - 0.01);
    if (const auto* page = book_.page(spot.page)) {
      ButtonFace face;
      // What opens: "open" alone says nothing of it.
      face.label = book_.text(page->title, pen_.language());
      face.has_arrow = face.is_one_line = !metrics_.is_small();
      face.factor = 0.8;
      pen_.button({"spot/open", {Act::open_page, spot.page}, place(std::min(wide, x - box.x)), true}, face,
                  look_of(request_, "spot/open"));
    }
    add_take_along(pen_, request_, take);
    return x;
  }
  void add(const std::string& id, const char* sign, Action action, const Box& box, bool is_enabled,
           const std::string& label = "") {
    add_sign(pen_, request_, id, sign, std::move(action), box, is_enabled, label);
  }

  Pen& pen_;
  const ViewRequest& request_;
  const Book& book_;
  const Metrics& metrics_;
  const std::vector<SpotWords>& spots_;
  int chosen_ = 0;
};

}  // namespace

double turning_width(const Metrics& metrics) {
  return metrics.mm(metrics.is_small() ? 33 : 66);
}

void add_sign(Pen& pen, const ViewRequest& request, const std::string& id, const char* sign, Action action,
              const Box& box, bool is_enabled, const std::string& label) {
  ButtonFace face;
  face.icon = sign;
  face.label = label;
  face.is_wide = !label.empty() && !pen.metrics().is_small();
  face.is_one_line = true;
  pen.button({id, std::move(action), box, is_enabled}, face, look_of(request, id));
}

std::string figure_note(Pen& pen, const ViewRequest& request, const bundle::Block& block) {
  const auto& book = *request.book;
  compose::FactsUsed used;
  if (std::holds_alternative<bundle::GalleryBlock>(block)) {
    const auto spots = spots_of(block, {});
    const auto& credit =
        *spots[static_cast<std::size_t>(chosen_spot(spots, request.session->here().spot))].measured;
    return compose::with_facts(book.text(credit, pen.language()), pen.language(), book.release(), request.now,
                               used);
  }
  for (const auto& spot : spots_of(block, book.release().site))
    for (const auto* texts : {spot.distance, spot.details})
      compose::with_facts(book.text(*texts, pen.language()), pen.language(), book.release(), request.now,
                          used);
  auto words = std::holds_alternative<bundle::MapBlock>(block) ? word(Word::not_to_scale, pen.language())
                                                               : std::string();
  const auto add = [&](const std::string& more) { words += (words.empty() ? "" : "  ·  ") + more; };
  if (const auto age = compose::note_for(used, pen.language()); !age.empty()) add(age);
  const auto* plan = std::get_if<bundle::PlanBlock>(&block);
  if (used.has_sample || (plan != nullptr && plan->is_sample)) add(word(Word::sample, pen.language()));
  return words;
}

void add_figure(Pen& pen, const ViewRequest& request, const bundle::Page& page, double top) {
  const auto& metrics = pen.metrics();
  const auto* block = figure_of(page);
  if (std::holds_alternative<bundle::GalleryBlock>(*block)) return add_gallery(pen, request, *block, top);
  const auto spots = spots_of(*block, request.book->release().site);
  if (spots.empty()) return;
  Card card(pen, request, spots);
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const Box at{metrics.content.x, bottom - card.height(), metrics.content.width, card.height()};
  double below = at.y - metrics.gap;
  if (const auto words = figure_note(pen, request, *block); !words.empty()) {
    Lettering small{metrics.letter_px(0) * 0.62, metrics.mm(kLetter_mm * 0.52), 400, 1, pen.palette().quiet};
    auto set = pen.set(words, small, metrics.content.width);
    below -= set.layout.height_px;
    pen.place(std::move(set), metrics.content.x, below);
  }
  const Box figure{0, std::round(top), metrics.screen.width, std::floor(below - metrics.mm(1.5) - top)};
  pen.out().figure = draw_figure(pen, request, *block, figure);
  card.draw(at, *pen.out().figure);
}

}  // namespace gatecast::kiosk_ui
