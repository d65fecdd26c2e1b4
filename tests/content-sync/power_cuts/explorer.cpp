#include "tests/content-sync/power_cuts/explorer.h"

#include <algorithm>
#include <set>
#include <utility>

namespace gatecast::test {
namespace {

bool has_chance(CutMode mode) {
  return mode == CutMode::random || mode == CutMode::sectors_torn || mode == CutMode::names_halved ||
         mode == CutMode::names_reordered;
}

class Explorer {
 public:
  Explorer(const Scenario& scenario, const Exploration& exploration)
      : scenario_(scenario), exploration_(exploration) {}

  Explored run() {
    scenario_.prepare(kiosk_);
    before_ = look_at(kiosk_.disk, kiosk_);
    auto& disk = kiosk_.disk;
    if (exploration_.forgets_sync)
      disk.forgets_sync = [&](const std::string& name) { return exploration_.forgets_sync(disk, name); };
    disk.before_each = [&](const std::string& operation) {
      if (++explored_.operations % exploration_.each == 0) cut(operation);
    };
    const auto status = run_errand(
        kiosk_, disk, scenario_.errand, [&](const std::string& path) { at_question(path); },
        scenario_.line_breaks_after);
    disk.before_each = nullptr;
    disk.forgets_sync = nullptr;
    if (status.has_value() != scenario_.ends_well)
      violated("the program " + (status ? std::string("ended well") : "failed: " + to_string(status.error())),
               "no cut");
    at_end();
    return std::move(explored_);
  }

 private:
  void violated(const std::string& what, const std::string& when) {
    explored_.violations.push_back(scenario_.name + ": " + what + " (" + when + ")");
  }
  [[nodiscard]] bool has_enough() const {
    return exploration_.stops_at_first && !explored_.violations.empty();
  }

  void cut(const std::string& operation) {
    for (const auto mode : exploration_.modes)
      for (int round = 0; round < (has_chance(mode) ? exploration_.rounds : 1) && !has_enough(); ++round)
        check(kiosk_.disk.after_cut(mode, static_cast<std::uint64_t>(explored_.states) * 7 + 1),
              "cut before: " + operation);
  }

  // What was accepted is durable before the next question: who asks has decided.
  void at_question(const std::string& path) {
    ++explored_.questions;
    if (has_enough()) return;
    auto left = kiosk_.disk.after_cut(CutMode::all_lost, 1);
    if (kept_files(left) != kept_files(kiosk_.disk))
      violated("what was accepted is not durable", "asking for " + path);
  }

  void at_end() {
    cut("the end");
    if (has_enough()) return;
    auto left = kiosk_.disk.after_cut(CutMode::all_lost, 1);
    const auto same = [&](const Path& path) {
      const auto one = read_file(left, path, 1'000'000);
      const auto other = read_file(kiosk_.disk, path, 1'000'000);
      return one.has_value() == other.has_value() && (!one || *one == *other);
    };
    if (kept_files(left) != kept_files(kiosk_.disk))
      violated("what was accepted is not durable", "at the end");
    for (const char* name : {"status.json", "data-use.json"})
      if (!same(kCutStore / name)) violated(std::string(name) + " is not durable", "at the end");
    // What came of a film before the line broke is not fetched a second time.
    for (const auto& name : kiosk_.disk.list(kCutStore / "partial").value_or(std::vector<std::string>{}))
      if (!same(kCutStore / "partial" / name)) violated("a download is not durable", "at the end");
    const auto now = look_at(kiosk_.disk, kiosk_);
    const auto expected = scenario_.ends_well ? newest() : *scenario_.releases.begin();
    if (now.release != expected) violated("release " + std::to_string(now.release) + " is on", "at the end");
  }

  [[nodiscard]] std::int64_t newest() const { return *scenario_.releases.rbegin(); }

  void check(CutDisk left, const std::string& when) {
    ++explored_.states;
    if (!judged_.insert(left.fingerprint()).second) return;
    ++explored_.different;
    auto found = look_at(left, kiosk_);
    // What was damaged before the cut is no fault of the cut.
    if (before_.release == -1)
      std::erase_if(found.faults, [](const auto& fault) { return !fault.ends_with("half"); });
    for (const auto& fault : found.faults) violated(fault, when);
    if (!scenario_.releases.contains(found.release))
      violated("neither old nor new but " + std::to_string(found.release), when);
    if (!scenario_.statements.contains(found.statements) && found.statements != before_.statements)
      violated("of the officers' words: " + found.statements, when);
    check_versions(found, when);
    if (exploration_.goes_on && !has_enough()) go_on(left, when);
  }

  void check_versions(const Found& found, const std::string& when) {
    for (const auto& [name, version] : before_.versions) {
      const bool is_online = name != "root" && name != "floor of root" && name != "floor of lao-bao-hall";
      if (scenario_.forgets_online && is_online) continue;
      const auto now = found.versions.find(name);
      if (now == found.versions.end() || now->second < version)
        violated("the version of " + name + " went back", when);
    }
  }

  void go_on(CutDisk& left, const std::string& when) {
    const bool ends_well = scenario_.ends_well || scenario_.line_breaks_after != UINT64_MAX;
    const auto status = run_errand(kiosk_, left, scenario_.errand);
    if (status.has_value() != ends_well)
      return violated(
          "the next run " + (status ? std::string("ended well") : "failed: " + to_string(status.error())),
          when);
    const auto now = look_at(left, kiosk_);
    if (now.release != newest()) violated("the next run ends on " + std::to_string(now.release), when);
    for (const auto& fault : now.faults) violated("after the next run: " + fault, when);
    if (const auto partial = left.list(kCutStore / "partial"); partial && !partial->empty())
      violated("a partial file stays", when);
  }

  const Scenario& scenario_;
  const Exploration& exploration_;
  CutKiosk kiosk_;
  Found before_;
  Explored explored_;
  std::set<std::size_t> judged_;
};

}  // namespace

Explored explore(const Scenario& scenario, const Exploration& exploration) {
  return Explorer(scenario, exploration).run();
}

}  // namespace gatecast::test
