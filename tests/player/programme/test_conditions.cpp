#include <catch2/catch.hpp>
#include <map>

#include "player/programme/agenda.h"
#include "player/schedule/schedule.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;
using bundle::Mode;

namespace {

const auto kMorning = at("2026-11-21T06:00:00+07:00");

std::string item_at(const bundle::Release& release, Instant when, const Situation& situation = {}) {
  const auto showing = showing_at(release, situation, when);
  return showing ? showing->item : "still";
}

std::string rule_of(const bundle::Release& release, const Situation& situation, Instant when,
                    const std::string& subject) {
  Explanation why;
  showing_at(release, situation, when, &why);
  for (const auto& rejection : why.not_because)
    if (rejection.subject == subject) return rejection.rule;
  return "";
}

}  // namespace

TEST_CASE("an item for some sites or tags leaves the timeline elsewhere") {
  auto release = small_release();
  release.site = "lao-bao";
  release.items["gate/b"].only_for.sites = {"la-lay"};
  CHECK(item_at(release, kMorning + 10s) == "gate/c");
  CHECK(rule_of(release, {}, kMorning, "gate/b") == "site");
  Situation there;
  there.site = "la-lay";
  CHECK(item_at(release, kMorning + 10s, there) == "gate/b");
  release.items["gate/b"].only_for = {};
  release.items["gate/b"].only_for.tags = {"exit-hall", "touch"};
  release.items["gate/c"].only_for.without_tags = {"touch"};
  Situation kiosk;
  kiosk.tags = {"exit-hall"};
  CHECK(item_at(release, kMorning + 10s, kiosk) == "gate/c");
  CHECK(rule_of(release, kiosk, kMorning, "gate/b") == "tag");
  kiosk.tags.insert("touch");
  CHECK(item_at(release, kMorning + 10s, kiosk) == "gate/b");
  CHECK(item_at(release, kMorning + 25s, kiosk) == "gate/d");
}

TEST_CASE("an event for some sites, tags or travellers gives way to the others elsewhere") {
  auto release = small_release();
  release.site = "lao-bao";
  release.playlists["news"] = {"news", bundle::Order::ordered, {{"gate/d"}}};
  add_event(release, "bulletin", "news", "20260101T060000", 1h, 5).only_for.tags = {"exit-hall"};
  CHECK(item_at(release, kMorning) == "gate/a");
  CHECK(rule_of(release, {}, kMorning, "bulletin") == "tag");
  Situation kiosk;
  kiosk.tags = {"exit-hall"};
  CHECK(item_at(release, kMorning, kiosk) == "gate/d");
  release.events.back().only_for = {};
  release.events.back().only_for.languages = {"lo"};
  CHECK(rule_of(release, {}, kMorning, "bulletin") == "language");
  Situation reader;
  reader.language = "th";
  CHECK(item_at(release, kMorning, reader) == "gate/a");
  reader.language = "lo-LA";
  CHECK(item_at(release, kMorning, reader) == "gate/d");
}

TEST_CASE(
    "an item for some languages stands in the rounds that speak them, and the passes differ in length") {
  auto release = small_release();  // vi with lo, th, en
  release.items["gate/b"].only_for.languages = {"lo", "en"};
  const auto first = showing_at(release, {}, kMorning + 10s);
  CHECK(first->item == "gate/b");
  CHECK(first->languages.back() == "lo");
  const auto second = showing_at(release, {}, kMorning + 60s);
  CHECK(second->item == "gate/c");  // the pass in Thai has no b, and lasts 35 s
  CHECK(second->languages.back() == "th");
  CHECK(second->pass == 1);
  CHECK(showing_at(release, {}, kMorning + 85s)->languages.back() == "en");
  CHECK(showing_at(release, {}, kMorning + 95s)->item == "gate/b");
  CHECK(showing_at(release, {}, kMorning + 135s)->pass == 3);
  Situation reader;
  reader.language = "th";
  CHECK(item_at(release, kMorning + 10s, reader) == "gate/c");
  CHECK(rule_of(release, reader, kMorning, "gate/b") == "language");
  // A pass in which nothing can play is filled out of the others, in their language.
  auto narrow = small_release();
  for (const auto* id : {"gate/a", "gate/b", "gate/c"}) narrow.items[id].only_for.languages = {"lo"};
  narrow.items["gate/d"].only_for.languages = {"th"};
  Situation broken;
  broken.unplayable = {"gate/d"};
  const auto filled = showing_at(narrow, broken, kMorning + 31s);
  REQUIRE(filled);
  CHECK(filled->planned == "gate/d");
  CHECK(filled->item == "gate/a");
  CHECK(filled->languages.back() == "lo");
}

TEST_CASE("an item whose licence ends drops out by itself, at that very moment") {
  auto release = small_release();
  release.items["gate/b"].rights_until = at("2026-11-21T06:00:20+07:00");
  CHECK(item_at(release, kMorning + 19s) == "gate/b");
  CHECK(next_change(release, {}, kMorning + 12s) == kMorning + 20s);
  CHECK(item_at(release, kMorning + 20s) == "gate/c");
  const auto next_day = kMorning + 24h;
  CHECK(item_at(release, next_day + 10s) == "gate/c");
  CHECK(showing_at(release, {}, next_day + 35s)->pass == 1);
  CHECK(rule_of(release, {}, next_day, "gate/b") == "licence");
}

TEST_CASE("the calendar's mode comes again each year, and on lunar days") {
  auto release = small_release();
  release.events[0].modes = {Mode::daily};
  release.playlists["feast"] = {"feast", bundle::Order::ordered, {{"gate/d"}}};
  auto& feast = add_event(release, "feast", "feast", "20260101T000000", 24h);
  feast.modes = {Mode::festive};
  bundle::ModeDays national{Mode::festive, "20260901", "20260902", "FREQ=YEARLY", {}};
  bundle::ModeDays tet{Mode::festive, "", "", "", {{12, {-1}, false}, {1, {1, 2, 3}, false}}};
  release.mode_days = {national, tet};
  const auto mode = [&](const char* when) {
    const auto showing = showing_at(release, {}, at(when));
    return showing ? showing->mode : Mode::closed;
  };
  CHECK(mode("2028-09-02T23:59:59+07:00") == Mode::festive);
  CHECK(mode("2028-09-03T06:00:00+07:00") == Mode::daily);
  CHECK(mode("2027-02-04T12:00:00+07:00") == Mode::daily);
  CHECK(mode("2027-02-05T00:00:00+07:00") == Mode::festive);
  CHECK(mode("2027-02-08T23:59:59+07:00") == Mode::festive);
  CHECK(mode("2027-02-09T12:00:00+07:00") == Mode::daily);
  CHECK(mode("2030-02-02T12:00:00+07:00") == Mode::festive);
  CHECK(mode("2030-02-06T12:00:00+07:00") == Mode::daily);
  CHECK(next_change(release, {}, at("2027-02-08T23:59:50+07:00")) == at("2027-02-09T00:00:00+07:00"));
}

TEST_CASE("a weighted playlist keeps the shares of its items over a day") {
  auto release = small_release();
  auto& day = release.playlists["day"];
  day.order = bundle::Order::weighted;
  day.least_distance = 2;
  day.entries = {{"gate/a", 1, 200}, {"gate/b", 1, 500}, {"gate/c", 1, 0}, {"gate/d", 1, 0}};
  const auto blocks = agenda(release, {}, kMorning, 12h);
  REQUIRE(blocks.size() == 1);
  const auto permille = [&](const char* item) {
    return static_cast<int>(blocks[0].items.at(item).length * 1000 / (blocks[0].ends - blocks[0].starts));
  };
  CHECK(std::abs(permille("gate/a") - 200) <= 12);
  CHECK(std::abs(permille("gate/b") - 500) <= 12);
  bundle::ItemId before;
  for (auto now = kMorning; now < kMorning + 12h;) {
    const auto showing = showing_at(release, {}, now);
    REQUIRE(showing->item != before);
    before = showing->item;
    now = showing->ends;
  }
}
