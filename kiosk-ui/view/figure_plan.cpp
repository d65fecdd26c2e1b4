// The plan of a building: rooms as tiles on a grid of cells, and where the kiosk stands.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/plan_way.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

// A cell, in its heights: rooms are schematic, their words need the width.
constexpr double kWidest = 1.7;
constexpr double kWidestSmall = 2.4;

// A tall panel sees the plan turned, so that it fills the sheet: what was left is above.
struct Grid {
  double width = 1, height = 1;  // of a cell
  bool is_turned = false;
  int columns = 1;
  int rows = 1;
};

Grid grid_of(const bundle::PlanBlock& plan, const Box& box, const Metrics& metrics) {
  Grid grid;
  grid.is_turned = (plan.width > plan.height) == metrics.is_portrait();
  grid.columns = grid.is_turned ? plan.height : plan.width;
  grid.rows = grid.is_turned ? plan.width : plan.height;
  const double widest = std::min(box.width, metrics.content.width) / grid.columns;
  grid.height = std::min(widest, box.height / grid.rows);
  grid.width = std::min(widest, grid.height * (metrics.is_small() ? kWidestSmall : kWidest));
  return grid;
}

Box cells(const Grid& grid, int x, int y, int width, int height) {
  const Box upright{static_cast<double>(x), static_cast<double>(y), static_cast<double>(width),
                    static_cast<double>(height)};
  return grid.is_turned ? Box{upright.y, upright.x, upright.height, upright.width} : upright;
}

Box placed(const Box& in_cells, const Box& from, const Grid& grid) {
  const double width = from.width / grid.columns;
  const double height = from.height / grid.rows;
  return {from.x + in_cells.x * width, from.y + in_cells.y * height, in_cells.width * width,
          in_cells.height * height};
}

// What is seen of words: Lao and Thai line boxes are higher than their letters mostly are.
struct Ink {
  double top = 0, height = 0;
};
Ink ink_of(const text::Layout& layout) {
  if (layout.lines.empty()) return {};
  const double top = layout.lines.front().ink_top_px;
  return {top, layout.lines.back().ink_bottom_px - top};
}

// In letters whose ink is no higher than that; too large where there are none.
Words set_ink(Pen& pen, const std::string& text, Lettering label, double width, double height) {
  while (true) {
    auto words = pen.set(text, label, width);
    if (ink_of(words.layout).height <= height || label.letter_px * 0.94 < label.least_px) return words;
    label.letter_px *= 0.94;
  }
}

// `says_name`: false where a way is drawn through it, which is what is looked for.
void draw_room(Pen& pen, const ViewRequest& request, const bundle::PlanRoom& room, const Box& box,
               bool is_chosen, bool says_name) {
  const auto& palette = pen.palette();
  const auto& metrics = pen.metrics();
  const auto fill = is_chosen ? palette.chosen : palette.tile;
  const auto ink = is_chosen ? palette.chosen_text : palette.tile_text;
  const auto accent = is_chosen ? palette.chosen_text : palette.tile_accent;
  const double radius = metrics.mm(1.6);
  if (palette.is_high_contrast) pen.fill(box, palette.text, radius);
  pen.fill(palette.is_high_contrast ? compose::inset(box, metrics.mm(0.8), metrics.mm(0.8)) : box, fill,
           radius);
  if (!says_name) return;
  const Box inner = compose::inset(box, metrics.mm(2.5), metrics.mm(1.5));
  Lettering label{pen.letter() * 0.8, metrics.mm(kLetter_mm * 0.52), 700, 2, ink, text::Align::centre};
  label.is_label = true;
  const auto name = request.book->text(room.name, pen.language());
  auto words = pen.set(name, label, inner.width);
  // The sign over the words, else beside them; where there is room for one of the two, the sign: the card has
  // the words.
  const double least = room.icon.empty() ? 0 : metrics.mm(7);
  const bool has_words = !words.layout.is_overfull && words.layout.lines.size() <= 2 &&
                         words.layout.height_px + least <= inner.height;
  if (!has_words && !room.icon.empty()) {
    const double sign = std::min(inner.height, metrics.mm(9));
    const double x = inner.x + sign + metrics.mm(1.5);
    label.align = text::Align::start;
    auto beside = set_ink(pen, name, label, inner.right() - x, inner.height);
    label.align = text::Align::centre;
    auto alone = set_ink(pen, name, label, inner.width, inner.height);
    const auto fits = [&](const Words& set) {
      return !set.layout.is_overfull && ink_of(set.layout).height <= inner.height;
    };
    // Words alone say more than a sign alone, and rather without it than on two lines.
    if (fits(beside) && (beside.layout.lines.size() == 1 || !fits(alone) || alone.layout.lines.size() > 1)) {
      pen.icon(room.icon, {inner.x, inner.centre_y() - sign / 2, sign, sign}, ink, accent, fill);
      const auto seen = ink_of(beside.layout);
      return pen.place(std::move(beside), x, inner.centre_y() - seen.top - seen.height / 2);
    }
    if (fits(alone)) {
      const auto seen = ink_of(alone.layout);
      return pen.place(std::move(alone), inner.x, inner.centre_y() - seen.top - seen.height / 2);
    }
  }
  const double words_height = has_words ? words.layout.height_px : 0;
  const double side =
      room.icon.empty() ? 0 : std::min({inner.height - words_height, inner.width, metrics.mm(24)});
  const bool has_icon = side >= metrics.mm(7);
  double y = inner.centre_y() - ((has_icon ? side : 0) + words_height) / 2;
  if (has_icon) {
    pen.icon(room.icon, {inner.centre_x() - side / 2, y, side, side}, ink, accent, fill);
    y += side;
  }
  if (has_words) pen.place(std::move(words), inner.x, y);
}

// Within the room and off its edges; where it has no room for that, in its middle.
double held_in(double wanted, double size, double from, double to, double away) {
  return size + 2 * away > to - from ? (from + to - size) / 2
                                     : std::clamp(wanted, from + away, to - away - size);
}

// From one cell's middle to the next as one bar a stretch, and an arrow's head on the wall where it enters.
void draw_way(Pen& pen, const std::vector<PlanCell>& way, const Box& from, const Grid& grid) {
  if (way.size() < 2) return;
  const auto& metrics = pen.metrics();
  const auto colour = pen.palette().chosen;
  const double half = metrics.mm(metrics.is_small() ? 0.9 : 1.4);
  std::vector<Box> middles;
  for (const auto& at : way) {
    const auto cell = placed(cells(grid, at.x, at.y, 1, 1), from, grid);
    middles.push_back({cell.centre_x(), cell.centre_y(), 0, 0});
  }
  const auto& inside = middles.back();
  const auto& before = middles[middles.size() - 2];
  const double right = inside.x > before.x ? 1 : inside.x < before.x ? -1 : 0;
  const double down = inside.y > before.y ? 1 : inside.y < before.y ? -1 : 0;
  const double head = half * 6;
  // The head stays on this side of the wall.
  const Box tip{(inside.x + before.x) / 2 - right * metrics.mm(1.2),
                (inside.y + before.y) / 2 - down * metrics.mm(1.2), 0, 0};
  middles.back() = {tip.x - right * head * 0.5, tip.y - down * head * 0.5, 0, 0};
  for (std::size_t i = 0; i + 1 < middles.size(); ++i) {
    const auto& a = middles[i];
    const auto& b = middles[i + 1];
    pen.fill({std::min(a.x, b.x) - half, std::min(a.y, b.y) - half, std::abs(a.x - b.x) + 2 * half,
              std::abs(a.y - b.y) + 2 * half},
             colour, half);
  }
  const char* sign = right > 0   ? "sign/way_right"
                     : right < 0 ? "sign/way_left"
                     : down > 0  ? "sign/way_down"
                                 : "sign/way_up";
  const Box box{tip.x - right * head / 2 - head / 2, tip.y - down * head / 2 - head / 2, head, head};
  pen.icon(sign, box, colour, colour, pen.palette().tile);
}

// A pin, and the words beside it where they lie within the room. Neither covers another room's words.
void draw_here(Pen& pen, const Box& cell, const Box& room) {
  const auto& palette = pen.palette();
  const auto& metrics = pen.metrics();
  const double pad = metrics.mm(1.6);
  const double edge = metrics.mm(0.6);
  const double away = edge + metrics.mm(0.8);
  const double most = std::max(metrics.mm(5), std::min(room.width, room.height) - 2 * edge - pad);
  const double sign = std::min({pen.letter() * 1.1, metrics.mm(14), most});
  Lettering lettering{pen.letter() * 0.8, metrics.mm(kLetter_mm * 0.52), 700, 1, palette.text};
  lettering.is_label = true;
  const double ends = sign + 4.5 * pad;  // round: marks over the last letter stay off it
  auto words = pen.set(word(Word::you_are_here, pen.language()), lettering, room.width - 2 * away - ends);
  const auto seen = ink_of(words.layout);
  const double wanted = std::max(sign + pad, seen.height + 2.4 * pad);  // marks stay off its edge
  const bool has_words =
      !words.layout.is_overfull && words.layout.lines.size() == 1 && wanted + 2 * edge <= room.height;
  const double height = has_words ? wanted : sign + pad;
  const double width = has_words ? words.layout.width_px + ends : height;
  const double x = held_in(cell.centre_x() - width / 2, width, room.x, room.right(), away);
  const double y = held_in(cell.centre_y() - height / 2, height, room.y, room.bottom(), away);
  pen.fill({x - edge, y - edge, width + 2 * edge, height + 2 * edge}, palette.text, height / 2 + edge);
  pen.fill({x, y, width, height}, palette.ground, height / 2);
  pen.icon("place", {x + (has_words ? 1.5 * pad : pad / 2), y + (height - sign) / 2, sign, sign},
           palette.text, palette.text, palette.ground);
  if (!has_words) return;
  words.box.width = words.layout.width_px;
  const double words_y = y + (height - seen.height) / 2 - seen.top;
  pen.place(std::move(words), x + 2 * pad + sign, words_y);
}

std::vector<PlanCell> way_from_here(const ViewRequest& request, const bundle::PlanBlock& plan, int chosen) {
  for (const auto& here : plan.here)
    if (here.site == request.book->release().site)
      return way_to(plan, {here.x, here.y}, static_cast<std::size_t>(chosen));
  return {};
}

}  // namespace

void draw_plan(Pen& pen, const ViewRequest& request, const bundle::PlanBlock& plan, int chosen,
               Figure& figure) {
  const auto grid = grid_of(plan, figure.box, pen.metrics());
  figure.whole_width = grid.width * grid.columns;
  figure.whole_height = grid.height * grid.rows;
  const auto& room = plan.rooms[static_cast<std::size_t>(chosen)];
  const auto middle = cells(grid, room.x, room.y, room.width, room.height);
  figure.gaze = begun(figure, request.gaze.value_or(request.session->here().gaze),
                      middle.centre_x() / grid.columns, middle.centre_y() / grid.rows);
  const auto from = origin(figure);
  const double gap = pen.metrics().mm(0.8);
  const auto way = way_from_here(request, plan, chosen);
  for (std::size_t i = 0; i < plan.rooms.size(); ++i) {
    const auto& one = plan.rooms[i];
    const auto box =
        compose::inset(placed(cells(grid, one.x, one.y, one.width, one.height), from, grid), gap, gap);
    if (box.right() < 0 || box.x > figure.box.width || box.bottom() < 0 || box.y > figure.box.height)
      continue;
    draw_room(pen, request, one, box, static_cast<int>(i) == chosen, way.empty() || !one.is_passage);
    figure.spots.push_back({static_cast<int>(i), box});
  }
  draw_way(pen, way, from, grid);
  pen.new_layer();
  for (const auto& here : plan.here) {
    if (here.site != request.book->release().site) continue;
    const auto cell = placed(cells(grid, here.x, here.y, 1, 1), from, grid);
    auto around = cell;
    for (const auto& spot : figure.spots)
      if (cell.centre_x() >= spot.box.x && cell.centre_x() < spot.box.right() &&
          cell.centre_y() >= spot.box.y && cell.centre_y() < spot.box.bottom())
        around = spot.box;
    draw_here(pen, cell, around);
  }
}

}  // namespace gatecast::kiosk_ui
