// The ring as the player drives it: events in, pixels out, with a clock of the test's own.
#include <catch2/catch.hpp>
#include <set>

#include "tests/kiosk-ui/ring/stand.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::demo_content;
using kiosk_ui::test::kScreen;
using kiosk_ui::test::Stand;

TEST_CASE("a Lao trader finds the allowance with three touches") {
  Stand stand;
  CHECK_FALSE(stand.kiosk.covers_programme());
  stand.tap("language/lo");
  CHECK(stand.kiosk.covers_programme());
  stand.tap("topic/customs");
  stand.tap("page/customs/into-viet-nam");
  CHECK(stand.kiosk.session().here() == Where{Place::page, "customs/into-viet-nam"});
  CHECK(stand.kiosk.session().language == "lo");
}

TEST_CASE("the language changes in the middle of a page, size and contrast by one touch") {
  Stand stand;
  stand.tap("language/en");
  stand.tap("topic/transport");
  stand.tap("page/transport/distances");
  stand.tap("language/zh");
  stand.tap("tool/size");
  stand.tap("tool/contrast");
  const auto& session = stand.kiosk.session();
  CHECK(session.here() == Where{Place::page, "transport/distances"});
  CHECK(session.language == "zh");
  CHECK(session.text_step == 1);
  CHECK(session.is_high_contrast);
}

TEST_CASE("fingers move a map and bring it nearer, a tap chooses, and the page is come back to as it was") {
  Stand stand;
  stand.tap("language/en");
  stand.tap("topic/transport");
  stand.tap("page/transport/map");
  REQUIRE(stand.kiosk.screenful().figure);
  const auto box = stand.kiosk.screenful().figure->box;
  const auto gaze = [&] { return stand.kiosk.screenful().figure->gaze; };
  const double x = box.centre_x();
  const double y = box.centre_y();
  CHECK(gaze().zoom == Approx(1));
  stand.touch(screen::InputKind::touch_down, x - 60, y, 1);
  stand.touch(screen::InputKind::touch_down, x + 60, y, 2);
  stand.touch(screen::InputKind::touch_move, x + 120, y, 2);
  stand.touch(screen::InputKind::touch_move, x - 120, y, 1);
  stand.touch(screen::InputKind::touch_up, x + 120, y, 2);
  stand.touch(screen::InputKind::touch_up, x - 120, y, 1);
  CHECK(gaze().zoom == Approx(2));
  const double before = gaze().x;
  stand.touch(screen::InputKind::touch_down, x, y);
  stand.touch(screen::InputKind::touch_move, x + 100, y);
  stand.touch(screen::InputKind::touch_up, x + 100, y);
  CHECK(gaze().x < before);
  // Two taps glide nearer; while it glides it is drawn again and again.
  stand.tap(x, y);
  stand.tap(x, y);
  const double on_the_way = gaze().zoom;
  CHECK(on_the_way < 3);
  for (int i = 0; i < 20; ++i) stand.step();
  CHECK(gaze().zoom == Approx(3.6));
  CHECK(stand.kiosk.session().here() == Where{Place::page, "transport/map"});
  const int chosen = stand.kiosk.session().trail.back().spot;
  CHECK(chosen >= 0);
  // To the next stop by its button: the map goes there.
  stand.tap("spot/next");
  for (int i = 0; i < 20; ++i) stand.step();
  CHECK(stand.kiosk.session().trail.back().spot == chosen + 1);
  const auto kept = gaze();
  stand.tap("tool/home");
  stand.tap("topic/transport");
  stand.tap("page/transport/map");
  CHECK(gaze().zoom == Approx(1));  // a new visit begins anew
  stand.tap("gaze/nearer");
  for (int i = 0; i < 20; ++i) stand.step();
  const double near = gaze().zoom;
  CHECK(near > 1.5);
  stand.tap("page/take_along");
  CHECK(stand.kiosk.session().here().place == Place::photo);
  stand.tap("photo/close");
  CHECK(gaze().zoom == Approx(near));
  stand.kiosk.take(
      {screen::InputKind::wheel, {static_cast<int>(x), static_cast<int>(y)}, 0, screen::Key::none, -9},
      stand.now);
  stand.step();
  CHECK(gaze().zoom == Approx(1));
  CHECK(kept.zoom > 1);
}

TEST_CASE("who leaves in the middle leaves nothing: question, countdown, programme") {
  Stand stand;
  stand.tap("language/lo");
  stand.tap("tool/size");
  stand.tap("topic/customs");
  stand.step(59s);
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(2s);
  REQUIRE(stand.kiosk.screenful().button("question/stay") != nullptr);
  // Any touch keeps the page, and means nothing else.
  stand.tap(5, 5);
  CHECK(stand.kiosk.session().here().id == "customs");
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(61s);
  stand.step(20s);
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.session().language.empty());
  CHECK(stand.kiosk.session().text_step == 0);
  CHECK(stand.kiosk.session().trail.empty());
}

TEST_CASE("a Thai driver who misspells finds the page, key by key") {
  Stand stand;
  stand.tap("language/th");
  stand.tap("tool/search");
  CHECK(stand.kiosk.screenful().button("found/health/help") == nullptr);
  for (const char* key : {"โ", "ร", "ง", "พ", "ย", "า", "บ", "า", "น"}) stand.tap(std::string("key/") + key);
  CHECK(stand.kiosk.session().query == "โรงพยาบาน");
  stand.tap("found/health/help");
  CHECK(stand.kiosk.session().here() == Where{Place::page, "health/help"});
  stand.tap("tool/back");
  CHECK(stand.kiosk.screenful().button("found/health/help") != nullptr);
  stand.tap("edit/clear");
  CHECK(stand.kiosk.session().query.empty());
  // Nothing of it is left for the next one.
  stand.tap("key/ก");
  stand.step(81s);
  CHECK_FALSE(stand.kiosk.covers_programme());
  stand.tap("language/th");
  stand.tap("tool/search");
  CHECK(stand.kiosk.session().query.empty());
}

TEST_CASE("keys that come quicker than pictures are all taken, marks too") {
  Stand stand;
  stand.tap("language/lo");
  stand.tap("tool/search");
  const auto center = [&](const char* key) {
    const auto box = stand.kiosk.screenful().button(std::string("key/") + key)->box;
    return screen::Point{static_cast<int>(box.centre_x()), static_cast<int>(box.centre_y())};
  };
  for (const char* key : {"ນ", "\u0EC9", "ຳ"}) {
    const auto at = center(key);
    stand.kiosk.take({screen::InputKind::touch_down, at, 0}, stand.now);
    stand.kiosk.take({screen::InputKind::touch_up, at, 0}, stand.now);
  }
  CHECK(stand.kiosk.session().query == "ນ້ຳ");
}

TEST_CASE("a release without a search index has no search, one with a damaged index plays on without it") {
  for (const bool is_damaged : {false, true}) {
    auto other = std::make_shared<playback::Content>(*demo_content());
    auto release = std::make_shared<bundle::Release>(*other->release);
    if (!is_damaged) release->search_index.reset();
    other->release = release;
    const auto open = other->open_object;
    other->open_object = [open, index = release->search_index](const Sha256& hash) {
      return index == hash ? Result<std::unique_ptr<ReadFile>>(fail(
                                 content_error("object.piece", "index", "a piece is not what it should be")))
                           : open(hash);
    };
    Stand stand;
    stand.kiosk.adopt(other);
    stand.step();
    stand.tap("language/lo");
    CHECK(stand.kiosk.session().here().place == Place::home);
    CHECK(stand.kiosk.screenful().button("tool/search") == nullptr);
    CHECK(stand.kiosk.screenful().button("tool/home") != nullptr);
  }
}

TEST_CASE("behind an alert nothing of the ring is seen or touched, and the place comes back") {
  Stand stand;
  stand.tap("language/lo");
  stand.tap("topic/visa");
  stand.step(50s);
  stand.touch(screen::InputKind::touch_down, 5, 5);
  const auto session = stand.kiosk.session();
  stand.kiosk.stand_behind(true, stand.now);
  const auto* home = stand.kiosk.screenful().button("tool/home");
  REQUIRE(home != nullptr);
  for (int i = 0; i < 9; ++i) {
    const auto box = home->box;
    stand.kiosk.take({screen::InputKind::touch_down,
                      {static_cast<int>(box.centre_x()), static_cast<int>(box.centre_y())},
                      1},
                     stand.now);
    stand.now += 20s;
    CHECK_FALSE(stand.kiosk.advance(kScreen, stand.wall, stand.now));
    stand.kiosk.take({screen::InputKind::touch_up,
                      {static_cast<int>(box.centre_x()), static_cast<int>(box.centre_y())},
                      1},
                     stand.now);
    stand.kiosk.take({screen::InputKind::key, {}, 0, screen::Key::back}, stand.now);
  }
  stand.kiosk.stand_behind(false, stand.now);
  CHECK(stand.kiosk.advance(kScreen, stand.wall, stand.now));
  CHECK(stand.kiosk.session().here() == session.here());
  CHECK(stand.kiosk.session().language == "lo");
  CHECK(stand.kiosk.session().focus.empty());
  // What was left of the minute is left still; no finger of before counts.
  stand.step(59s);
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(2s);
  CHECK(stand.kiosk.screenful().button("question/stay") != nullptr);
}

TEST_CASE("after a long alert the reader is gone, with all that was theirs") {
  Stand stand;
  stand.tap("language/lo");
  stand.tap("topic/visa");
  stand.kiosk.stand_behind(true, stand.now);
  stand.step(6min);
  CHECK(stand.kiosk.covers_programme());
  stand.kiosk.stand_behind(false, stand.now);
  stand.step();
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.session().language.empty());
}

TEST_CASE("a new release waits until the reader leaves") {
  Stand stand;
  stand.tap("language/vi");
  stand.tap("topic/money");
  auto next = std::make_shared<playback::Content>(*demo_content());
  auto release = std::make_shared<bundle::Release>(*next->release);
  release->number = 99;
  release->pages.clear();
  release->topics.clear();
  next->release = release;
  stand.kiosk.adopt(next);
  stand.step();
  CHECK(stand.kiosk.session().here().id == "money/exchange");
  CHECK(stand.kiosk.covers_programme());
  stand.tap("tool/back");
  stand.tap("tool/back");
  // The new one has nothing to touch: the programme has the whole screen.
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.programme(kScreen) == pixels::Rect{0, 0, 960, 540});
}

TEST_CASE("what demo keys have signed is marked on the screen that covers the programme") {
  const auto says_demo = [](bool is_demo) {
    Stand stand;
    auto content = std::make_shared<playback::Content>(*kiosk_ui::test::demo_content());
    content->is_demo = is_demo;
    stand.kiosk.adopt(content);
    stand.step();
    stand.tap("language/vi");
    bool is_said = false;
    for (const auto& layer : stand.kiosk.screenful().layers)
      for (const auto& words : layer.words)
        for (const auto& line : words.layout.lines) is_said = is_said || line.text == "DEMO";
    return is_said;
  };
  CHECK(says_demo(true));
  CHECK_FALSE(says_demo(false));
}

TEST_CASE("keys reach every button and do what a finger does") {
  Stand stand;
  stand.tap("language/vi");
  const auto count = stand.kiosk.screenful().buttons.size();
  std::set<std::string> reached;
  for (std::size_t i = 0; i < count + 2; ++i) {
    stand.key(screen::Key::next);
    reached.insert(stand.kiosk.session().focus);
  }
  for (const auto& button : stand.kiosk.screenful().buttons)
    CHECK((!button.is_enabled || reached.count(button.id) > 0));
  while (stand.kiosk.session().focus != "topic/health") stand.key(screen::Key::next);
  stand.key(screen::Key::activate);
  CHECK(stand.kiosk.session().here().id == "health/help");
  stand.key(screen::Key::back);
  CHECK(stand.kiosk.session().here().place == Place::home);
}
