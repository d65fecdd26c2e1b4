#include "kiosk-ui/view/fingers.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;

namespace {

Screenful two_buttons() {
  Screenful screenful;
  screenful.buttons = {{"one", {Act::go_home}, {100, 100, 50, 50}, true},
                       {"two", {Act::go_back}, {160, 100, 50, 50}, true},
                       {"off", {Act::later}, {300, 100, 50, 50}, false}};
  return screenful;
}

struct Hand {
  Fingers fingers;
  Screenful screenful = two_buttons();
  SteadyInstant now{1h};
  Fingers::Meaning down(double x, double y, std::int64_t number = 0) {
    return fingers.take({Finger::Phase::down, number, x, y}, screenful, 3, now);
  }
  Fingers::Meaning move(double x, double y, std::int64_t number = 0) {
    return fingers.take({Finger::Phase::move, number, x, y}, screenful, 3, now);
  }
  Fingers::Meaning up(double x, double y, std::int64_t number = 0) {
    return fingers.take({Finger::Phase::up, number, x, y}, screenful, 3, now);
  }
};

}  // namespace

TEST_CASE("a button is pressed at once and meant when the finger rises on it") {
  Hand hand;
  CHECK_FALSE(hand.down(120, 120).tapped);
  CHECK(hand.fingers.pressed() == "one");
  const auto meaning = hand.up(122, 121);
  REQUIRE(meaning.tapped);
  CHECK(meaning.tapped->id == "one");
  CHECK(hand.fingers.pressed().empty());
}

TEST_CASE("a finger that slides off means nothing") {
  Hand hand;
  hand.down(120, 120);
  hand.move(120, 400);
  CHECK(hand.fingers.pressed().empty());
  const auto meaning = hand.up(120, 400);
  CHECK_FALSE(meaning.tapped);
  CHECK_FALSE(meaning.is_elsewhere);
}

TEST_CASE("a touch beside all buttons is told, a disabled button is no button") {
  Hand hand;
  hand.down(20, 20);
  CHECK(hand.up(20, 20).is_elsewhere);
  hand.down(320, 120);
  CHECK(hand.fingers.pressed().empty());
  CHECK(hand.up(320, 120).is_elsewhere);
}

TEST_CASE("a second finger changes nothing, a palm means nothing") {
  Hand hand;
  hand.down(120, 120, 1);
  hand.down(180, 120, 2);
  CHECK(hand.fingers.pressed() == "one");
  CHECK_FALSE(hand.up(180, 120, 2).tapped);
  REQUIRE(hand.up(120, 120, 1).tapped);
  for (int finger = 1; finger <= 5; ++finger) hand.down(110 + finger * 5, 120, finger);
  CHECK(hand.fingers.pressed().empty());
  for (int finger = 1; finger <= 5; ++finger) CHECK_FALSE(hand.up(110 + finger * 5, 120, finger).tapped);
  hand.down(120, 120, 6);
  CHECK(hand.up(120, 120, 6).tapped);
}

TEST_CASE("a finger that never rises locks nothing") {
  Hand hand;
  hand.down(400, 400, 9);
  hand.now += 9s;
  hand.down(120, 120, 1);
  CHECK(hand.fingers.pressed() == "one");
  CHECK(hand.up(120, 120, 1).tapped);
  // Nor do events of fingers that never came down.
  CHECK_FALSE(hand.up(120, 120, 77).tapped);
  CHECK_FALSE(hand.move(120, 120, 78).tapped);
}

TEST_CASE("when the screen under the finger changes, what it meant is void") {
  Hand hand;
  hand.down(120, 120);
  hand.fingers.forget();
  CHECK_FALSE(hand.up(120, 120).tapped);
}
