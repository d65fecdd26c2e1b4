#include "player/programme/feed.h"

#include <catch2/catch.hpp>

#include "player/programme/explain.h"

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

}  // namespace

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
