// The way on a plan from where a kiosk stands to a room, cell by cell through the rooms that one walks
// through. Pure. Threads: values. Errors: none; where there is no way it is empty.
// Source: own; the shortest way with the fewest turns (Dijkstra).
#pragma once
#include <vector>

#include "content-sync/bundle/page.h"

namespace gatecast::kiosk_ui {

struct PlanCell {
  int x = 0, y = 0;
  bool operator==(const PlanCell&) const = default;
};
// From the kiosk's cell to the first one inside of the room, in the middle of its wall; neighbours differ by
// one step. Empty: the kiosk stands in that room, or in one that nobody walks through.
std::vector<PlanCell> way_to(const bundle::PlanBlock& plan, PlanCell from, std::size_t room);

}  // namespace gatecast::kiosk_ui
