#include "player/programme/feed.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "player/programme/agenda.h"
#include "player/programme/explain.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace std::chrono_literals;
using namespace gatecast::programme;

namespace {

Instant noon() {
  return *parse_instant("2026-11-21T12:00:00+07:00");
}

bundle::Release release_with_feeds() {
  bundle::Release release;
  release.zone = "Asia/Ho_Chi_Minh";
  for (const char* name : {"air", "ferry", "queue"}) {
    auto& feed = release.feeds[name];
    feed.name = name;
    feed.kind = bundle::FeedKind::choice;
    feed.choices = {{"short", {{"vi", "ngắn"}}}};
    feed.greatest_age_s = 7200;
  }
  return release;
}

bundle::FeedValue short_since(Instant at) {
  bundle::FeedValue value;
  value.kind = bundle::FeedKind::choice;
  value.choice = "short";
  value.at = at;
  return value;
}

// gate/b says what the feed says; a, c and d do not.
bundle::Release release_that_speaks(const char* slot = "number", const char* layout = "number") {
  auto release = small_release();
  for (const auto& [name, feed] : release_with_feeds().feeds) release.feeds[name] = feed;
  auto& slide = std::get<bundle::Slide>(release.items.at("gate/b").body);
  slide.layout = layout;
  slide.texts[slot] = {{{"vi", "{feed:air}"}}};
  return release;
}

const auto kDawn = at("2026-11-21T06:00:00+07:00");  // of the small release: a 10 s, b 15 s, c 5 s, d 20 s

Rejection rejection_of(const Explanation& why, const std::string& item) {
  for (const auto& rejection : why.not_because)
    if (rejection.subject == item) return rejection;
  return {};
}

std::string lit_at(const bundle::Release& release, const Situation& situation, Instant when) {
  const auto showing = showing_at(release, situation, when);
  return showing ? showing->item : "still";
}

}  // namespace

TEST_CASE(
    "a slide whose feed has nothing to say keeps its slot, others fill it, and the explanation says why") {
  const auto release = release_that_speaks();
  Situation situation;
  CHECK(lit_at(release, situation, kDawn + 9s) == "gate/a");
  CHECK(lit_at(release, situation, kDawn + 11s) == "gate/c");
  CHECK(lit_at(release, situation, kDawn + 16s) == "gate/d");  // the slot of 15 s goes on
  CHECK(lit_at(release, situation, kDawn + 26s) == "gate/c");  // in step with who has a value
  Explanation why;
  showing_at(release, situation, kDawn + 11s, &why);
  CHECK(rejection_of(why, "gate/b").rule == "feed");
  CHECK(rejection_of(why, "gate/b").sentence ==
        "gate/b is left out of \"day\" and others fill its slot: it needs the feed \"air\", which has no "
        "value.");
  CHECK(std::ranges::count_if(why.because, [](const std::string& sentence) {
          return sentence.find("gate/b needs the feed \"air\", which has no value; gate/c fills its slot") ==
                 0;
        }) == 1);

  situation.feeds["air"] = short_since(kDawn - 1h);
  CHECK(lit_at(release, situation, kDawn + 11s) == "gate/b");
  CHECK(lit_at(release, situation, kDawn + 26s) == "gate/c");
}

TEST_CASE("a value that grows too old takes its slide off in the middle of the slot, at that instant") {
  const auto release = release_that_speaks();
  Situation situation;
  situation.feeds["air"] = short_since(kDawn - 2h + 15s);  // too old from 15 s on
  CHECK(lit_at(release, situation, kDawn + 14s) == "gate/b");
  CHECK(next_change(release, situation, kDawn + 11s) == kDawn + 15s);
  CHECK(lit_at(release, situation, kDawn + 15s) == "gate/c");
  Explanation why;
  showing_at(release, situation, kDawn + 15s, &why);
  CHECK(rejection_of(why, "gate/b").sentence.find("which is too old since") != std::string::npos);
}

TEST_CASE("a playlist that has nothing to say gives way to the next event") {
  auto release = release_that_speaks();
  release.playlists["rates"] = {"rates", bundle::Order::ordered, {{"gate/b"}}};
  add_event(release, "rates", "rates", "20260101T060000", 12h, 5);
  Situation situation;
  CHECK(showing_at(release, situation, kDawn)->event == "by-day");
  situation.feeds["air"] = short_since(kDawn - 2h + 30s);
  CHECK(showing_at(release, situation, kDawn)->event == "rates");
  CHECK(next_change(release, situation, kDawn + 16s) == kDawn + 30s);
  CHECK(showing_at(release, situation, kDawn + 30s)->event == "by-day");
}

TEST_CASE("a row that is hidden leaves its slide as long as another row stands") {
  auto release = release_that_speaks("rows", "table");
  auto& slide = std::get<bundle::Slide>(release.items.at("gate/b").body);
  CHECK(lit_at(release, {}, kDawn + 11s) == "gate/c");
  slide.texts["rows"].push_back({{"vi", "Hải quan"}});
  CHECK(lit_at(release, {}, kDawn + 11s) == "gate/b");
  slide.texts["text"] = {{{"vi", "{feed:queue}"}}};  // a paragraph beside the table
  CHECK(lit_at(release, {}, kDawn + 11s) == "gate/b");
  slide.texts["title"] = {{{"vi", "{feed:queue}"}}};
  CHECK(lit_at(release, {}, kDawn + 11s) == "gate/c");
}

TEST_CASE("who looks ahead takes it that a feed which speaks today will speak tomorrow") {
  const auto release = release_that_speaks();
  Situation situation;
  const auto plays = [&] {
    int times = 0;
    for (const auto& block : agenda(release, situation, kDawn, 12h))
      if (const auto found = block.items.find("gate/b"); found != block.items.end())
        times += found->second.times;
    return times;
  };
  CHECK(plays() == 0);
  situation.feeds["air"] = short_since(kDawn - 1h);
  CHECK(plays() > 800);
  Question question{kDawn + 2h};
  question.about = "gate/b";
  CHECK(
      explain_in_words(release, situation, question).find("It comes again when its feeds have new values.") !=
      std::string::npos);
}

TEST_CASE("a value is hidden at the very instant at which it is too old, and the explanation says so") {
  const auto release = release_with_feeds();
  Situation situation;
  situation.feeds = {{"air", short_since(noon())}, {"queue", short_since(noon() - 1h)}};
  using Hidden = std::map<std::string, std::string>;
  CHECK(hidden_feeds(release, situation, noon()) == Hidden{{"ferry", "none"}});
  CHECK(next_feed_change(release, situation, noon()) == noon() + 1h);
  CHECK(hidden_feeds(release, situation, noon() + 1h) == Hidden{{"ferry", "none"}, {"queue", "stale"}});
  CHECK(next_feed_change(release, situation, noon() + 1h) == noon() + 2h);
  CHECK(hidden_feeds(release, situation, noon() + 2h).size() == 3);
  const auto words = explain_in_words(release, situation, {noon() + 90min});
  CHECK(words.find("air: short of") != std::string::npos);
  CHECK(words.find("queue: short of") != std::string::npos);
  CHECK(words.find("hidden since") != std::string::npos);
  CHECK(words.find("ferry: no value") != std::string::npos);
  situation.feeds["air"].is_sample = true;
  CHECK(explain_as_json(release, situation, {noon()}).find("air: sample short") != std::string::npos);
}
