// Runs one scenario and cuts the power before each of its operations, in each way; judges what is left and
// lets the program run again on it. Threads: one owner.
#pragma once
#include <string>
#include <vector>

#include "tests/content-sync/power_cuts/scenarios.h"

namespace gatecast::test {

struct Exploration {
  std::vector<CutMode> modes{kCutModes.begin(), kCutModes.end()};
  int rounds = 1;               // how often each of the modes that have chance in them is tried
  int each = 1;                 // of the operations, one in so many is cut at
  bool goes_on = true;          // let the program run again on what is left
  bool stops_at_first = false;  // one violation is enough
  std::function<bool(CutDisk&, const std::string&)> forgets_sync;  // asked at each sync of the operation
};

struct Explored {
  std::int64_t operations = 0;
  std::int64_t states = 0;
  std::int64_t different = 0;  // of them: what two cuts leave alike is judged once
  std::int64_t questions = 0;
  std::vector<std::string> violations;
};

Explored explore(const Scenario& scenario, const Exploration& exploration);

}  // namespace gatecast::test
