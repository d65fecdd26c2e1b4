// The real agent and the real server, killed again and again: what the player's log holds is at the server
// once. And a disk that is copied and used twice.
#include <iostream>
#include <set>

#include "content-sync/report/day_sum.h"
#include "content-sync/server/report_log.h"
#include "tests/content-sync/reports_e2e/site.h"
#include "tests/player/play_log/log_days.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Counted {
  std::set<std::int64_t> numbers;
  std::int64_t stands = 0;
  std::int64_t twice = 0;
};
Counted count_records(const Site& site) {
  SystemDisk disk;
  Counted counted;
  const server::DeviceBook book(disk, server::devices_beside(site.repository()));
  const auto devices = book.list(SystemClock().now());
  REQUIRE((devices && devices->size() == 1));
  REQUIRE(server::read_reports(disk, book.reports_of(devices->front().key), [&](const auto& logged) {
    const auto batch = report::parse_batch(logged.bytes, "batch");
    REQUIRE(batch);
    CHECK_FALSE(logged.has_gap);
    for (const auto& record : batch->records) {
      if (!counted.numbers.insert(record.number).second) ++counted.twice;
      counted.stands += report::stands_for(record);
    }
    return true;
  }));
  return counted;
}

void play_a_quarter(LogDay& day, int number) {
  day.show("film-" + std::to_string(number % 5));
  for (int minute = 0; minute < 15; ++minute) {
    day.pass(std::chrono::minutes(1));
    REQUIRE(day.tend());
  }
}

}  // namespace

TEST_CASE("agent and server, killed again and again, bring each record of the play log to the server once") {
  Site site;
  site.enrol();
  SystemDisk disk;
  std::filesystem::create_directories(site.base / "player-state");
  LogDay day(disk, site.base / "player-state");
  std::mt19937 random{7};
  const int rounds = test::is_long() ? 120 : 6;
  int kills = 0;
  for (int round = 0; round < rounds; ++round) {
    for (unsigned i = random() % 3 + 1; i > 0; --i) play_a_quarter(day, round);
    auto agent = site.start_agent();
    if (!site.server) site.start_server();
    std::this_thread::sleep_for(milliseconds(60 + random() % 500));
    if (random() % 2 == 0) {
      site.kill_server();
      ++kills;
      std::this_thread::sleep_for(milliseconds(random() % 60));
    }
    agent.signal(SIGKILL);
    agent.wait(seconds(10));
    ++kills;
  }
  if (!site.server) site.start_server();
  play_a_quarter(day, 0);
  const auto last = read_back(disk, site.base / "player-state").last;
  auto agent = site.start_agent();
  REQUIRE(site.comes([&] {
    const auto reports = site.reports();
    return !reports.empty() && reports[0]["proof"]["last"] == last - 1;
  }));
  agent.signal(SIGTERM);
  agent.wait(seconds(10));
  const auto report = site.reports()[0];
  CHECK(report["device"] == "confirmed");
  CHECK(report["proof"]["breaks"] == 0);
  CHECK(report["proof"]["heads"] == last - report["proof"]["first"].get<std::int64_t>());
  const auto counted = count_records(site);
  CHECK(counted.twice == 0);
  REQUIRE_FALSE(counted.numbers.empty());
  CHECK(counted.stands == *counted.numbers.rbegin());
  std::cout << "reports under kill -9: " << kills << " kills, " << counted.stands << " records, each once\n";
}

TEST_CASE("a copied disk that reports from a second machine is held, and both machines and the list say so") {
  Site site;
  site.enrol();
  const auto report_once = [&](const std::string& store, const std::string& expected) {
    auto agent = site.start_agent(store);
    CHECK(site.comes([&] { return site.answer(store) == expected; }));
    agent.signal(SIGTERM);
    agent.wait(seconds(10));
  };
  report_once("store", "taken");
  std::filesystem::copy(
      site.base / "store", site.base / "copy",
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  site.write_settings("copy");
  std::filesystem::remove(site.base / "copy/device/answer.json");
  std::filesystem::remove(site.base / "store/device/answer.json");
  report_once("store", "taken");
  report_once("copy", "report.fork");
  report_once("store", "device.held");
  const auto told = run({kServer, "devices", "list", "--repository", site.repository()});
  CHECK(told.out.find("held") != std::string::npos);
  CHECK(told.out.find("two machines report with one key") != std::string::npos);
  // Nobody enrols the copied key once more.
  auto again = site.sync("enrol", "copy");
  const auto asked = run(again);
  CHECK(asked.exit_code == 1);
  CHECK(asked.err.find("device.held") != std::string::npos);
}
