// Budgets, hours and progress: content waits, what officers say does not.
#include <catch2/catch.hpp>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/data_plan.h"
#include "content-sync/agent/paid_link.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_statements.h"
#include "tests/support/duty.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

struct Metered : Machine {
  Metered() : Machine("http://memory") {
    add_officers(repository);
    test::publish(repository, 1);
  }
};

}  // namespace

TEST_CASE("hours are two times of the day that differ; everything else is refused") {
  CHECK(parse_hours("22:00-05:30")->from == 22 * 60);
  CHECK(parse_hours("22:00-05:30")->to == 5 * 60 + 30);
  for (const char* wrong :
       {"", "22-5", "24:00-05:00", "22:00-22:00", "22:60-05:00", "22:00 05:00", "-1:00-05:00"})
    CHECK_FALSE(parse_hours(wrong));
  AgentConfig config;
  config.store = config.root = config.channel = config.server = "x";
  CHECK(check_config(config));
  config.content_hours = "nights";
  CHECK(check_config(config).error().subject == "content_hours");
  config.content_hours = "22:00-05:00";
  config.day_mb = -1;
  CHECK(check_config(config).error().subject == "day_mb");
}

TEST_CASE("budgets begin anew each day and month, in UTC+7, and a clock that went back gives no second one") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  DataPlan plan(disk, "/store", {"", 10, 25});
  const auto day = test_time("2026-11-21T08:00:00Z");
  plan.count(9'999'999, day);
  CHECK(plan.may_fetch(day, false));
  plan.count(1, day);
  CHECK(plan.may_fetch(day, false).error().rule == "budget.day");
  CHECK(plan.may_fetch(day, true).error().rule == "budget.day");
  CHECK(plan.may_fetch(day - 48h, false).error().rule == "budget.day");
  // Midnight in UTC+7.
  CHECK(plan.allowed_from(day) == test_time("2026-11-21T17:00:00Z"));
  REQUIRE(plan.save());
  DataPlan again(disk, "/store", {"", 10, 25});
  CHECK(again.use() == plan.use());
  CHECK(again.may_fetch(day, false).error().rule == "budget.day");
  again.count(1, day - 48h);
  CHECK(again.use().day_bytes == 10'000'001);
  CHECK(again.may_fetch(day + 24h, false));
  again.count(9'000'000, day + 24h);
  again.count(9'000'000, day + 48h);
  CHECK(again.may_fetch(day + 72h, false).error().rule == "budget.month");
  CHECK(again.allowed_from(day + 72h) == test_time("2026-11-30T17:00:00Z"));
  again.count(5, test_time("2026-11-30T17:00:00Z"));
  CHECK(again.use().month_bytes == 5);
}

TEST_CASE("content waits for its hours, what officers say does not, and the status says why and until when") {
  Metered kiosk;
  kiosk.config.content_hours = "22:00-05:00";
  kiosk.config.poll_seconds = 86400;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));  // nothing was on: the first release does not wait
  CHECK(agent.status().release->number == 1);
  test::publish(kiosk.repository, 2);
  say(kiosk.repository, {alert_statement(release_with_template())});
  const auto report = agent.update({});
  REQUIRE_FALSE(report);
  CHECK(report.error().rule == "budget.hours");
  CHECK(agent.status().failures_in_a_row == 0);
  CHECK_FALSE(agent.status().refused);
  CHECK(kiosk.disk.status(Path("/store") / store::kStatementFile)->kind == FileKind::file);
  for (const auto& path : kiosk.fetcher->asked) CHECK(path != "objects/none");
  const auto words = in_words(observe(kiosk.disk, kiosk.clock, kiosk.config));
  INFO(words);
  CHECK(words.find("Waiting       content comes between 22:00 and 05:00 (UTC+7) [budget.hours]") !=
        std::string::npos);
  CHECK(agent.plan_next(0) == 7h);  // from 15:00 to 22:00
  kiosk.clock.pass(7h);
  kiosk.repository.refresh_timestamp(kiosk.clock.system);
  REQUIRE(agent.update({}));
  CHECK(agent.status().release->number == 2);
  CHECK_FALSE(agent.status().waiting);
}

TEST_CASE("a day's budget ends a transfer where it stands, and the next day it goes on from there") {
  Metered kiosk;
  auto sample = sample_release("lao-bao-hall", 2, "2");
  Bytes film;
  for (int i = 0; film.size() < 2'600'000; ++i) film += sha256("film " + std::to_string(i)).hex();
  add_object(sample, film, "video/mp4");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  kiosk.repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), 2, objects);
  kiosk.config.day_mb = 1;
  auto agent = kiosk.start();
  int days = 0;
  while (!agent.update({}) && days < 10) {
    CHECK(agent.status().waiting->rule == "budget.day");
    CHECK(agent.status().data_use.day_bytes < 1'200'000);
    ++days;
    kiosk.clock.pass(24h);
    kiosk.repository.refresh_timestamp(kiosk.clock.system);
  }
  CHECK(days >= 2);
  CHECK(days <= 3);
  CHECK(agent.status().release->number == 2);
  CHECK(kiosk.fetcher->sent < 3'200'000);  // nothing twice
}

TEST_CASE("the status tells how far a download is and how long it will take") {
  DownloadProgress progress;
  SteadyInstant steady{};
  const auto now = test_time();
  CHECK_FALSE(progress.see({0, 10'000'000}, steady, now));
  CHECK_FALSE(progress.see({100'000, 10'000'000}, steady + 1s, now));
  const auto first = progress.see({600'000, 10'000'000}, steady + 3s, now);
  REQUIRE(first);
  CHECK(first->bytes_per_second == 200'000);
  CHECK(first->seconds_left == 47);
  CHECK_FALSE(progress.see({700'000, 10'000'000}, steady + 12s, now));  // it would wear the disk
  const auto stalled = progress.see({600'000, 10'000'000}, steady + 14s, now);
  REQUIRE(stalled);
  CHECK(stalled->bytes_per_second == 120'000);
  SyncStatus status;
  status.download = *first;
  status.system_time = now;
  const auto words = in_words(status);
  INFO(words);
  CHECK(words.find("Download      0.6 MB of 10.0 MB, 200 kB/s, about 47 s left (0 s ago)") !=
        std::string::npos);
  const auto read = status_from_json(to_json(status));
  REQUIRE(read.download);
  CHECK(read.download->seconds_left == 47);
  CHECK(to_json(status)["download"]["total_bytes"] == 10'000'000);
}

TEST_CASE("while it downloads, the agent writes its progress, and takes it away when it is done") {
  Metered kiosk;
  auto agent = kiosk.start();
  bool was_told = false;
  REQUIRE(agent.update([&](const auto&) {
    kiosk.clock.pass(2s);
    was_told = was_told || load_status(kiosk.disk, "/store").download.has_value();
  }));
  CHECK(was_told);
  CHECK_FALSE(load_status(kiosk.disk, "/store").download);
  CHECK(load_data_use(kiosk.disk, "/store").day_bytes > 300'000);
}

TEST_CASE("a paid link has budgets of its own, and what went over it counts for the whole too") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  const auto day = test_time("2026-11-21T08:00:00Z");
  DataPlan plan(disk, "/store", {"", 10, 0, 1, 2});
  plan.count(5'000'000, day);
  plan.set_paid(true);
  CHECK(plan.may_fetch(day, false));
  plan.count(1'000'000, day);
  CHECK(plan.may_fetch(day, false).error().rule == "budget.paid_day");
  CHECK(plan.may_fetch(day + 24h, false));
  plan.count(1'000'000, day + 24h);
  CHECK(plan.may_fetch(day + 48h, false).error().rule == "budget.paid_month");
  CHECK(plan.allowed_from(day + 48h) == test_time("2026-11-30T17:00:00Z"));
  CHECK(is_waiting(plan.may_fetch(day + 48h, false).error()));
  plan.set_paid(false);
  CHECK(plan.may_fetch(day + 48h, false));
  CHECK(plan.use().month_bytes == 7'000'000);
  CHECK(plan.use().paid_month_bytes == 2'000'000);
  REQUIRE(plan.save());
  CHECK(load_data_use(disk, "/store") == plan.use());
  // As earlier programs wrote it.
  put(disk, "/store/data-use.json", R"({"day":"2026-11-21","day_bytes":7,"format":1,"month_bytes":9})");
  CHECK(load_data_use(disk, "/store") == DataUse{"2026-11-21", 7, 9});
}

TEST_CASE("the default route of the least metric says which link is in use") {
  CutDisk disk;
  const Path routes = "/proc/net/route";
  CHECK(default_interface(disk, routes).empty());
  const std::string head =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
  const std::string own = "eth0\t0000000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n";
  const std::string modem = "wwan0\t00000000\t0100000A\t0003\t0\t0\t700\t00000000\t0\t0\t0\n";
  const std::string cable = "eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
  put(disk, routes, head + own);
  CHECK(default_interface(disk, routes).empty());
  put(disk, routes, head + modem + own);
  CHECK(default_interface(disk, routes) == "wwan0");
  put(disk, routes, head + modem + cable + own);
  CHECK(default_interface(disk, routes) == "eth0");
  CHECK(is_among_links("ppp wwan", "wwan0"));
  CHECK_FALSE(is_among_links("ppp wwan", "eth0"));
  CHECK_FALSE(is_among_links("", "eth0"));
  CHECK_FALSE(is_among_links("eth", ""));

  Metered kiosk;
  kiosk.config.paid_links = "wwan ppp";
  kiosk.config.paid_day_mb = 1;
  put(kiosk.disk, routes, head + modem + own);
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  agent.count_sent(2'000'000);
  test::publish(kiosk.repository, 2);
  const auto report = agent.update({});
  REQUIRE_FALSE(report);
  CHECK(report.error().rule == "budget.paid_day");
  CHECK(in_words(agent.status()).find("of it paid") != std::string::npos);
  // The cable is back.
  put(kiosk.disk, routes, head + modem + cable + own);
  kiosk.clock.pass(10s);
  REQUIRE(agent.update({}));
  CHECK(agent.status().release->number == 2);
}
