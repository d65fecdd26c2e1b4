// Random releases asked at random instants over years: what must hold whatever an editor writes.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <random>

#include "player/programme/agenda.h"
#include "player/schedule/schedule.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;
using bundle::Mode;

namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int below(int most) { return static_cast<int>(engine_() % static_cast<unsigned>(most)); }
  bool one_in(int count) { return below(count) == 0; }
  template <class T>
  const T& of(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> kZones{"Asia/Ho_Chi_Minh", "Asia/Vientiane",      "Europe/Berlin",
                                      "America/St_Johns", "Australia/Lord_Howe", "America/Asuncion"};
const std::vector<std::string> kRules{"",
                                      "FREQ=DAILY",
                                      "FREQ=DAILY;INTERVAL=3",
                                      "FREQ=WEEKLY;BYDAY=SA,SU",
                                      "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=2,14",
                                      "FREQ=HOURLY;INTERVAL=5;BYMINUTE=10,50",
                                      "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                                      "FREQ=DAILY;UNTIL=20270630"};

Instant some_instant(Random& random) {
  return at("2026-01-01T00:00:00Z") + random.below(5 * 365 * 24 * 60) * 1min + random.below(60'000'000) * 1us;
}

bundle::Condition some_condition(Random& random) {
  bundle::Condition condition;
  if (random.one_in(4)) condition.languages = {random.of<std::string>({"lo", "th", "en"})};
  if (random.one_in(6)) condition.tags = {"hall"};
  if (random.one_in(6)) condition.without_tags = {"outdoor"};
  return condition;
}

void add_random_items(bundle::Release& release, Random& random) {
  for (int i = 0; i < 8; ++i) {
    const auto id = "gate/i" + std::to_string(i);
    add_item(release, id, random.below(40'000) * 1ms + 700ms);
    auto& item = release.items[id];
    if (random.one_in(4)) item.valid_until = some_instant(random);
    if (random.one_in(6)) item.rights_until = some_instant(random);
    if (random.one_in(3)) item.modes = {Mode::daily};
    item.only_for = some_condition(random);
  }
}

void add_random_event(bundle::Release& release, Random& random, int number) {
  bundle::Event event;
  event.id = "event-" + std::to_string(number);
  event.playlist = random.one_in(2) ? "ordered" : "weighted";
  event.zone = random.of(kZones);
  event.starts = fmt::format("2026{:02}{:02}T{:02}{:02}00", 1 + random.below(12), 1 + random.below(28),
                             random.below(24), random.below(60));
  event.duration_us = Duration((1 + random.below(30 * 60)) * 1min).count();
  event.recurrence = random.of(kRules);
  event.priority = random.below(3);
  if (random.one_in(3)) event.lunar = {{random.below(13), {1 + random.below(29), -1}, random.one_in(2)}};
  if (random.one_in(3)) event.last_day = "20280101";
  if (random.one_in(3)) event.modes = {Mode::daily, Mode::festive};
  if (random.one_in(5)) event.only_for.tags = {"hall"};
  release.events.push_back(std::move(event));
}

bundle::Release random_release(Random& random) {
  bundle::Release release;
  release.channel = "test-hall";
  release.site = "lao-bao";
  release.number = 1 + random.below(1000);
  release.zone = random.of(kZones);
  release.languages.foreign = {"lo", "th", "en"};
  release.languages.rounds = {{"vi", "lo"}, {"vi", "th"}, {"vi", "en"}};
  add_random_items(release, random);
  for (const auto* name : {"ordered", "weighted"}) {
    auto& playlist = release.playlists[name];
    playlist.id = name;
    playlist.order = *name == 'o' ? bundle::Order::ordered : bundle::Order::weighted;
    playlist.least_distance = 1 + random.below(3);
    for (int i = 0; i < 1 + random.below(7); ++i)
      playlist.entries.push_back({"gate/i" + std::to_string(random.below(8)), 1 + random.below(4),
                                  random.one_in(4) ? 50 + random.below(90) : 0});
  }
  for (int i = 0; i < 6; ++i) add_random_event(release, random, i);
  if (random.one_in(2))
    release.mode_days.push_back({Mode::festive, "20260901", "20260903", "FREQ=YEARLY", {}});
  if (random.one_in(2)) release.mode_days.push_back({Mode::festive, "", "", "", {{1, {1, 2, 3}, false}}});
  return release;
}

// An event without end or condition, with one item that always plays.
void add_ground(bundle::Release& release) {
  add_item(release, "gate/always", 11s);
  release.items["gate/always"].modes = {Mode::daily, Mode::festive, Mode::solemn, Mode::closed};
  release.playlists["ground"] = {"ground", bundle::Order::ordered, {{"gate/always"}}};
  auto& ground = add_event(release, "ground", "ground", "20200101T000000", 24h, -10);
  ground.zone = "UTC";
  ground.modes = {Mode::daily, Mode::festive, Mode::solemn, Mode::closed};
}

Situation random_situation(Random& random) {
  Situation situation;
  if (random.one_in(3)) situation.unplayable = {"gate/i1", "gate/i4"};
  if (random.one_in(4)) situation.recalled = {"gate/i2"};
  if (random.one_in(2)) situation.tags = {"hall"};
  if (random.one_in(5)) situation.language = "lo";
  if (random.one_in(8)) situation.mode = Mode::solemn;
  return situation;
}

std::string words_of(const std::optional<Showing>& showing) {
  if (!showing) return "still";
  std::string out =
      showing->item + " for " + showing->planned + " of " + showing->event + "/" + showing->playlist;
  for (const auto& tag : showing->languages) out += " " + tag;
  return fmt::format("{} pass {} slot {} from {} to {} {}", out, showing->pass, showing->slot,
                     showing->starts.time_since_epoch().count(), showing->ends.time_since_epoch().count(),
                     bundle::to_string(showing->mode));
}

}  // namespace

TEST_CASE("random releases over years: the next change is exact, and each answer holds until then") {
  int changes = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    Random random(seed);
    const auto release = random_release(random);
    const auto situation = random_situation(random);
    for (int i = 0; i < 12; ++i) {
      const auto now = some_instant(random);
      INFO("seed " << seed << " at " << format_instant(now));
      const auto is = showing_at(release, situation, now);
      const auto change = next_change(release, situation, now);
      REQUIRE(change > now);
      if (is) {
        REQUIRE(is->starts <= now);
        REQUIRE(now < is->ends);
        REQUIRE(change <= is->ends);
      }
      if (change == schedule::kNever) continue;
      ++changes;
      CHECK(words_of(showing_at(release, situation, change - 1us)) == words_of(is));
      CHECK(words_of(showing_at(release, situation, change)) != words_of(is));
      const auto between = now + (change - now) / (2 + random.below(5));
      CHECK(words_of(showing_at(release, situation, between)) == words_of(is));
    }
  }
  CHECK(changes > 200);
}

TEST_CASE("random releases over years: never an empty screen while any playlist can play") {
  for (unsigned seed = 100; seed < 140; ++seed) {
    Random random(seed);
    auto release = random_release(random);
    add_ground(release);
    const auto situation = random_situation(random);
    for (int i = 0; i < 25; ++i) {
      const auto now = some_instant(random);
      INFO("seed " << seed << " at " << format_instant(now));
      const auto showing = showing_at(release, situation, now);
      REQUIRE(showing);
      CHECK_FALSE(situation.unplayable.contains(showing->item));
      CHECK_FALSE(situation.recalled.contains(showing->item));
      CHECK(release.items.at(showing->item).modes.contains(showing->mode));
    }
  }
}

TEST_CASE("random releases over years: questions in any order agree, and so does a player that starts anew") {
  for (unsigned seed = 200; seed < 220; ++seed) {
    Random random(seed);
    const auto release = random_release(random);
    const auto situation = random_situation(random);
    std::vector<Instant> instants;
    for (int i = 0; i < 12; ++i) instants.push_back(some_instant(random));
    std::vector<std::string> forwards;
    for (const auto now : instants) forwards.push_back(words_of(showing_at(release, situation, now)));
    // A release that was read again has other addresses, and nothing else.
    const auto copy = release;
    for (std::size_t i = instants.size(); i-- > 0;)
      CHECK(words_of(showing_at(copy, situation, instants[i])) == forwards[i]);
  }
}

TEST_CASE("random releases over years: the agenda tells what is shown at every moment of it") {
  for (unsigned seed = 300; seed < 310; ++seed) {
    Random random(seed);
    const auto release = random_release(random);
    const auto situation = random_situation(random);
    const auto from = some_instant(random);
    const auto blocks = agenda(release, situation, from, 36h);
    REQUIRE_FALSE(blocks.empty());
    CHECK(blocks.front().starts == from);
    CHECK(blocks.back().ends == from + 36h);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto& block = blocks[i];
      if (i > 0) CHECK(block.starts == blocks[i - 1].ends);
      Duration all{0};
      for (const auto& [item, plays] : block.items) all += plays.length;
      CHECK(all == (block.event.empty() ? Duration(0) : block.ends - block.starts));
      for (const auto when :
           {block.starts, block.starts + (block.ends - block.starts) / 3, block.ends - 1us}) {
        const auto showing = showing_at(release, situation, when);
        CHECK((showing ? showing->event : "") == block.event);
      }
    }
  }
}
