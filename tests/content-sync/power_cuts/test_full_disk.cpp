// A disk that is full from some write on, and one that fails at some operation: what is on stays on, also
// when the power is cut in the middle of it, and once there is room the update ends well.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "tests/content-sync/power_cuts/cut_kiosk.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Trial {
  CutKiosk kiosk;
  std::int64_t old_release = 0;
  std::int64_t operations = 0;
  std::int64_t states = 0;
  std::vector<std::string> faults;
  std::set<std::size_t> judged;

  explicit Trial(std::int64_t old) : old_release(old) {
    for (std::int64_t number = 1; number <= old + 1; ++number) {
      kiosk.publish_edited(number);
      if (number <= old) REQUIRE(run_errand(kiosk, kiosk.disk, Errand::update));
    }
  }

  void check(CutDisk left, const std::string& when) {
    ++states;
    if (!judged.insert(left.fingerprint()).second) return;
    const auto found = look_at(left, kiosk);
    for (const auto& fault : found.faults) faults.push_back(fault + " (" + when + ")");
    if (found.release != old_release && found.release != old_release + 1)
      faults.push_back(fmt::format("release {} is on ({})", found.release, when));
  }
  void cut_all_ways(const std::string& when) {
    for (const auto mode : kCutModes)
      check(kiosk.disk.after_cut(mode, static_cast<std::uint64_t>(states) + 1), when);
  }

  // The `number`-th of the operations whose names begin so meets the fault, and cuts follow from there on.
  // False where there are fewer.
  bool run(const std::string& beginning, std::int64_t number, const std::function<void(CutDisk&)>& fault) {
    auto& disk = kiosk.disk;
    std::int64_t seen = 0;
    bool has_met = false;
    disk.before_each = [&](const std::string& operation) {
      ++operations;
      if (operation.rfind(beginning, 0) == 0 && ++seen == number) {
        has_met = true;
        fault(disk);
      }
      if (has_met) cut_all_ways(operation);
    };
    const auto status = run_errand(kiosk, disk, Errand::update);
    disk.before_each = nullptr;
    if (!has_met) return false;
    const std::string when =
        fmt::format("{} no. {}: {}", beginning, number, status ? "" : to_string(status.error()));
    if (!status && status.error().kind != ErrorKind::environment)
      faults.push_back("not told as such: " + when);
    cut_all_ways(when);
    disk.capacity_bytes = UINT64_MAX;
    check(disk.after_cut(CutMode::all_kept, 0), when);
    // Room again, on what a cut left and on what was never cut.
    auto left = disk.after_cut(CutMode::random, static_cast<std::uint64_t>(number));
    for (auto* next : {&left, &disk}) {
      if (const auto again = run_errand(kiosk, *next, Errand::update); !again)
        faults.push_back("the next run failed: " + to_string(again.error()) + " (" + when + ")");
      if (look_at(*next, kiosk).release != old_release + 1)
        faults.push_back("not on the new release: " + when);
    }
    return true;
  }
};

// The fault at each of the operations of an update, one update for each.
void at_each(const std::string& name, const std::string& beginning,
             const std::function<void(CutDisk&)>& fault, std::int64_t step) {
  std::int64_t states = 0;
  std::int64_t number = 1;
  for (;; number += step) {
    Trial trial(1);
    const bool is_met = trial.run(beginning, number, fault);
    states += trial.states;
    for (const auto& wrong : trial.faults) UNSCOPED_INFO(wrong);
    CHECK(trial.faults.empty());
    if (!is_met) break;
  }
  std::cout << fmt::format("{}: {} places, {} states\n", name, (number - 1) / step, states);
  CHECK(number > 20);
}

}  // namespace

TEST_CASE(
    "a disk that is full from any write on leaves what is on, and an update ends well once there is room") {
  at_each(
      "full disk", "write", [](CutDisk& disk) { disk.capacity_bytes = 0; }, test::is_long() ? 1 : 17);
}

TEST_CASE("a disk that fails at any operation leaves what is on, and the next update ends well") {
  at_each(
      "failing disk", "", [](CutDisk& disk) { disk.fail_after = 1; }, test::is_long() ? 1 : 37);
}
