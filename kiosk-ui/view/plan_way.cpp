#include "kiosk-ui/view/plan_way.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <queue>
#include <tuple>

namespace gatecast::kiosk_ui {
namespace {

constexpr std::array<PlanCell, 4> kSteps{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
constexpr int kStep = 100;  // a turn costs less than any detour
constexpr int kTurn = 1;

bool lies_in(const bundle::PlanRoom& room, PlanCell cell) {
  return cell.x >= room.x && cell.x < room.x + room.width && cell.y >= room.y &&
         cell.y < room.y + room.height;
}

bool is_walked(const bundle::PlanBlock& plan, PlanCell cell) {
  return std::any_of(plan.rooms.begin(), plan.rooms.end(),
                     [&](const auto& room) { return room.is_passage && lies_in(room, cell); });
}

// How far a cell inside of a room is from the middle of the wall through which one steps; in half cells.
int off_middle(const bundle::PlanRoom& room, PlanCell inside, PlanCell step) {
  return step.x == 0 ? std::abs(2 * (inside.x - room.x) + 1 - room.width)
                     : std::abs(2 * (inside.y - room.y) + 1 - room.height);
}

// Cells by the step that led to them.
class Search {
 public:
  explicit Search(const bundle::PlanBlock& plan)
      : plan_(plan), costs_(size(), std::numeric_limits<int>::max()), before_(size(), size()) {}

  void run(PlanCell from) {
    using Open = std::tuple<int, std::size_t>;
    std::priority_queue<Open, std::vector<Open>, std::greater<>> open;
    for (std::size_t step = 0; step < kSteps.size(); ++step) {
      costs_[index(from, step)] = 0;
      open.emplace(0, index(from, step));
    }
    while (!open.empty()) {
      const auto [cost, at] = open.top();
      open.pop();
      if (cost > costs_[at]) continue;
      for (std::size_t step = 0; step < kSteps.size(); ++step) {
        const auto to = stepped(cell(at), step);
        if (!is_walked(plan_, to)) continue;
        const int sum = cost + kStep + (step == at % kSteps.size() ? 0 : kTurn);
        if (sum >= costs_[index(to, step)]) continue;
        costs_[index(to, step)] = sum;
        before_[index(to, step)] = at;
        open.emplace(sum, index(to, step));
      }
    }
  }

  // The best way into a room; its last cell lies in it.
  [[nodiscard]] std::vector<PlanCell> into(const bundle::PlanRoom& room) const {
    using Rank = std::tuple<int, int, std::size_t>;
    Rank best{std::numeric_limits<int>::max(), 0, size()};
    PlanCell last;
    for (std::size_t at = 0; at < costs_.size(); ++at) {
      if (costs_[at] == std::numeric_limits<int>::max()) continue;
      for (std::size_t step = 0; step < kSteps.size(); ++step) {
        const auto inside = stepped(cell(at), step);
        if (!lies_in(room, inside)) continue;
        const int turn = step == at % kSteps.size() ? 0 : kTurn;
        const Rank rank{off_middle(room, inside, kSteps.at(step)), costs_[at] + turn, at};
        if (rank >= best) continue;
        best = rank;
        last = inside;
      }
    }
    std::vector<PlanCell> way;
    if (std::get<2>(best) == size()) return way;
    way.push_back(last);
    for (auto at = std::get<2>(best); at != size(); at = before_[at]) way.push_back(cell(at));
    std::reverse(way.begin(), way.end());
    return way;
  }

 private:
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(plan_.width) * static_cast<std::size_t>(plan_.height) * kSteps.size();
  }
  [[nodiscard]] std::size_t index(PlanCell cell, std::size_t step) const {
    return (static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(plan_.width) +
            static_cast<std::size_t>(cell.x)) *
               kSteps.size() +
           step;
  }
  [[nodiscard]] PlanCell cell(std::size_t index) const {
    const auto at = static_cast<int>(index / kSteps.size());
    return {at % plan_.width, at / plan_.width};
  }
  static PlanCell stepped(PlanCell cell, std::size_t step) {
    return {cell.x + kSteps.at(step).x, cell.y + kSteps.at(step).y};
  }

  const bundle::PlanBlock& plan_;
  std::vector<int> costs_;
  std::vector<std::size_t> before_;  // size(): the beginning
};

}  // namespace

std::vector<PlanCell> way_to(const bundle::PlanBlock& plan, PlanCell from, std::size_t room) {
  if (room >= plan.rooms.size() || lies_in(plan.rooms[room], from) || !is_walked(plan, from)) return {};
  Search search(plan);
  search.run(from);
  return search.into(plan.rooms[room]);
}

}  // namespace gatecast::kiosk_ui
