#include <catch2/catch.hpp>

#include "player/playback/motion_budget.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

// Shows pictures, each so long after the one before.
void play(MotionBudget& budget, SteadyInstant& now, int pictures, Duration apart) {
  budget.shown(now, false);
  for (int i = 0; i < pictures; ++i) budget.shown(now += apart, true);
}

}  // namespace

TEST_CASE("a stall now and then takes nothing from the motion, and a display of thirty pictures neither") {
  MotionBudget budget;
  SteadyInstant now{1h};
  for (int movement = 0; movement < 50; ++movement) {
    play(budget, now, 30, 17ms);
    budget.shown(now += 120ms, true);
    play(budget, now, 36, 33ms);
    now += 10s;
  }
  CHECK(budget.rate() == MotionRate::full);
  CHECK(budget.late() == 50);
  CHECK(budget.step() == compose::kMotionStep);
}

TEST_CASE(
    "a machine that is late with every other picture moves at half the rate, then stands, then tries again") {
  MotionBudget budget;
  SteadyInstant now{1h};
  play(budget, now, 60, 60ms);
  CHECK(budget.rate() == MotionRate::half);
  CHECK(budget.step() == 2 * compose::kMotionStep);
  play(budget, now, 200, 60ms);  // in time for thirty a second
  CHECK(budget.rate() == MotionRate::half);
  play(budget, now, 60, 100ms);
  CHECK(budget.rate() == MotionRate::none);
  CHECK(budget.step() == Duration(0));
  play(budget, now, 60, 17ms);  // fades
  CHECK(budget.rate() == MotionRate::none);
  play(budget, now += 7h, 2, 17ms);
  CHECK(budget.rate() == MotionRate::full);
}

TEST_CASE("reduced motion as a setting stays") {
  MotionBudget budget(MotionRate::none);
  SteadyInstant now{1h};
  play(budget, now, 100, 17ms);
  play(budget, now += 24h, 100, 17ms);
  CHECK(budget.rate() == MotionRate::none);
}
