// The power is cut before every single operation of all that an agent does to its store, in nine ways.
// Whatever a cut leaves: old or new, whole, verified, no version gone back; and the next run ends well.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>

#include "tests/content-sync/power_cuts/explorer.h"
#include "tests/content-sync/power_cuts/sync_places.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// Which syncs a scenario meets, in order.
std::vector<SyncPlace> places_of(const Scenario& scenario) {
  std::vector<SyncPlace> places;
  Exploration exploration;
  exploration.modes.clear();
  exploration.forgets_sync = [&](CutDisk& disk, const std::string& name) {
    const auto place = sync_place(disk, name);
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
    return false;
  };
  explore(scenario, exploration);
  return places;
}

// True where the test notices that this sync is gone: first without, then with the next run.
bool is_noticed(const SyncPlace& place, const std::vector<const Scenario*>& scenarios) {
  Exploration exploration;
  exploration.stops_at_first = true;
  exploration.modes = {CutMode::all_lost, CutMode::bytes_lost, CutMode::names_lost, CutMode::random};
  exploration.forgets_sync = [&](CutDisk& disk, const std::string& name) {
    return sync_place(disk, name) == place;
  };
  for (const bool goes_on : {false, true}) {
    exploration.goes_on = goes_on;
    for (const auto* scenario : scenarios)
      if (!explore(*scenario, exploration).violations.empty()) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a power cut at any operation of all that an agent does leaves old or new, whole and verified") {
  Exploration exploration;
  exploration.rounds = test::is_long() ? 3 : 1;
  exploration.each = test::is_long() ? 1 : 11;
  const auto begun = std::chrono::steady_clock::now();
  std::int64_t operations = 0;
  std::int64_t states = 0;
  for (const auto& scenario : all_scenarios()) {
    const auto explored = explore(scenario, exploration);
    std::cout << fmt::format("power cuts: {}: {} operations, {} questions, {} states, {} different\n",
                             scenario.name, explored.operations, explored.questions, explored.states,
                             explored.different)
              << std::flush;
    operations += explored.operations;
    states += explored.states;
    for (const auto& violation : explored.violations) UNSCOPED_INFO(violation);
    CHECK(explored.violations.empty());
    CHECK(explored.operations > 0);
  }
  const std::chrono::duration<double> span = std::chrono::steady_clock::now() - begun;
  std::cout << fmt::format(
      "power cuts: {} operations, {} states in {:.1f} s, each with {} of {} kinds of loss\n", operations,
      states, span.count(), exploration.modes.size(), kCutModes.size());
  CHECK(operations >= 300);
  CHECK(kCutModes.size() >= 6);
  if (test::is_long()) CHECK(states >= 5000);
}

TEST_CASE("each place in the program that makes something durable is needed: taken out, the test is red") {
  const auto scenarios = all_scenarios();
  std::map<SyncPlace, std::vector<const Scenario*>> met;
  for (const auto& scenario : scenarios)
    for (const auto& place : places_of(scenario)) met[place].push_back(&scenario);
  std::cout << "places that make something durable: " << met.size() << "\n";
  CHECK(met.size() >= 20);
  const std::size_t each = test::is_long() ? 1 : 7;
  std::size_t number = 0;
  for (const auto& [place, where] : met) {
    if (test::is_long()) std::cout << "  " << in_words(place) << "\n";
    if (number++ % each != 0) continue;
    const bool noticed = is_noticed(place, where);
    INFO(in_words(place));
    CHECK(noticed);
  }
}
