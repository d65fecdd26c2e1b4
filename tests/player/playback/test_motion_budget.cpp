#include <catch2/catch.hpp>

#include "player/playback/motion_budget.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

constexpr Duration kCheap = 2ms;

// Shows pictures, each so long after the one before.
void play(MotionBudget& budget, SteadyInstant& now, int pictures, Duration apart, Duration cost = kCheap,
          MotionKind kind = MotionKind::zoom) {
  budget.shown(kind, now, false, cost);
  for (int i = 0; i < pictures; ++i) budget.shown(kind, now += apart, true, cost);
}

}  // namespace

TEST_CASE("a stall now and then takes nothing from the motion, and a display of thirty pictures neither") {
  MotionBudget budget;
  SteadyInstant now{1h};
  for (int movement = 0; movement < 50; ++movement) {
    play(budget, now, 30, 17ms);
    budget.shown(MotionKind::zoom, now += 120ms, true, 90ms);
    play(budget, now, 36, 33ms);
    now += 10s;
  }
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::full);
  CHECK(budget.told(MotionKind::zoom).late == 50);
  CHECK(budget.told(MotionKind::zoom).cost == kCheap);
  CHECK(budget.step(MotionKind::zoom) == compose::kMotionStep);
  CHECK(budget.most() == "zoom");
}

TEST_CASE(
    "a machine that is late with every other picture moves at half the rate, then stands, then tries again") {
  MotionBudget budget;
  SteadyInstant now{1h};
  play(budget, now, 60, 60ms);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::half);
  CHECK(budget.step(MotionKind::zoom) == 2 * compose::kMotionStep);
  play(budget, now, 200, 60ms);  // in time for thirty a second
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::half);
  play(budget, now, 60, 100ms);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::none);
  CHECK(budget.step(MotionKind::zoom) == Duration(0));
  CHECK(budget.rate(MotionKind::slide) == MotionRate::full);  // the next simpler is judged by itself
  CHECK(budget.most() == "slide");
  play(budget, now, 60, 17ms, kCheap, MotionKind::crossfade);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::none);
  play(budget, now += 7h, 2, 17ms);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::full);
}

TEST_CASE("what a picture costs beside the display's interval decides at which rate it moves") {
  constexpr Duration k60Hz = 16'667us;
  constexpr Duration k30Hz = 33'333us;
  for (const auto kind : kMotionKinds) {
    CHECK(affordable(kind, Duration(0), k60Hz) == MotionRate::full);
    CHECK(affordable(kind, 12'500us, k60Hz) == MotionRate::full);
    CHECK(affordable(kind, 12'501us, k60Hz) == MotionRate::half);
    CHECK(affordable(kind, 12'501us, k30Hz) == MotionRate::full);
    CHECK(affordable(kind, 25'000us, k60Hz) == MotionRate::half);
  }
  CHECK(affordable(MotionKind::zoom, 25'001us, k60Hz) == MotionRate::none);
  CHECK(affordable(MotionKind::slide, 25'001us, k60Hz) == MotionRate::none);
  // A fade of fifteen pictures a second is calmer than a cut.
  CHECK(affordable(MotionKind::crossfade, 25'001us, k60Hz) == MotionRate::half);
  CHECK(affordable(MotionKind::crossfade, 50'000us, k60Hz) == MotionRate::half);
  CHECK(affordable(MotionKind::crossfade, 50'002us, k60Hz) == MotionRate::none);
}

TEST_CASE("a movement that is too dear gives way to the next simpler one, down to a cut") {
  MotionBudget budget;
  SteadyInstant now{1h};
  play(budget, now, 60, 17ms, 20ms);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::half);
  play(budget, now, 60, 17ms, 30ms);
  CHECK(budget.most() == "slide");
  play(budget, now, 60, 17ms, 30ms, MotionKind::slide);
  CHECK(budget.most() == "crossfade");
  play(budget, now, 60, 17ms, 60ms, MotionKind::crossfade);
  CHECK(budget.most() == "cut");
  CHECK(budget.told(MotionKind::crossfade).cost == Duration(60ms));
}

TEST_CASE("a crossfade that is only late is not given up: the machine may be busy with something else") {
  MotionBudget budget;
  SteadyInstant now{1h};
  for (int fade = 0; fade < 20; ++fade) play(budget, now, 30, 300ms, kCheap, MotionKind::crossfade);
  CHECK(budget.rate(MotionKind::crossfade) == MotionRate::half);
  CHECK(after_late_pictures(MotionKind::crossfade, MotionRate::half, 48) == MotionRate::half);
  CHECK(after_late_pictures(MotionKind::slide, MotionRate::half, 48) == MotionRate::none);
  CHECK(after_late_pictures(MotionKind::slide, MotionRate::full, kMostLatePictures) == MotionRate::full);
}

TEST_CASE("reduced motion as a setting stays, and leaves the fades") {
  MotionBudget budget(MotionRate::none);
  SteadyInstant now{1h};
  play(budget, now, 100, 17ms);
  play(budget, now += 24h, 100, 17ms);
  CHECK(budget.rate(MotionKind::zoom) == MotionRate::none);
  CHECK(budget.rate(MotionKind::slide) == MotionRate::none);
  CHECK(budget.most() == "crossfade");
}

TEST_CASE("a ticker that is only late runs at half the rate; one that is too dear takes turns") {
  MotionBudget budget;
  SteadyInstant now{1h};
  play(budget, now, 500, 100ms, kCheap, MotionKind::ticker);
  CHECK(budget.rate(MotionKind::ticker) == MotionRate::half);
  play(budget, now, 60, 17ms, 30ms, MotionKind::ticker);
  CHECK(budget.rate(MotionKind::ticker) == MotionRate::none);
  CHECK(budget.most() == "zoom");  // it is no movement of the picture
  CHECK(MotionBudget(MotionRate::none).rate(MotionKind::ticker) == MotionRate::none);
}
