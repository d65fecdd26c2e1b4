// The ten journeys of travellers (shared/design/experience.md), one after the other in front of one kiosk, on
// each panel: every touch is a real pointer's on a button within reach, after each the screen is what it
// should be, and each journey has its count of touches. Their finer points have tests of their own beside
// this file.
#include <fstream>

#include "player/programme/programme.h"
#include "tests/e2e/kiosk/traveller.h"
#include "tests/e2e/screen_watch.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::at;

namespace {

constexpr std::uint32_t kLacquer = 0xA4262C;

Instant now() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

// Two seconds of a child's ten fingers, from half a second after the kiosk's first picture at the earliest.
std::string childs_hands() {
  std::string script;
  unsigned random = 11;
  const auto below = [&](unsigned limit) {
    return (random = random * 1664525U + 1013904223U) / 65536U % limit;
  };
  for (int i = 0; i < 200; ++i)
    script += fmt::format("{} {} {} {} {}\n", 3000 + i * 10,
                          i % 3 == 0   ? "down"
                          : i % 3 == 1 ? "move"
                                       : "up",
                          below(10), below(1001), below(1001));
  for (int finger = 0; finger < 10; ++finger) script += fmt::format("5100 up {} 5 5\n", finger);
  return script;
}

// Wherever a child has left it: a language button is where it always is, and home beside it.
int comes_home(Stand& stand) {
  stand.tap({}, "language/lo");
  std::this_thread::sleep_for(300ms);
  stand.tap(at(Place::page, "border/hours", "lo"), "tool/home");
  int best = 1000;
  for (const int step : {0, 1, 2})
    for (const bool is_high : {false, true})
      if (best > 5) best = std::min(best, stand.wait_for(at(Place::home, "", "lo", step, is_high), 600ms));
  return best;
}

void answers_along(Traveller& traveller) {
  // 2. A tourist: hours, visa and road, each at two touches from home; each is taken
  // along by one.
  traveller.go("language/en");
  for (const auto& ids :
       {std::vector{"topic/crossing", "page/border/hours"}, std::vector{"topic/visa", "form/yes"},
        std::vector{"topic/transport", "page/transport/distances"}}) {
    for (const auto* id : ids) traveller.go(id);
    traveller.go({"page/take_along", "photo/close", "tool/home"});
  }
  CHECK(traveller.touches() == 1 + 5 + 5 + 5);
  traveller.leave();
}

void grandmother(Traveller& traveller) {
  // 3. Large letters, high contrast, read aloud.
  traveller.go({"language/vi", "tool/size", "tool/size", "tool/contrast", "topic/crossing"});
  traveller.go({"page/border/hours", "page/listen"});
  CHECK(traveller.session().text_step == 2);
  CHECK(traveller.session().is_listening);
  CHECK(traveller.touches() == 7);
  traveller.leave();
}

void finds_by_search(Traveller& traveller) {
  // 5. A Thai driver who misspells: nine keys, not more.
  traveller.go({"language/th", "tool/search"});
  for (const char* key : {"โ", "ร", "ง", "พ", "ย", "า", "บ", "า", "น"})
    traveller.go(std::string("key/") + key);
  traveller.go("found/health/help");
  CHECK(traveller.session().here() == Where{Place::page, "health/help"});
  traveller.leave();
}

void alert_stands_over(Stand& stand, Traveller& traveller) {
  // 9. An alert while somebody reads; the page is still there after it.
  traveller.go({"language/lo", "topic/customs", "page/customs/into-laos"});
  const auto parsed = bundle::parse_release(bundle::write_release(stand.store().release()), "release.json");
  REQUIRE(parsed);
  auto alert = alert_statement(*parsed, now() - 1s);
  alert.sites = {parsed->site};
  stand.store().say({alert});
  const auto size = stand.screen().size();
  const auto is_alert = [&] {
    // Over stage and plinth alike.
    return is_near(stand.screen().pixel(2, 2), kLacquer) &&
           is_near(stand.screen().pixel(2, size.height_px * 85 / 100), kLacquer);
  };
  bool is_seen = false;
  for (int i = 0; i < 200 && !is_seen; ++i) {
    is_seen = is_alert();
    std::this_thread::sleep_for(50ms);
  }
  INFO(stand.player().err_so_far());
  CHECK(is_seen);
  stand.store().say({});
  CHECK(stand.wait_for(traveller.session()) <= 5);
  traveller.leave();
}

void new_release_waits(Stand& stand, Traveller& traveller) {
  // 10. A new release while somebody reads: the page stays until they leave, then all is new.
  traveller.go({"language/en", "topic/crossing", "page/border/hours"});
  const auto before = stand.screen().grab();
  stand.publish([](bundle::Release& release) {
    add_template(release);
    release.pages.at("border/hours").title["en"] = "When the gate is open";
  });
  std::this_thread::sleep_for(1500ms);
  int different = 0;
  const auto after = stand.screen().grab();
  for (int y = 0; y < before.size().height_px; ++y)
    for (int x = 0; x < before.size().width_px; ++x)
      if (!is_near(before.row(y)[x], after.row(y)[x])) ++different;
  CHECK(different < before.size().width_px * before.size().height_px / 200);
  traveller.leave();
  traveller.go({"language/en", "topic/crossing", "page/border/hours"});
  CHECK(traveller.reads("When the gate"));
  traveller.leave();
}

void leaves(Stand& stand, Traveller& traveller) {
  // 8. Question after a minute, countdown, programme in step with the wall clock, no trace.
  traveller.go({"language/lo", "tool/contrast", "topic/customs"});
  std::this_thread::sleep_for(63s);
  CHECK(stand.wait_for(traveller.session(), 100ms) > 5);
  std::this_thread::sleep_for(19s);
  REQUIRE(stand.shows_programme());
  const auto showing = programme::showing_at(stand.store().release(), {}, now() + 100ms);
  REQUIRE(showing);
  traveller.session() = Session{};
  traveller.session().touched_at = SteadyInstant(10h);
  traveller.go("language/lo");
  traveller.leave();
}

}  // namespace

TEST_CASE("ten journeys, each with its count of touches, lying, standing and on a small panel") {
  for (const auto& panel : stands()) {
    INFO(panel.name);
    const TemporaryFolder folder;
    StandWish wish{panel};
    wish.speaks_all = true;
    wish.more = {"--touches", folder.path() + "/touches"};
    std::ofstream(folder.path() + "/touches") << childs_hands();
    Stand stand(wish);
    stand.publish(add_template);
    // 7. A child with ten fingers: nothing breaks, nothing opens, home afterwards.
    REQUIRE(wait_until_lit(stand.screen(), 15s));
    std::this_thread::sleep_for(5s);
    REQUIRE(comes_home(stand) <= 5);
    stand.tap(at(Place::home, "", "lo"), "tool/back");
    REQUIRE(stand.shows_programme());

    Traveller traveller(stand);
    // 1. A Lao trader: three touches to the allowance.
    traveller.go({"language/lo", "topic/customs", "page/customs/into-viet-nam"});
    CHECK(traveller.touches() == 3);
    CHECK(traveller.reads("ເຫຼົ້າ"));
    traveller.leave();
    answers_along(traveller);
    grandmother(traveller);
    // 4. A telephone number from a wheelchair: every touch is within reach, as all of them are here.
    traveller.go({"language/vi", "topic/health"});
    CHECK(traveller.touches() == 2);
    CHECK(traveller.reads("115"));
    traveller.leave();
    finds_by_search(traveller);
    // 6. The language changes in the middle of a page, and the page stays.
    traveller.go({"language/en", "topic/customs", "page/customs/cash", "language/zh"});
    CHECK(traveller.session().here() == Where{Place::page, "customs/cash"});
    CHECK(traveller.touches() == 4);
    traveller.leave();
    alert_stands_over(stand, traveller);
    new_release_waits(stand, traveller);
    if (gatecast::test::is_long()) leaves(stand, traveller);
    CHECK(stand.player().is_running());
  }
}
