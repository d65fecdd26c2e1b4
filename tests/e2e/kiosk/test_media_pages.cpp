// Pages with large pictures and films, looked at by touches alone on a virtual screen.
#include "tests/e2e/kiosk/traveller.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::at;

TEST_CASE("a large picture is brought nearer by touches, tile by tile out of the store") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  const auto home = at(Place::home, "", "lo");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  const auto topic = at(Place::topic, "culture", "lo");
  REQUIRE(stand.wait_for(topic) <= 5);
  stand.tap(topic, "page/culture/exhibition");
  auto page = at(Place::page, "culture/exhibition", "lo");
  REQUIRE(stand.wait_for(page) <= 5);
  stand.tap(page, "spot/next");
  page.trail.back().spot = 1;
  REQUIRE(stand.wait_for(page) <= 5);
  for (const char* id : {"gaze/nearer", "gaze/nearer"}) {
    const auto* button = stand.view(page).button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    const auto action = button->action;
    stand.tap(page, id);
    page = after(page, action, stand.book(), page.touched_at);
    page.trail.back().gaze = stand.view(page).figure->gaze;
    REQUIRE(stand.wait_for(page) <= 5);
  }
  CHECK(page.trail.back().gaze.zoom > 2.5);
  // Out by home: the next one begins with the whole.
  stand.tap(page, "tool/home");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  stand.wait_for(topic);
  stand.tap(topic, "page/culture/exhibition");
  CHECK(stand.wait_for(at(Place::page, "culture/exhibition", "lo")) <= 5);
}

TEST_CASE("a page's film is seen, decoded apart, and is use as long as it plays") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  const auto home = at(Place::home, "", "lo");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  REQUIRE(stand.wait_for(at(Place::topic, "culture", "lo")) <= 5);
  stand.tap(at(Place::topic, "culture", "lo"), "page/culture/film");
  // Its first frame stands in the middle of the stage, and its buttons can be pressed.
  const auto page = at(Place::page, "culture/film", "lo");
  FilmLook look;
  look.length = 2s;
  const auto shown = stand.view(page, &look);
  const auto middle = shown.figure->box;
  const auto is_red = [&] {
    const auto pixel =
        stand.screen().pixel(static_cast<int>(middle.centre_x()), static_cast<int>(middle.centre_y()));
    return is_near(pixel, kRed.colour);
  };
  const auto waits = [&](const auto& holds) {
    for (int i = 0; i < 200 && !holds(); ++i) std::this_thread::sleep_for(50ms);
    return holds();
  };
  CHECK(waits(is_red));
  const auto* play = shown.button("film/play");
  REQUIRE(play != nullptr);
  const auto is_pressed_look = [&] {
    const auto pixel =
        stand.screen().pixel(static_cast<int>(play->box.x + 6), static_cast<int>(play->box.centre_y()));
    return is_near(pixel, 0xE9B44C);  // chosen: it plays
  };
  CHECK_FALSE(is_pressed_look());
  REQUIRE(run({"xdotool", "mousemove", std::to_string(static_cast<int>(play->box.centre_x())),
               std::to_string(static_cast<int>(play->box.centre_y())), "click", "1"},
              {{"DISPLAY", stand.screen().display()}})
              .exit_code == 0);
  CHECK(waits(is_pressed_look));
  CHECK(waits([&] { return !is_pressed_look(); }));  // to its end
  CHECK(is_red());
  stand.tap(page, "tool/home");
  CHECK(stand.wait_for(home) <= 5);
  CHECK(stand.player().is_running());
}

TEST_CASE("what an officer recalls leaves the page that somebody looks at, and one sentence stands there") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  const auto home = at(Place::home, "", "lo");
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "topic/culture");
  const auto topic = at(Place::topic, "culture", "lo");
  REQUIRE(stand.wait_for(topic) <= 5);
  stand.tap(topic, "page/culture/film");
  // The film, which the programme shows too, goes from its page; then the page itself.
  const auto page = at(Place::page, "culture/film", "lo");
  for (const std::string& what : {kRed.item, std::string("culture/film")}) {
    INFO(what);
    stand.recall(what);
    CHECK(stand.wait_for(page) <= 5);
  }
  stand.tap(page, "tool/back");
  CHECK(stand.wait_for(topic) <= 5);
  CHECK(stand.player().is_running());
}
