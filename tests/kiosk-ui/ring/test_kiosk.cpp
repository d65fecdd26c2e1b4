// The ring as the player drives it: events in, pixels out, with a clock of the test's own.
#include "kiosk-ui/ring/kiosk.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "content-sync/search/index_writer.h"
#include "content-sync/source/draft.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;

namespace {

constexpr pixels::Size kScreen{960, 540};

// The demo as content; objects are read where they lie.
playback::ContentPtr demo_content() {
  static const auto kContent = [] {
    SystemDisk disk;
    const auto folder = Path(GATECAST_SOURCE_DIR) / "assets/demo/lao-bao-hall";
    auto reading = source::read_draft(disk, folder, "demo");
    REQUIRE(reading);
    auto draft = std::make_shared<source::Draft>(std::move(reading->draft));
    auto content = std::make_shared<playback::Content>();
    auto index = search::write_index(draft->release);
    REQUIRE(index);
    const auto made = sha256(*index);
    draft->release.search_index = made;
    static const gatecast::test::TemporaryFolder kept;
    draft->files[made].path = kept.path() + "/index";
    REQUIRE(write_file_durably(disk, draft->files[made].path, *index));
    content->release = std::make_shared<const bundle::Release>(draft->release);
    content->open_object = [draft](const Sha256& hash) {
      return SystemDisk().open_read(draft->files.at(hash).path);
    };
    return playback::ContentPtr(content);
  }();
  return kContent;
}

struct Stand {
  Kiosk kiosk{Panel{{}, 941, 529, 730}};
  SteadyInstant now{1h};
  Instant wall = parse_instant("2026-12-01T09:30:00+07:00").value();
  pixels::Pixmap screen{kScreen};

  Stand() {
    kiosk.adopt(demo_content());
    step();
  }
  void step(Duration by = Duration(20'000)) {
    now += by;
    wall += by;
    if (kiosk.advance(kScreen, wall, now)) kiosk.draw(pixels::canvas_of(screen));
  }
  void touch(screen::InputKind kind, double x, double y, std::int64_t finger = 0) {
    kiosk.take({kind, {static_cast<int>(x), static_cast<int>(y)}, finger}, now);
    step();
  }
  void tap(double x, double y) {
    touch(screen::InputKind::touch_down, x, y);
    touch(screen::InputKind::touch_up, x, y);
  }
  void tap(const std::string& id) {
    const auto* button = kiosk.screenful().button(id);
    INFO(id);
    REQUIRE(button != nullptr);
    const auto box = button->box;
    tap(box.centre_x(), box.centre_y());
  }
  void key(screen::Key pressed) {
    kiosk.take({screen::InputKind::key, {}, 0, pressed}, now);
    step();
  }
};

}  // namespace

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
  stand.tap("language/zh");
  stand.tap("tool/size");
  stand.tap("tool/contrast");
  const auto& session = stand.kiosk.session();
  CHECK(session.here() == Where{Place::page, "transport/distances"});
  CHECK(session.language == "zh");
  CHECK(session.text_step == 1);
  CHECK(session.is_high_contrast);
}

TEST_CASE("who leaves in the middle leaves nothing: question, countdown, programme") {
  Stand stand;
  stand.tap("language/lo");
  stand.tap("tool/size");
  stand.tap("topic/visa");
  stand.step(59s);
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(2s);
  REQUIRE(stand.kiosk.screenful().button("question/stay") != nullptr);
  // Any touch keeps the page, and means nothing else.
  stand.tap(5, 5);
  CHECK(stand.kiosk.session().here().id == "visa");
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

TEST_CASE("five hundred random touches: no dead end, never black, home is always reached") {
  Stand stand;
  std::mt19937 random(20261121);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  const int count = std::getenv("GATECAST_LONG") != nullptr ? 20'000 : 500;
  for (int i = 0; i < count; ++i) {
    const int what = below(20);
    const int x = below(kScreen.width_px);
    const int y = below(kScreen.height_px);
    const auto& buttons = stand.kiosk.screenful().buttons;
    if (what < 9 && !buttons.empty())
      stand.tap(buttons[static_cast<std::size_t>(below(static_cast<int>(buttons.size())))].id);
    else if (what < 14)
      stand.tap(x, y);
    else if (what < 17)
      stand.touch(what == 14   ? screen::InputKind::touch_down
                  : what == 15 ? screen::InputKind::touch_move
                               : screen::InputKind::touch_up,
                  x, y, below(10));
    else if (what < 19)
      stand.key(static_cast<screen::Key>(1 + below(4)));
    else
      stand.step(std::chrono::seconds(below(70)));
    if (stand.kiosk.covers_programme()) {
      // Something to see, and a way on.
      std::set<std::uint32_t> colours;
      for (int y_seen = 0; y_seen < kScreen.height_px; y_seen += 7)
        for (int x_seen = 0; x_seen < kScreen.width_px; x_seen += 7)
          colours.insert(stand.screen.row(y_seen)[x_seen]);
      REQUIRE(colours.size() >= 3);
      REQUIRE_FALSE(stand.kiosk.screenful().buttons.empty());
    }
    if (i % 25 != 0) continue;
    // A stuck finger lets go after a while; then home is two touches away at most.
    stand.step(9s);
    if (stand.kiosk.screenful().button("question/stay") != nullptr) stand.tap("question/stay");
    if (stand.kiosk.session().language.empty()) stand.tap("language/en");
    const auto* home = stand.kiosk.screenful().button("tool/home");
    REQUIRE(home != nullptr);
    if (home->is_enabled) stand.tap("tool/home");
    REQUIRE(stand.kiosk.session().here().place == Place::home);
  }
}
