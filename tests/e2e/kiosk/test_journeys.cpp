// Travellers in front of gatecast-kiosk on a virtual screen: one finger is a real pointer, several are a
// recorded script. What stands on the screen is compared with what the view draws for where they should be.
#include <fstream>

#include "kiosk-ui/view/gestures.h"
#include "kiosk-ui/view/keyboard.h"
#include "tests/e2e/kiosk/traveller.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::at;

TEST_CASE("a Lao trader reads the allowance after three touches, and another language keeps the page") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.tap({}, "language/lo");
  REQUIRE(stand.wait_for(at(Place::home, "", "lo")) <= 5);
  stand.tap(at(Place::home, "", "lo"), "topic/customs");
  REQUIRE(stand.wait_for(at(Place::topic, "customs", "lo")) <= 5);
  stand.tap(at(Place::topic, "customs", "lo"), "page/customs/into-viet-nam");
  auto page = at(Place::page, "customs/into-viet-nam", "lo");
  REQUIRE(stand.wait_for(page) <= 5);
  stand.tap(page, "language/vi");
  page.language = "vi";
  REQUIRE(stand.wait_for(page) <= 5);
  // Large letters and high contrast, each by one touch.
  stand.tap(page, "tool/size");
  page.text_step = 1;
  stand.tap(page, "tool/contrast");
  page.is_high_contrast = true;
  REQUIRE(stand.wait_for(page) <= 5);
  // Out again, into the programme, with nothing left of the reader.
  stand.tap(page, "tool/home");
  const auto home = at(Place::home, "", "vi", 1, true);
  REQUIRE(stand.wait_for(home) <= 5);
  stand.tap(home, "tool/back");
  CHECK(stand.shows_programme());
  stand.tap({}, "language/lo");
  CHECK(stand.wait_for(at(Place::home, "", "lo")) <= 5);
  CHECK(stand.player().is_running());
}

TEST_CASE(
    "a stranger types on the screen and finds the page, in Vietnamese and in Lao, with a letter wrong") {
  Stand stand;
  struct Try {
    const char* language;
    std::vector<const char*> keys;
    const char* page;
  };
  for (const auto& [language, keys, page] :
       {Try{"vi", {"h", "o", "space", "c", "h", "e", "i", "u"}, "visa/which"},
        Try{"lo", {"ທ", "ະ", "ນ", "ະ", "ຄ", "າ", "ນ"}, "money/exchange"}}) {
    INFO(language);
    REQUIRE(stand.shows_programme());
    stand.tap({}, std::string("language/") + language);
    const auto home = at(Place::home, "", language);
    REQUIRE(stand.wait_for(home) <= 5);
    stand.tap(home, "tool/search");
    auto search = kiosk_ui::test::searching("", language);
    REQUIRE(stand.wait_for(search) <= 5);
    for (const auto* key : keys) {
      stand.tap(search, std::string("key/") + key);
      search.query = keyboard_for(language).with(search.query, key);
    }
    REQUIRE(stand.wait_for(search) <= 5);
    stand.tap(search, std::string("found/") + page);
    const auto found = at(Place::page, page, language);
    REQUIRE(stand.wait_for(found) <= 5);
    // Back to what was typed, then out: nothing of it stays.
    stand.tap(found, "tool/back");
    REQUIRE(stand.wait_for(search) <= 5);
    stand.tap(search, "tool/home");
    REQUIRE(stand.wait_for(home) <= 5);
    stand.tap(home, "tool/back");
  }
  CHECK(stand.shows_programme());
}

TEST_CASE("a telephone number is found by keys alone") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  stand.key("Tab");
  stand.key("Tab");
  stand.key("Return");
  auto home = at(Place::home, "", "vi");
  home.focus = "language/vi";
  // The focus that keys have reached is seen.
  home.trail = {{Place::home}};
  const auto buttons = stand.view(home).buttons;
  REQUIRE(stand.wait_for(home, 3s) <= 12);
  int steps = 0;
  for (std::size_t i = 0; i < buttons.size(); ++i)
    if (buttons[i].id == "topic/emergency") steps = static_cast<int>(i);
  stand.key("BackSpace");
  CHECK(stand.shows_programme());
  stand.tap({}, "language/vi");
  REQUIRE(stand.wait_for(at(Place::home, "", "vi")) <= 5);
  for (int i = 0; i <= steps; ++i) stand.key("Tab");
  stand.key("Return");
  CHECK(stand.wait_for(at(Place::topic, "emergency", "vi")) <= 12);
}

TEST_CASE("a recorded script opens the map and brings it nearer with two fingers, as the view says") {
  const kiosk_ui::test::DemoBook demo;
  const TemporaryFolder folder;
  const auto file = folder.path() + "/touches";
  const Metrics metrics(Panel{kPanel, 941, 529, 730});
  const auto faces = typesetter_of(demo.book().release());
  auto session = at(Place::page, "transport/map", "lo");
  const auto screen_of = [&](const Session& shown) {
    ViewRequest request{
        &shown,           &demo.book(), &metrics, "", parse_instant("2026-12-01T09:30:00+07:00").value(),
        shown.touched_at, true,         true};
    return build_view(request, *faces);
  };
  {
    std::ofstream script(file);
    int at_ms = 5000;
    const auto touch = [&](const char* kind, int finger, double x, double y) {
      script << (at_ms += 60) << ' ' << kind << ' ' << finger << ' ' << (x + 0.5) * 1000 / kPanel.width_px
             << ' ' << y * 1000 / kPanel.height_px << '\n';
    };
    const auto tap = [&](const Session& on, const std::string& id) {
      const auto screenful = screen_of(on);
      const auto* button = screenful.button(id);
      INFO(id);
      REQUIRE(button != nullptr);
      touch("down", 1, button->box.centre_x(), button->box.centre_y());
      touch("up", 1, button->box.centre_x(), button->box.centre_y());
    };
    tap(at(Place::home, "", "lo"), "language/lo");
    tap(at(Place::home, "", "lo"), "topic/transport");
    tap(at(Place::topic, "transport", "lo"), "page/transport/map");
    const auto box = screen_of(session).figure->box;
    const double y = box.centre_y();
    touch("down", 1, 600, y);
    touch("down", 2, 700, y);
    touch("move", 2, 800, y);
    touch("move", 1, 500, y);
    touch("up", 1, 500, y);
    touch("up", 2, 800, y);
  }
  auto figure = *screen_of(session).figure;
  Gestures hand;
  const double y = figure.box.centre_y();
  for (const auto& [phase, number, x] :
       {std::tuple{Finger::Phase::down, 1, 600.0}, std::tuple{Finger::Phase::down, 2, 700.0},
        std::tuple{Finger::Phase::move, 2, 800.0}, std::tuple{Finger::Phase::move, 1, 500.0}})
    if (const auto meaning = hand.take({phase, number, x, y}, figure, metrics.mm(4), session.touched_at);
        meaning.gaze)
      figure.gaze = *meaning.gaze;
  CHECK(figure.gaze.zoom > 2.5);
  StandWish wish;
  wish.more = {"--touches", file};
  Stand stand(wish);
  REQUIRE(stand.shows_programme());
  session.trail.back().gaze = figure.gaze;
  CHECK(stand.wait_for(session, 20s) <= 8);
}

TEST_CASE("a child with ten fingers breaks nothing: afterwards the kiosk answers as before") {
  const TemporaryFolder folder;
  const auto file = folder.path() + "/touches";
  {
    std::ofstream script(file);
    unsigned random = 7;
    const auto below = [&](unsigned limit) {
      return (random = random * 1664525U + 1013904223U) / 65536U % limit;
    };
    for (int i = 0; i < 300; ++i) {
      const auto finger = below(10);
      const char* kind = i % 3 == 0 ? "down" : i % 3 == 1 ? "move" : "up";
      script << 3000 + i * 10 << ' ' << kind << ' ' << finger << ' ' << below(1001) << ' ' << below(1001)
             << '\n';
    }
    for (int finger = 0; finger < 10; ++finger) script << 6100 << " up " << finger << " 5 5\n";
  }
  StandWish wish;
  wish.more = {"--touches", file};
  Stand stand(wish);
  REQUIRE(stand.shows_programme());
  int dark = 0;
  for (int i = 0; i < 35; ++i) {
    if (brightness(stand.screen().grab()).black_permille > 900) ++dark;
    std::this_thread::sleep_for(100ms);
  }
  std::this_thread::sleep_for(3s);
  CHECK(dark == 0);
  CHECK(stand.player().is_running());
  // Wherever it ended: a language button is where it always is, and home beside it.
  stand.tap({}, "language/lo");
  std::this_thread::sleep_for(300ms);
  const auto open = at(Place::page, "border/hours", "lo");
  if (stand.view(open).button("tool/home") != nullptr) stand.tap(open, "tool/home");
  auto home = at(Place::home, "", "lo");
  int best = 1000;
  for (const int step : {0, 1, 2})
    for (const bool is_high : {false, true}) {
      home.text_step = step;
      home.is_high_contrast = is_high;
      if (best > 5) best = std::min(best, stand.wait_for(home, 400ms));
    }
  CHECK(best <= 5);
}
