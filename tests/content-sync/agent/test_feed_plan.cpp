#include "content-sync/agent/feed_plan.h"

#include <catch2/catch.hpp>

#include "tests/support/cut_disk.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using agent::FeedPlan;

TEST_CASE("feeds keep their least interval and their own budget of the day, over a restart too") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  const auto now = test_time("2026-11-21T08:00:00Z");  // 15:00 at the gate
  FeedPlan plan(disk, "/store", {60, 500});
  CHECK(plan.may_fetch(now));
  plan.fetched(1000, now);
  CHECK_FALSE(plan.may_fetch(now + 59s));
  CHECK(plan.may_fetch(now + 60s));
  CHECK(plan.may_fetch(now - 1h));  // a clock that went back holds nothing for good
  plan.fetched(499'000, now + 60s);
  CHECK_FALSE(plan.may_fetch(now + 10min));
  CHECK(plan.next(now + 10min) == test_time("2026-11-21T17:00:00Z"));  // midnight at the gate
  REQUIRE(plan.save());
  const FeedPlan again(disk, "/store", {60, 500});
  CHECK_FALSE(again.may_fetch(now + 10min));
  CHECK(again.may_fetch(now + 10h));
  CHECK_FALSE(FeedPlan(disk, "/other", {60, 0}).may_fetch(now));  // none at all
}
