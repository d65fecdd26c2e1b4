// What waiting costs, and that a line that forgets is learnt.
#include <catch2/catch.hpp>

#include "content-sync/agent/idle_pace.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;
using std::chrono::seconds;

TEST_CASE("idle questions stay within the megabytes of a month, whatever one costs") {
  for (const std::uint64_t cost : {470ULL, 900ULL, 3'000ULL}) {
    IdlePace pace(5);
    for (int i = 0; i < 40; ++i) pace.spent(cost);
    const auto between = pace.least_between(1).count();
    CHECK(30 * 86400 / between * static_cast<double>(cost) <= 5'000'001);
    CHECK(30 * 86400 / between * static_cast<double>(cost) > 4'900'000);
    CHECK(pace.least_between(0.5).count() == Approx(2 * between));
  }
  SECTION("never rarer than each hour, and as quick as one likes without a limit") {
    IdlePace dear(5);
    dear.spent(1'000'000);
    CHECK(dear.least_between(1) == seconds(3600));
    IdlePace free(0);
    free.spent(1'000'000);
    CHECK(free.least_between(1) == seconds(0));
  }
}

TEST_CASE("a question is held the longer the better the line bears it") {
  HoldCycle cycle;
  const auto first = cycle.next();
  for (int i = 0; i < 10; ++i) cycle.held();
  CHECK(cycle.next() == seconds(1200));
  // Something between forgets connections that are quiet for more than seven minutes.
  const auto line = seconds(420);
  int broke = 0;
  for (int i = 0; i < 50; ++i) {
    if (cycle.next() <= line) {
      cycle.held();
      continue;
    }
    ++broke;
    cycle.broke(cycle.next() + seconds(30));
  }
  CHECK(broke <= 6);
  CHECK(cycle.next() <= line);
  CHECK(cycle.next() >= line / 2);
  // A server that is away says nothing about the line.
  const auto before = cycle.next();
  cycle.broke(seconds(0));
  CHECK(cycle.next() == before);
  CHECK(first < seconds(300));  // routers of homes and mobile networks: from five minutes on
}

TEST_CASE("the agent asks as often as its settings say, or as rarely as its budget wants") {
  Machine machine("https://gate.example");
  publish(machine.repository, 1);
  machine.config.poll_seconds = 60;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  // The first release was no idle question.
  CHECK(agent.plan_next(0) == seconds(60));
  machine.fetcher->gives_tags = false;  // so that an answer has bytes
  machine.clock.pass(seconds(60));
  REQUIRE(agent.update({}));
  const auto cost = static_cast<double>(machine.repository.timestamp_file().size());
  const std::chrono::duration<double> alone = agent.plan_next(0);
  CHECK(0.75 * alone.count() == Approx(cost / (5e6 / (30 * 86400))).epsilon(0.01));
  // Where the server would say so, polls take what the held line leaves.
  const std::chrono::duration<double> beside = agent.plan_next(0, true);
  CHECK(beside.count() == Approx(alone.count() / kShareBesideHeldLine).epsilon(0.01));
  SECTION("failures are tried again as soon as ever") {
    machine.fetcher->breaks_after = 0;
    machine.clock.pass(std::chrono::hours(7));
    REQUIRE_FALSE(agent.update({}));
    CHECK(agent.plan_next(0) == seconds(10));
  }
}
