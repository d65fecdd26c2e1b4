// Whoever changes a written log is seen, with the place; a power cut leaves a whole chain.
#include <random>

#include "tests/player/play_log/log_days.h"
#include "tests/support/cut_disk.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const Path kFolder = kState / "play-log";

// Two days, eight heads each.
void fill(Disk& disk) {
  LogDay day(disk);
  for (int i = 0; i < 16; ++i) {
    day.show("gate/item-" + std::to_string(i % 3), i % 5 == 0 ? "gate/film" : "");
    for (int quarter = 0; quarter < 12; ++quarter) {
      day.pass(15min);
      REQUIRE(day.tend());
    }
  }
  REQUIRE(day.log.close(day.moment));
}

std::vector<std::string> lines_of(Disk& disk, const Path& path) {
  const auto bytes = read_file(disk, path, 1 << 22);
  REQUIRE(bytes);
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < bytes->size();) {
    const auto end = bytes->find('\n', start);
    lines.push_back(bytes->substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

void put_lines(Disk& disk, const Path& path, const std::vector<std::string>& lines) {
  Bytes bytes;
  for (const auto& line : lines) bytes += line + "\n";
  REQUIRE(write_file_durably(disk, path, bytes));
}

std::string first_break(Disk& disk) {
  const auto report = read_back(disk);
  if (report.breaks.empty()) return report.torn_bytes > 0 ? "torn" : "whole";
  return report.breaks.front().rule + " at " + report.breaks.front().place;
}

}  // namespace

TEST_CASE("a log that was changed is told with file, line and rule") {
  CutDisk disk;
  fill(disk);
  REQUIRE(first_break(disk) == "whole");
  const auto files = *disk.list(kFolder);
  REQUIRE(files.size() >= 2);
  const Path path = kFolder / files[0];
  const auto place = " at play-log/" + files[0] + ":";
  auto lines = lines_of(disk, path);
  REQUIRE(lines.size() > 40);

  SECTION("a showing that is made longer") {
    const auto at = lines[4].find("900000");
    REQUIRE(at != std::string::npos);
    lines[4][at] = '8';
    put_lines(disk, path, lines);
    CHECK(first_break(disk) == "log.body" + place + "6");
  }
  SECTION("a head that says another time") {
    const auto at = lines[5].find("\"to\":");
    lines[5][at + 8] ^= 1;
    put_lines(disk, path, lines);
    CHECK(first_break(disk) == "log.signature" + place + "6");
  }
  SECTION("a quarter of an hour cut out") {
    lines.erase(lines.begin() + 10, lines.begin() + 12);
    put_lines(disk, path, lines);
    CHECK(first_break(disk) == "log.number" + place + "12");
  }
  SECTION("two quarters that change places") {
    std::swap_ranges(lines.begin() + 10, lines.begin() + 12, lines.begin() + 12);
    put_lines(disk, path, lines);
    CHECK(first_break(disk) == "log.number" + place + "12");
  }
  SECTION("the oldest file taken away") {
    REQUIRE(disk.remove(path));
    CHECK(first_break(disk).starts_with("log.start"));
  }
  SECTION("a file of the middle cut at its end") {
    lines.resize(lines.size() - 2);
    put_lines(disk, path, lines);
    CHECK(first_break(disk) == "log.number at play-log/" + files[1] + ":2");
  }
  SECTION("the same history, signed by another's key") {
    CutDisk other;
    fill(other);
    put_lines(disk, path, lines_of(other, path));
    const auto broken = first_break(disk);
    CHECK(broken == "log.chain at play-log/" + files[1] + ":2");
    CHECK(read_back(disk).keys.size() == 2);
  }
  SECTION("a key that was moved away") {
    REQUIRE(disk.remove(kState / "log-key.json"));
    LogDay later(disk, kState, {}, "2026-12-03T08:00:00Z");
    later.show("gate/item-0");
    later.pass(15min);
    REQUIRE(later.log.close(later.moment));
    CHECK(first_break(disk).starts_with("log.key"));
    // What the first key signed counts as before.
    CHECK(read_back(disk).tally.recorded == 48h + 15min);
  }
}

TEST_CASE("no single changed byte of a log passes") {
  CutDisk whole;
  fill(whole);
  const auto files = *whole.list(kFolder);
  const Path path = kFolder / files[0];
  const auto bytes = *read_file(whole, path, 1 << 22);
  std::mt19937 random(7);
  for (int i = 0; i < 40; ++i) {
    auto changed = bytes;
    changed[random() % bytes.size()] ^= static_cast<char>(1U << random() % 7);
    CutDisk disk = whole.after_cut(CutMode::all_kept, 0);
    REQUIRE(write_file_durably(disk, path, changed));
    INFO("change " << i);
    CHECK(first_break(disk).starts_with("log."));
  }
}

TEST_CASE("sums that were changed, cut or taken away are told") {
  CutDisk disk;
  play_log::LogLimits limits;
  limits.sums.kept_files = 1;
  LogDay day(disk, kState, limits);
  for (int i = 0; i < 4 * 24 * 5; ++i) {
    day.show("gate/item-" + std::to_string(i % 3));
    day.pass(15min);
    REQUIRE(day.tend());
  }
  REQUIRE(first_break(disk) == "whole");
  const Path path = kFolder / "sums.log";
  auto lines = lines_of(disk, path);
  REQUIRE(lines.size() >= 3);
  SECTION("changed") {
    lines[1][lines[1].find("gate/item-1") + 10] = '2';
    put_lines(disk, path, lines);
    CHECK(first_break(disk).starts_with("log.sum at play-log/sums.log:2"));
  }
  SECTION("one taken out") {
    lines.erase(lines.begin() + 1);
    put_lines(disk, path, lines);
    CHECK(first_break(disk).starts_with("log.number"));
  }
  SECTION("all taken away") {
    REQUIRE(disk.remove(path));
    CHECK(first_break(disk).starts_with("log.start"));
  }
}

namespace {

// Three days with small limits, so that files roll over and sums are made; cut before every operation.
struct CutExplorer {
  std::vector<std::string> violations;
  std::int64_t operations = 0, states = 0;
  std::function<bool(const std::string&)> forgets;

  static play_log::LogLimits limits() {
    play_log::LogLimits limits;
    limits.quarter = 3h;
    limits.sums.kept_files = 1;
    limits.sums.sums_bytes = 2500;
    return limits;
  }

  void run() {
    CutDisk disk;
    disk.forgets_sync = forgets;
    LogDay day(disk, kState, limits());
    std::vector<std::string> durable;  // each item stands in one segment
    disk.before_each = [&](const std::string& operation) {
      ++operations;
      cut(disk, operation, durable);
    };
    for (int i = 0; i < 8 * 3; ++i) {
      const auto item = "gate/" + std::to_string(i);
      day.show(item);
      day.pass(3h);
      if (!day.tend()) violations.push_back("a write failed");
      durable.push_back(item);
    }
    if (!day.log.close(day.moment)) violations.push_back("the end failed");
    cut(disk, "the end", durable);
  }

  void cut(const CutDisk& disk, const std::string& operation, const std::vector<std::string>& durable) {
    const auto seed = static_cast<std::uint64_t>(operations) * 10;
    check(disk.after_cut(CutMode::all_lost, seed), operation, durable);
    check(disk.after_cut(CutMode::all_kept, seed), operation, durable);
    for (std::uint64_t i = 1; i <= 2; ++i)
      check(disk.after_cut(CutMode::random, seed + i), operation, durable);
  }

  void check(CutDisk disk, const std::string& operation, const std::vector<std::string>& durable) {
    ++states;
    if (violations.size() > 3) return;
    judge(disk, operation + ", before the next start", durable);
    LogDay next(disk, kState, limits(), "2026-12-06T00:00:00Z");
    next.show("gate/after");
    next.pass(1h);
    if (!next.log.close(next.moment)) violations.push_back(operation + ": the next start cannot write");
    auto all = durable;
    all.emplace_back("gate/after");
    judge(disk, operation + ", after the next start", all);
  }

  void judge(Disk& disk, const std::string& when, const std::vector<std::string>& durable) {
    const auto report = play_log::read_log(disk, kState);
    if (!report) {
      if (!durable.empty()) violations.push_back(when + ": " + to_string(report.error()));
      return;
    }
    for (const auto& one : report->breaks) violations.push_back(when + ": " + one.place + " " + one.message);
    for (const auto& item : durable) {
      const auto row = report->tally.items.find(item);
      if (row == report->tally.items.end() || row->second.times != 1)
        violations.push_back(when + ": " + item + " was written and is not counted once");
    }
  }
};

}  // namespace

TEST_CASE("a power cut at any operation leaves a whole chain with all that was written") {
  CutExplorer explorer;
  explorer.run();
  INFO(explorer.operations << " operations, " << explorer.states << " states");
  for (const auto& violation : explorer.violations) FAIL_CHECK(violation);
  CHECK(explorer.states > 300);
}

TEST_CASE("the test of cuts in the log notices when any of its syncs is left out") {
  for (const char* sync : {"sync /state/log-key.json.new", "sync /state/play-log/0000000001-2026-12-01.log",
                           "sync directory /state/play-log", "sync directory /state"}) {
    CutExplorer explorer;
    explorer.forgets = [sync](const std::string& operation) { return operation == sync; };
    explorer.run();
    INFO(sync);
    CHECK_FALSE(explorer.violations.empty());
  }
}
