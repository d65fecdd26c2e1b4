// Fingers on a map: what they do to where one looks.
#include "kiosk-ui/view/gestures.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;

namespace {

constexpr double kSlack = 8;

// 1000 x 500 px of the screen, at 100, 50; the whole is twice as wide as the box.
Figure some_figure() {
  Figure figure;
  figure.box = {100, 50, 1000, 500};
  figure.whole_width = 2000;
  figure.whole_height = 500;
  figure.spots = {{0, {0, 0, 500, 500}}, {1, {500, 0, 500, 500}}};
  figure.gaze = held(figure, {1, 0.5, 0.5});
  return figure;
}

struct Hand {
  Figure figure = some_figure();
  Gestures gestures;
  SteadyInstant now{1h};
  std::optional<int> chosen;
  std::optional<Gaze> glide;

  void touch(Finger::Phase phase, double x, double y, std::int64_t number = 1) {
    now += 20ms;
    const auto meaning = gestures.take({phase, number, x, y}, figure, kSlack, now);
    if (meaning.gaze) figure.gaze = *meaning.gaze;
    chosen = meaning.chosen;
    glide = meaning.glide;
  }
  // What of the whole lies under a point of the screen, in parts of it.
  [[nodiscard]] double under(double x) const {
    const auto whole = extent_at(figure, figure.gaze.zoom);
    return figure.gaze.x + (x - figure.box.x - figure.box.width / 2) / whole.width;
  }
};

}  // namespace

TEST_CASE("one finger moves the map with it, and never off its ends") {
  Hand hand;
  hand.touch(Finger::Phase::down, 600, 300);
  const double held_before = hand.under(600);
  hand.touch(Finger::Phase::move, 500, 300);
  CHECK(hand.under(500) == Approx(held_before));
  hand.touch(Finger::Phase::move, -9000, 300);
  CHECK(hand.figure.gaze.x == Approx(0.75));  // the right end at the box's right edge
  CHECK(hand.figure.gaze.y == Approx(0.5));   // no higher than the box: it stays
  hand.touch(Finger::Phase::up, -9000, 300);
  CHECK_FALSE(hand.chosen);
  CHECK_FALSE(hand.gestures.is_held());
}

TEST_CASE("two fingers bring nearer what lies under them, at most four times, and back to the whole") {
  Hand hand;
  hand.touch(Finger::Phase::down, 500, 300, 1);
  hand.touch(Finger::Phase::down, 700, 300, 2);
  const double left = hand.under(500);
  const double right = hand.under(700);
  hand.touch(Finger::Phase::move, 400, 300, 1);
  hand.touch(Finger::Phase::move, 800, 300, 2);
  CHECK(hand.figure.gaze.zoom == Approx(2));
  CHECK(hand.under(400) == Approx(left));
  CHECK(hand.under(800) == Approx(right));
  hand.touch(Finger::Phase::move, 9000, 300, 2);
  CHECK(hand.figure.gaze.zoom == Approx(kMostZoom));
  hand.touch(Finger::Phase::move, 420, 300, 2);
  CHECK(hand.figure.gaze.zoom == Approx(1));
  // The one that is left goes on to move it.
  hand.touch(Finger::Phase::up, 420, 300, 2);
  hand.figure.gaze = held(hand.figure, {1, 0.5, 0.5});
  hand.touch(Finger::Phase::move, 350, 300, 1);
  CHECK(hand.figure.gaze.x > 0.5);
}

TEST_CASE("a tap chooses, a trembling one too; two in one place come nearer there") {
  Hand hand;
  hand.touch(Finger::Phase::down, 700, 300);
  hand.touch(Finger::Phase::move, 704, 303);
  hand.touch(Finger::Phase::up, 704, 303);
  CHECK(hand.chosen == 1);
  hand.touch(Finger::Phase::down, 706, 300);
  hand.touch(Finger::Phase::up, 706, 300);
  CHECK_FALSE(hand.chosen);
  REQUIRE(hand.glide);
  CHECK(hand.glide->zoom > 1.5);
  // Two taps with a pause between them are two.
  hand.now += 2s;
  hand.touch(Finger::Phase::down, 300, 300);
  hand.touch(Finger::Phase::up, 300, 300);
  hand.now += 2s;
  hand.touch(Finger::Phase::down, 300, 300);
  hand.touch(Finger::Phase::up, 300, 300);
  CHECK(hand.chosen == 0);
  CHECK_FALSE(hand.glide);
}

TEST_CASE("a palm moves nothing, and a drop of water holds nobody up") {
  Hand hand;
  for (const int finger : {1, 2, 3, 4}) hand.touch(Finger::Phase::down, 300.0 + 40 * finger, 300, finger);
  const auto before = hand.figure.gaze;
  hand.touch(Finger::Phase::move, 900, 100, 2);
  CHECK(hand.figure.gaze.zoom == Approx(before.zoom));
  CHECK(hand.figure.gaze.x == Approx(before.x));
  hand.now += 10s;
  hand.touch(Finger::Phase::down, 700, 300, 9);
  hand.touch(Finger::Phase::up, 700, 300, 9);
  CHECK(hand.chosen == 1);
}

TEST_CASE("a wheel brings nearer what lies under the pointer; a glide begins and ends where it shall") {
  Hand hand;
  const double before = hand.under(300);
  hand.figure.gaze = Gestures::wheel(hand.figure, 300, 200, 2);
  CHECK(hand.figure.gaze.zoom == Approx(1.44));
  CHECK(hand.under(300) == Approx(before));
  const Gaze from{1, 0.5, 0.5};
  const Gaze to{4, 0.7, 0.5};
  CHECK(between(from, to, 0).zoom == Approx(1));
  CHECK(between(from, to, 1).x == Approx(0.7));
  CHECK(between(from, to, 0.5).zoom == Approx(2));
}
