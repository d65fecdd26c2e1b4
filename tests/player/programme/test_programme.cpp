#include "player/programme/programme.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "player/schedule/schedule.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;
using bundle::Mode;

namespace {

std::string item_at(const bundle::Release& release, const char* when, const Situation& situation = {}) {
  const auto showing = showing_at(release, situation, at(when));
  return showing ? showing->item : "still";
}

}  // namespace

TEST_CASE("an ordered playlist runs from the start of its event, pass after pass") {
  const auto release = small_release();
  CHECK(item_at(release, "2026-11-21T06:00:00+07:00") == "gate/a");
  CHECK(item_at(release, "2026-11-21T06:00:09.999999+07:00") == "gate/a");
  CHECK(item_at(release, "2026-11-21T06:00:10+07:00") == "gate/b");
  CHECK(item_at(release, "2026-11-21T06:00:49+07:00") == "gate/d");
  const auto second = showing_at(release, {}, at("2026-11-21T06:00:57+07:00"));
  REQUIRE(second);
  CHECK(second->item == "gate/a");
  CHECK(second->pass == 1);
  CHECK(second->slot == 0);
  CHECK(second->starts == at("2026-11-21T06:00:50+07:00"));
  CHECK(second->ends == at("2026-11-21T06:01:00+07:00"));
  CHECK(second->event == "by-day");
}

TEST_CASE("an event over midnight keeps its timeline, and the last slot ends with the event") {
  const auto release = small_release();
  const auto late = showing_at(release, {}, at("2026-11-22T00:00:02+07:00"));
  REQUIRE(late);
  CHECK(late->event == "by-night");
  CHECK(late->pass == 6 * 3600 / 15);
  auto odd = small_release();
  odd.events[0].duration_us = Duration(61s).count();
  CHECK(showing_at(odd, {}, at("2026-11-21T06:01:00.5+07:00"))->ends == at("2026-11-21T06:01:01+07:00"));
  CHECK(item_at(odd, "2026-11-21T06:01:01+07:00") == "still");
}

TEST_CASE("each pass speaks the next pair of languages") {
  const auto release = small_release();
  const auto languages = [&](const char* when) { return showing_at(release, {}, at(when))->languages; };
  CHECK(languages("2026-11-21T06:00:00+07:00") == std::vector<std::string>{"vi", "lo"});
  CHECK(languages("2026-11-21T06:00:50+07:00") == std::vector<std::string>{"vi", "th"});
  CHECK(languages("2026-11-21T06:01:40+07:00") == std::vector<std::string>{"vi", "en"});
  CHECK(languages("2026-11-21T06:02:30+07:00") == std::vector<std::string>{"vi", "lo"});
}

TEST_CASE("rotation speaks one language a pass, and the touch screen the traveller's") {
  auto release = small_release();
  release.languages.presentation = bundle::Presentation::rotate;
  release.languages.rounds = {{"vi"}, {"lo"}, {"vi"}, {"en"}};
  const auto pass = [&](int number, const Situation& situation = {}) {
    return showing_at(release, situation, at("2026-11-21T06:00:00+07:00") + number * 50s)->languages;
  };
  CHECK(pass(1) == std::vector<std::string>{"lo"});
  CHECK(pass(3) == std::vector<std::string>{"en"});
  release.languages.rounds = {};
  CHECK(pass(0) == std::vector<std::string>{"vi"});
  CHECK(pass(2) == std::vector<std::string>{"th"});
  release.languages.presentation = bundle::Presentation::one;
  CHECK(pass(2) == std::vector<std::string>{"vi"});
  Situation reader;
  reader.language = "lo-LA";
  CHECK(pass(2, reader) == std::vector<std::string>{"lo"});
  release.languages.presentation = bundle::Presentation::pair;
  CHECK(pass(2, reader) == std::vector<std::string>{"vi", "lo"});
}

TEST_CASE("the larger priority wins, then the later start, then the name") {
  auto release = small_release();
  release.playlists["news"] = {"news", bundle::Order::ordered, {{"gate/d"}}};
  add_event(release, "bulletin", "news", "20260101T080000", 1h, 5);
  Explanation why;
  CHECK(showing_at(release, {}, at("2026-11-21T08:10:00+07:00"), &why)->event == "bulletin");
  CHECK_THAT(why.not_because.back().sentence, Catch::Contains("its priority 0 is below 5"));
  release.events.back().priority = 0;
  CHECK(showing_at(release, {}, at("2026-11-21T08:10:00+07:00"))->event == "bulletin");
  CHECK(showing_at(release, {}, at("2026-11-21T09:10:00+07:00"))->event == "by-day");
  add_event(release, "also", "news", "20260101T080000", 1h);
  CHECK(showing_at(release, {}, at("2026-11-21T08:10:00+07:00"))->event == "also");
}

TEST_CASE("the mode is the officer's, else the calendar's, else daily") {
  auto release = small_release();
  release.playlists["mourning"] = {"mourning", bundle::Order::ordered, {{"gate/c"}, {"gate/d"}}};
  release.items["gate/c"].modes.insert(Mode::solemn);
  add_event(release, "solemn", "mourning", "20260101T000000", 24h).modes = {Mode::solemn};
  release.mode_days = {{Mode::festive, "20261120", "20261125"}, {Mode::solemn, "20261122", "20261122"}};
  release.events[0].modes.insert(Mode::festive);
  const auto mode = [&](const char* when) { return showing_at(release, {}, at(when))->mode; };
  CHECK(mode("2026-11-19T08:00:00+07:00") == Mode::daily);
  CHECK(mode("2026-11-20T08:00:00+07:00") == Mode::festive);
  CHECK(mode("2026-11-22T00:00:00+07:00") == Mode::solemn);
  CHECK(item_at(release, "2026-11-22T08:00:06+07:00") == "gate/c");
  Situation officer;
  officer.mode = Mode::daily;
  CHECK(showing_at(release, officer, at("2026-11-22T08:00:00+07:00"))->event == "by-day");
  CHECK(format_instant(next_change(release, {}, at("2026-11-21T23:59:59+07:00"))) == "2026-11-21T17:00:00Z");
  officer.mode = Mode::closed;
  CHECK_FALSE(showing_at(release, officer, at("2026-11-22T08:00:00+07:00")));
}

TEST_CASE("a recalled item leaves the timeline of every kiosk alike") {
  const auto release = small_release();
  Situation recalled;
  recalled.recalled = {"gate/b"};
  CHECK(item_at(release, "2026-11-21T06:00:10+07:00", recalled) == "gate/c");
  CHECK(showing_at(release, recalled, at("2026-11-21T06:00:36+07:00"))->pass == 1);
  Explanation why;
  showing_at(release, recalled, at("2026-11-21T06:00:10+07:00"), &why);
  CHECK_THAT(why.not_because.back().sentence,
             Catch::Contains("gate/b is left out") && Catch::Contains("recalled"));
}

TEST_CASE("a broken item keeps its slot, so that the others stay in step") {
  const auto release = small_release();
  Situation broken;
  broken.unplayable = {"gate/d"};
  for (int second = 0; second < 200; ++second) {
    const auto now = at("2026-11-21T06:00:00+07:00") + second * 1s;
    const auto here = showing_at(release, broken, now);
    const auto there = showing_at(release, {}, now);
    REQUIRE(here);
    CHECK(here->planned == there->planned);
    CHECK(here->slot == there->slot);
    CHECK((here->item == here->planned) == (there->planned != "gate/d"));
    CHECK(here->ends <= there->ends);
  }
  // a for 10 s, then b for the rest: c would have been too short to begin.
  CHECK(item_at(release, "2026-11-21T06:00:30+07:00", broken) == "gate/a");
  CHECK(item_at(release, "2026-11-21T06:00:40+07:00", broken) == "gate/b");
  CHECK(showing_at(release, broken, at("2026-11-21T06:00:44+07:00"))->ends ==
        at("2026-11-21T06:00:50+07:00"));
}

TEST_CASE("an event whose every item is broken gives way to the next one") {
  auto release = small_release();
  release.playlists["reserve"] = {"reserve", bundle::Order::ordered, {{"gate/d"}}};
  add_event(release, "reserve", "reserve", "20260101T000000", 24h, -1);
  Situation broken;
  broken.unplayable = {"gate/a", "gate/b", "gate/c"};
  CHECK(showing_at(release, broken, at("2026-11-21T20:00:00+07:00"))->event == "reserve");
  broken.unplayable.insert("gate/d");
  CHECK_FALSE(showing_at(release, broken, at("2026-11-21T20:00:00+07:00")));
}

TEST_CASE("an item that ends its validity within an event keeps its slot until the event ends") {
  auto release = small_release();
  release.items["gate/b"].valid_until = at("2026-11-21T06:00:20+07:00");
  CHECK(item_at(release, "2026-11-21T06:00:19+07:00") == "gate/b");
  CHECK(next_change(release, {}, at("2026-11-21T06:00:12+07:00")) == at("2026-11-21T06:00:20+07:00"));
  CHECK(item_at(release, "2026-11-21T06:00:20+07:00") == "gate/c");
  CHECK(item_at(release, "2026-11-21T06:00:25+07:00") == "gate/c");
  CHECK(item_at(release, "2026-11-21T06:00:30+07:00") == "gate/d");
  CHECK(item_at(release, "2026-11-21T06:01:00+07:00") == "gate/c");
  const auto next_day = showing_at(release, {}, at("2026-11-22T06:00:35+07:00"));
  CHECK(next_day->pass == 1);
}

// Every second of the hours around the clock change, every fifth of the others; both sides of each change.
TEST_CASE("showing and next change agree through a day") {
  auto release = small_release("Europe/Berlin");
  release.items["gate/d"].valid_until = at("2026-03-29T11:22:33.5Z");
  release.playlists["news"] = {
      "news", bundle::Order::weighted, {{"gate/d", 1}, {"gate/a", 2}, {"gate/c", 3}}};
  add_event(release, "bulletin", "news", "20260101T013007", 47min, 5).recurrence =
      "FREQ=DAILY;BYHOUR=1,2,9,23";
  release.mode_days = {{Mode::festive, "20260329", "20260329"}};
  release.events[0].modes.insert(Mode::festive);
  release.events[2].modes.insert(Mode::festive);
  Situation broken;
  broken.unplayable = {"gate/b"};
  // The day on which Berlin's clocks go forward.
  auto now = at("2026-03-28T22:30:00Z");
  const auto end = now + 25h;
  const auto fine_until = now + 4h;
  auto showing = showing_at(release, broken, now);
  auto change = next_change(release, broken, now);
  int changes = 0;
  for (; now < end; now += now < fine_until ? 3s : 20s) {
    const auto is = showing_at(release, broken, now);
    while (change <= now) {
      ++changes;
      const auto before = showing_at(release, broken, change - 1us);
      const auto after = showing_at(release, broken, change);
      REQUIRE((before.has_value() != after.has_value() || before->starts != after->starts ||
               before->event != after->event || before->mode != after->mode));
      showing = after;
      change = next_change(release, broken, change);
    }
    REQUIRE(is.has_value() == showing.has_value());
    if (!is) continue;
    REQUIRE(is->item == showing->item);
    REQUIRE(is->starts == showing->starts);
    REQUIRE(is->ends == showing->ends);
    REQUIRE(is->languages == showing->languages);
    REQUIRE(is->starts <= now);
    REQUIRE(now < is->ends);
  }
  CHECK(changes > 3000);
}

TEST_CASE("a daypart follows the wall clock through a clock change") {
  const auto release = small_release("Europe/Berlin");
  CHECK(showing_at(release, {}, at("2026-03-28T05:00:00Z"))->pass == 0);
  CHECK(showing_at(release, {}, at("2026-03-29T04:00:00Z"))->pass == 0);
  CHECK(showing_at(release, {}, at("2026-10-25T05:00:00Z"))->pass == 0);
  // The night of the longer day is an hour short, as lengths are exact time.
  CHECK_FALSE(showing_at(release, {}, at("2026-10-25T04:30:00Z")));
}

TEST_CASE("nothing on means the still, and the next event is the next change") {
  auto release = small_release();
  release.events.pop_back();
  Explanation why;
  CHECK_FALSE(showing_at(release, {}, at("2026-11-21T20:00:00+07:00"), &why));
  CHECK_THAT(why.because.back(), Catch::Contains("still"));
  CHECK_THAT(why.not_because.back().sentence, Catch::Contains("begins next at 2026-11-22 06:00:00"));
  CHECK(next_change(release, {}, at("2026-11-21T20:00:00+07:00")) == at("2026-11-22T06:00:00+07:00"));
  release.events.clear();
  CHECK(next_change(release, {}, at("2026-11-21T20:00:00+07:00")) == schedule::kNever);
}
