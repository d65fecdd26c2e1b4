// A page that begins with pictures: one at a time over the whole stage, whose it is right under it, and where
// every hand reaches its place in the guided order, its words, and all that fingers can do by buttons: next
// and previous, nearer and farther, and, once it is larger than the stage, four ways to move it. To the left
// and right the same two buttons do both: more of this picture, and from its edge on to its neighbour.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr double kPan = 0.6;     // of what is seen, at a touch
constexpr double kMoves_mm = 3;  // less than this is not seen to move: the edge is reached

class GalleryCard {
 public:
  GalleryCard(Pen& pen, const ViewRequest& request, const std::vector<SpotWords>& pictures)
      : pen_(pen), request_(request), metrics_(pen.metrics()), pictures_(pictures) {
    chosen_ = chosen_spot(pictures, request.session->here().spot);
  }
  // Tall panels have the words over the buttons, others beside them.
  [[nodiscard]] double height() const {
    if (metrics_.is_portrait()) return buttons_height() + metrics_.gap + metrics_.mm(44);
    return metrics_.mm(metrics_.is_small() ? 29 : 38);
  }
  void draw(const Box& box, const Figure& figure) {
    const double left = add_buttons(box, figure);
    Box words = box;
    if (metrics_.is_portrait())
      words.height -= buttons_height() + metrics_.gap;
    else
      words.width = left - metrics_.mm(5) - box.x;
    const double bar = metrics_.mm(1.6);
    const auto& palette = pen_.palette();
    pen_.fill({words.x, words.y, bar, words.height},
              palette.is_high_contrast ? palette.panel_accent : palette.tile);
    write({words.x + bar + metrics_.mm(4), words.y, words.width - bar - metrics_.mm(4), words.height});
  }

 private:
  [[nodiscard]] double buttons_height() const { return metrics_.mm(26); }

  std::string text(const bundle::TextByLanguage& texts) {
    if (texts.empty()) return {};
    const auto& book = *request_.book;
    compose::FactsUsed used;
    return compose::with_facts(book.text(texts, pen_.language()), pen_.language(), book.release(),
                               request_.now, used);
  }

  void write(const Box& box) {
    const auto& picture = pictures_[static_cast<std::size_t>(chosen_)];
    const auto& palette = pen_.palette();
    const double base = metrics_.letter_px(0);
    const double least = metrics_.mm(kLetter_mm * 0.52);
    Lettering big{std::min(pen_.letter(), base * 1.15), least, 700, 2, palette.text};
    const auto details = text(*picture.details);
    const auto said = fmt::format("{} / {}   {}", chosen_ + 1, pictures_.size(), text(*picture.name));
    const double used =
        pen_.write(said, big, {box.x, box.y, box.width, box.height * (details.empty() ? 1.0 : 0.62)});
    if (details.empty()) return;
    const double y = box.y + used + metrics_.mm(1);
    pen_.write(details, {std::min(pen_.letter(), base) * 0.85, least, 400, 3, palette.text},
               {box.x, y, box.width, box.bottom() - y});
  }

  // From the right; where they begin.
  double add_buttons(const Box& box, const Figure& figure) {
    const double height = std::min(box.height, buttons_height());
    const double y = std::round(box.bottom() - height);
    const double narrow = metrics_.mm(metrics_.is_small() ? 20.6 : metrics_.is_portrait() ? 23 : 26);
    double x = box.right();
    const auto place = [&](double width) {
      x -= width;
      const Box at{std::round(x), y, std::floor(width), std::floor(height)};
      x -= metrics_.gap;
      return at;
    };
    const auto count = static_cast<int>(pictures_.size());
    const auto zoom = figure.gaze.zoom;
    const auto turned = [&](int by) { return Action{Act::choose_picture, std::to_string(chosen_ + by)}; };
    const EvenLabels even(pen_);
    const Box take = place(take_along_width(pen_, request_));
    add("gaze/nearer", "sign/nearer", {Act::nearer}, place(narrow), zoom < figure.most_zoom - 0.01);
    add("gaze/farther", "sign/farther", {Act::farther}, place(narrow), zoom > 1.01);
    // A small panel needs the room for the picture's words.
    const double turning = metrics_.is_small() ? narrow : turning_width(metrics_);
    const auto beside = [&](const char* id, const Way& way, const char* leaf, int by, bool has_neighbour) {
      if (const auto moving = move(figure, way))
        add(id, way.sign, *moving, place(turning), true);
      else
        add(id, leaf, turned(by), place(turning), has_neighbour,
            metrics_.is_small() ? "" : word(by > 0 ? Word::next : Word::previous, pen_.language()));
    };
    beside("spot/next", {"sign/right", 1, 0}, "sign/on", 1, chosen_ + 1 < count);
    beside("spot/previous", {"sign/left", -1, 0}, "sign/previous", -1, chosen_ > 0);
    if (zoom > 1.01) {
      for (const auto& [id, way] :
           {std::pair{"gaze/down", Way{"sign/down", 0, 1}}, std::pair{"gaze/up", Way{"sign/up", 0, -1}}}) {
        const auto moving = move(figure, way);
        add(id, way.sign, moving.value_or(Action{}), place(narrow), moving.has_value());
      }
    }
    auto& buttons = pen_.out().buttons;
    std::reverse(buttons.begin(), buttons.end());  // the focus goes from left to right
    add_take_along(pen_, request_, take);
    return x;
  }

  struct Way {
    const char* sign;
    double x, y;
  };
  // Nothing where no more of the picture lies that way.
  [[nodiscard]] std::optional<Action> move(const Figure& figure, const Way& way) const {
    const auto from = held(figure, figure.gaze);
    const auto to = moved(figure, from, -way.x * kPan * figure.box.width, -way.y * kPan * figure.box.height);
    const auto whole = extent_at(figure, to.zoom);
    const double px = std::hypot((to.x - from.x) * whole.width, (to.y - from.y) * whole.height);
    if (px < metrics_.mm(kMoves_mm)) return {};
    return Action{Act::look_at, fmt::format("{:.5f} {:.5f} {:.5f}", to.zoom, to.x, to.y)};
  }

  void add(const std::string& id, const char* sign, Action action, const Box& box, bool is_enabled,
           const std::string& label = "") {
    add_sign(pen_, request_, id, sign, std::move(action), box, is_enabled, label);
  }

  Pen& pen_;
  const ViewRequest& request_;
  const Metrics& metrics_;
  const std::vector<SpotWords>& pictures_;
  int chosen_ = 0;
};

}  // namespace

void add_gallery(Pen& pen, const ViewRequest& request, const bundle::Block& block, double top) {
  const auto& metrics = pen.metrics();
  const auto pictures = spots_of(block, {});
  if (pictures.empty()) return;
  GalleryCard card(pen, request, pictures);
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const Box at{metrics.content.x, bottom - card.height(), metrics.content.width, card.height()};
  double below = at.y - metrics.gap;
  if (const auto words = figure_note(pen, request, block); !words.empty()) {
    Lettering small{metrics.letter_px(0) * 0.62, metrics.mm(kLetter_mm * 0.52), 400, 1, pen.palette().quiet};
    auto set = pen.set(words, small, metrics.content.width);
    below -= set.layout.height_px;
    pen.place(std::move(set), metrics.content.x, below);
  }
  const Box figure{0, std::round(top), metrics.screen.width, std::floor(below - metrics.mm(1.5) - top)};
  pen.out().figure = draw_figure(pen, request, block, figure);
  card.draw(at, *pen.out().figure);
}

}  // namespace gatecast::kiosk_ui
