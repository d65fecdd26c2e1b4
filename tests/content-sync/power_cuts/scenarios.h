// What is under way when the power is cut. Threads: values.
#pragma once
#include <functional>
#include <set>

#include "tests/content-sync/power_cuts/cut_kiosk.h"

namespace gatecast::test {

struct Scenario {
  std::string name;
  std::function<void(CutKiosk&)> prepare;  // up to the moment at which the program starts
  Errand errand = Errand::update;
  std::set<std::int64_t> releases;   // that may be on after a cut; the last is the new one
  std::set<std::string> statements;  // that may be heard
  bool forgets_online = false;       // keys of timestamp or snapshot are exchanged: their versions begin anew
  bool ends_well = true;             // else the program refuses what it is offered, and all stays
  std::uint64_t line_breaks_after = UINT64_MAX;
};

// Each operation that issue 5 names, but for the full disk (test_full_disk.cpp) and the log, which is the
// player's (tests/player/play_log).
std::vector<Scenario> all_scenarios();

}  // namespace gatecast::test
