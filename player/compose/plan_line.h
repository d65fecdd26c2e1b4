// The line of a plan and what stands along it: where stops, border, "you are here" and distances lie.
// Threads: as Sheet. Errors: none; what does not fit is marked on its text. Source: shared/design/content.md
// (Template: plan).
#pragma once
#include "player/compose/layouts.h"

namespace gatecast::compose {

struct Line {
  Box along;     // where the line runs
  bool is_down;  // portrait
  double thick;
  std::size_t count;
  std::size_t border;  // lies after this stop; 0: none
  // The first and last stop keep so much from the ends that their labels can be centred on them.
  [[nodiscard]] double edge() const {
    const double few = is_down ? 0.38 : 0.5;
    const double many = is_down ? 0.5 : 0.68;
    return (count <= 3 ? few : many) / static_cast<double>(count);
  }
  bool has_sides;  // they have names
  // The plate of "here" lies on the line where there is no free place above it.
  [[nodiscard]] bool bears_plate() const { return count > 3 || here % 2 == 1; }
  std::size_t here = 0;  // the stop where the reader stands; 0: none
  // A gate stands at its border: the border runs close beside the mark, and what belongs to the mark leans
  // away from it, like a flag from its staff.
  [[nodiscard]] bool leans() const {
    return here > 0 && border > 0 && (is_down ? count <= 3 : !bears_plate()) &&
           (here == border || here == border + 1);
  }
  [[nodiscard]] bool leans_back() const { return leans() && here == border; }
  // Half a step more across the border where labels could cross it: between stops that lie close together,
  // and upright where the names of the sides stand there.
  [[nodiscard]] double extra() const {
    const bool is_close = count > 3 && (!is_down || has_sides);
    return border > 0 && is_close ? 0.5 : 0;
  }
  [[nodiscard]] double step() const {
    return count < 2 ? 1 : (1 - 2 * edge()) / (static_cast<double>(count) - 1 + extra());
  }
  [[nodiscard]] double at(std::size_t n) const {
    const double steps = static_cast<double>(n) + (border > 0 && n >= border ? extra() : 0);
    const double part = count < 2 ? 0.5 : edge() + steps * step();
    return is_down ? along.y + along.height * part : along.x + along.width * part;
  }
  // In the middle between two stops, close to the gate where the reader stands.
  [[nodiscard]] double border_at() const {
    const double before = at(border - 1);
    const double close = is_down ? 0.28 : 0.14;
    const double part = !leans() ? 0.5 : leans_back() ? close : 1 - close;
    return before + (at(border) - before) * part;
  }
};

// Each text once: "Việt Nam" beside "Viet Nam" reads like a stutter.
Wordings told_once(const Wordings& wordings);

// Upright, "you are here" is a plate close under the stop's name, of the mark's colours, at most as large.
// `first`: where the names' texts begin, by stop; they are placed already.
void place_here_upright(Sheet& sheet, const Line& line, const Box& rest, std::size_t stop,
                        const std::vector<std::size_t>& first);
// In landscape it is a plate above the stop's mark, joined to it, or on the line itself where the names of
// many stops need the place: words beside or under a name were read with another stop's. The plate's box;
// none without the words.
Box place_plate(Sheet& sheet, const Line& line, const Box& rest, std::size_t stop);
// The names on the plate's level stand clear of it.
void keep_beside_plate(Sheet& sheet, const Box& plate, const Box& rest,
                       const std::vector<std::size_t>& first);
// In landscape names stand above and below the line by turns: those of a side on one baseline, as far from
// the line as the farthest. The i-th name's texts begin at first[i]; `apart` stands by itself.
void level_names(Sheet& sheet, const std::vector<std::size_t>& first, std::size_t apart);
// How far it is from stop to stop, in landscape, under the line: without figures equal steps are taken for a
// scale. The names stand at their last place already.
void place_spans(Sheet& sheet, const Line& line, const std::vector<std::size_t>& first);

}  // namespace gatecast::compose
