// The way on a plan: shortest, with the fewest turns, into the middle of the room's wall, through passages
// only.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/plan_way.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

bundle::PlanRoom room(int x, int y, int width, int height, bool is_passage = false) {
  bundle::PlanRoom made;
  made.x = x;
  made.y = y;
  made.width = width;
  made.height = height;
  made.is_passage = is_passage;
  return made;
}

// A hall, one room over it, one under it, and one behind that which nobody can reach.
bundle::PlanBlock small_plan() {
  bundle::PlanBlock plan;
  plan.width = 12;
  plan.height = 8;
  plan.rooms = {room(0, 3, 12, 2, true), room(6, 0, 5, 3), room(0, 5, 3, 2), room(0, 7, 3, 1)};
  return plan;
}

using Way = std::vector<PlanCell>;

int bars_of(const Screenful& screen) {
  REQUIRE(screen.figure);
  int bars = 0;
  for (const auto& layer : screen.figure->layers)
    for (const auto& mark : layer.marks)
      bars += mark.kind == Mark::Kind::icon && mark.name.starts_with("sign/way_") ? 1 : 0;
  return bars;
}

}  // namespace

TEST_CASE("the way to a room is the shortest with the fewest turns, into the middle of its wall") {
  CHECK(way_to(small_plan(), {5, 4}, 1) == Way{{5, 4}, {6, 4}, {7, 4}, {8, 4}, {8, 3}, {8, 2}});
  CHECK(way_to(small_plan(), {3, 3}, 2) == Way{{3, 3}, {2, 3}, {1, 3}, {1, 4}, {1, 5}});
}

TEST_CASE("there is no way to where one stands, through a room, or from where nobody walks") {
  CHECK(way_to(small_plan(), {5, 4}, 0).empty());
  CHECK(way_to(small_plan(), {5, 4}, 3).empty());
  CHECK(way_to(small_plan(), {7, 1}, 2).empty());
  CHECK(way_to(small_plan(), {5, 4}, 9).empty());
  auto walled = small_plan();
  for (auto& one : walled.rooms) one.is_passage = false;
  CHECK(way_to(walled, {5, 4}, 1).empty());
}

TEST_CASE("on the demo's plan a way leads from the kiosk to every other room, on every panel") {
  const auto& plan = std::get<bundle::PlanBlock>(demo().book().page("gate/building")->blocks.front());
  for (const auto& panel : kiosk_ui::test::panels())
    for (std::size_t i = 0; i < plan.rooms.size(); ++i) {
      INFO(panel.name << ", room " << i);
      auto session = at(Place::page, "gate/building", "lo");
      session.trail.back().spot = static_cast<int>(i);
      const Metrics metrics(panel.panel);
      CHECK(bars_of(demo().view(session, metrics)) == (plan.rooms[i].is_passage ? 0 : 1));
    }
}
