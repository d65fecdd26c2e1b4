#include "content-sync/bundle/feed_value.h"

#include <catch2/catch.hpp>

#include "content-sync/bundle/changes.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using bundle::FeedKind;

namespace {

template <class T>
std::string feed_rule(const Result<T>& result) {
  return result ? "accepted" : result.error().rule;
}

bundle::Release release_with_feeds() {
  auto sample = sample_release();
  add_feeds(sample.release);
  const auto read = bundle::parse_release(bundle::write_release(sample.release), "release.json");
  INFO((read ? std::string() : to_string(read.error())));
  REQUIRE(read);
  return *read;
}

std::string refused_release(const std::function<void(bundle::Release&)>& spoil) {
  auto release = release_with_feeds();
  spoil(release);
  return feed_rule(bundle::parse_release(bundle::write_release(release), "release.json"));
}

}  // namespace

TEST_CASE("a release says what its feeds may say, and comes back the same from its document") {
  const auto release = release_with_feeds();
  CHECK(release.format.minor >= 4);
  REQUIRE(release.feeds.size() == 3);
  CHECK(release.feeds.at("air").most == 500);
  CHECK(release.feeds.at("queue").choices.at("long").at("lo") == "ຍາວ");
  CHECK(release.feed_tile->feeds == std::vector<std::string>{"air", "queue", "ferry"});
  CHECK(bundle::write_release(release) ==
        bundle::write_release(*bundle::parse_release(bundle::write_release(release), "again")));
}

TEST_CASE("bounds that make no sense refuse the release") {
  CHECK(refused_release([](auto& release) { release.feeds["air"].least = 500; }) == "release.reference");
  CHECK(refused_release([](auto& release) { release.feeds["air"].greatest_age_s = 300; }) ==
        "release.reference");
  CHECK(refused_release([](auto& release) { release.feeds["air"].greatest_age_s = 30; }) == "release.field");
  CHECK(refused_release([](auto& release) { release.feeds["air"].source.clear(); }) == "release.reference");
  CHECK(refused_release([](auto& release) { release.feeds["queue"].choices.clear(); }) ==
        "release.reference");
  CHECK(refused_release([](auto& release) { release.feed_tile->feeds = {"rain"}; }) == "release.reference");
}

TEST_CASE("who signs reads every word and every bound of a feed") {
  const auto after = release_with_feeds();
  auto before = after;
  before.feeds.at("air").most = 400;
  before.feeds.at("queue").choices.at("long")["vi"] = "rất dài";
  before.feed_tile.reset();
  std::string all;
  for (const auto& line : bundle::describe_changes(&before, after)) all += line + "\n";
  CHECK(all.find("from -100 to 500") != std::string::npos);
  CHECK(all.find("from -100 to 400") != std::string::npos);
  CHECK(all.find("rất dài") != std::string::npos);
  CHECK(all.find("The feed tile shows") != std::string::npos);
}

TEST_CASE("a value is read from what the office writes, without floating point") {
  const auto feed = declared_feed("air", FeedKind::number);
  const auto read = [&](const char* text) { return bundle::read_feed_value(feed, text, test_time()); };
  CHECK(read("28.5")->number == 285);
  CHECK(read("28")->number == 280);
  CHECK(read("-3.2")->number == -32);
  CHECK(read("0.1")->number == 1);
  for (const char* wrong : {"", "28,5", "28.55", "28.", ".5", "--3", "1e3", "nan", "28.5 degrees", "0x10",
                            "99999999999999999999"})
    CHECK(feed_rule(read(wrong)) == "feed.type");
  CHECK(feed_rule(read("50.1")) == "feed.bounds");
  CHECK(feed_rule(read("-10.1")) == "feed.bounds");
  const auto choice = declared_feed("queue", FeedKind::choice);
  CHECK(feed_rule(bundle::read_feed_value(choice, "short", test_time())) == "accepted");
  CHECK(feed_rule(bundle::read_feed_value(choice, "Hostile words", test_time())) == "feed.bounds");
  const auto time = declared_feed("ferry", FeedKind::time);
  CHECK(feed_rule(bundle::read_feed_value(time, "2026-11-22T18:00:00+07:00", test_time())) == "accepted");
  CHECK(feed_rule(bundle::read_feed_value(time, "soon", test_time())) == "feed.type");
  CHECK(bundle::plain_value(*read("-0.4")) == "-0.4");
}

TEST_CASE("values go into a document and come back; whatever is no value is refused or left behind") {
  bundle::FeedDocument document{"lao-bao-hall", {{"air", air(285)}, {"queue", queue("short")}}};
  const auto bytes = bundle::write_feeds(document);
  const auto read = bundle::parse_feeds(bytes, "feeds/lao-bao-hall.json");
  REQUIRE(read);
  CHECK(read->values == document.values);
  CHECK(feed_rule(bundle::parse_feeds(bytes, "feeds/la-lay-gate.json")) == "feed.form");
  const auto spoilt = [&](const std::string& from, const std::string& to) {
    auto text = bytes;
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
    return bundle::parse_feeds(text, "feeds/lao-bao-hall.json");
  };
  CHECK(feed_rule(spoilt("\"short\"", "\"The gate is closed!\"")) == "feed.form");
  CHECK(feed_rule(spoilt("\"air\"", "\"Hostile name\"")) == "feed.form");
  CHECK(feed_rule(spoilt("285", "\"285 degrees\"")) == "feed.form");
  CHECK(feed_rule(spoilt("\"major\":1", "\"major\":2")) == "feed.form");
  // Words beside a value are nobody's: they are not read at all.
  const auto more = spoilt("\"number\":285", "\"label\":\"Hostile words\",\"number\":285");
  REQUIRE(more);
  CHECK(more->values == document.values);
}

TEST_CASE("outside its bounds, its step, its type or its time the last good value stays") {
  const auto release = release_with_feeds();
  const auto now = test_time() + 10min;
  const bundle::FeedValues before{{"air", air(280)}};
  const auto refused = [&](const bundle::FeedValue& value) {
    const auto weighed = bundle::weigh_feeds(release, before, {{"air", value}}, now);
    CHECK(weighed.good.at("air") == air(280));
    return weighed.refused.size() == 1 ? weighed.refused.front().rule : "taken";
  };
  CHECK(refused(air(501, now)) == "feed.bounds");
  CHECK(refused(air(-101, now)) == "feed.bounds");
  CHECK(refused(air(381, now)) == "feed.step");  // two intervals, so at most 10.0
  CHECK(refused(air(281, now - 9min)) == "feed.interval");
  CHECK(refused(air(280, test_time() - 1h)) == "feed.older");
  CHECK(refused(air(281, now + 6min)) == "feed.future");
  CHECK(refused(queue("short", now)) == "feed.type");
  auto other = air(281, now);
  other.decimals = 2;
  CHECK(refused(other) == "feed.type");
  const auto fine = bundle::weigh_feeds(release, before, {{"air", air(380, now)}}, now);
  CHECK(fine.refused.empty());
  CHECK(fine.good.at("air").number == 380);
  CHECK(bundle::weigh_feeds(release, {}, {{"rain", air(1)}}, now).refused.at(0).rule == "feed.unknown");
}

TEST_CASE("who missed values in between takes what came through them step by step") {
  const auto release = release_with_feeds();
  bundle::FeedValues seen{{"air", air(0)}};
  auto all = seen;
  // Each step as wide as it may be, at uneven times.
  std::int64_t number = 0;
  auto at = test_time();
  for (const auto wait : {300s, 650s, 901s, 300s, 1199s}) {
    at += wait;
    number += 50 * (wait / 300s);
    all = bundle::weigh_feeds(release, all, {{"air", air(number, at)}}, at).good;
    REQUIRE(all.at("air").number == number);
  }
  CHECK(bundle::weigh_feeds(release, seen, {{"air", air(number, at)}}, at).good.at("air").number == number);
}

TEST_CASE("a value is shown until its greatest age, and one that has aged holds no other back") {
  const auto release = release_with_feeds();
  const auto& feed = release.feeds.at("air");
  CHECK(bundle::is_fresh(feed, air(280), test_time() + 7199s));
  CHECK_FALSE(bundle::is_fresh(feed, air(280), test_time() + 7200s));
  CHECK_FALSE(bundle::is_fresh(feed, air(280), test_time() - 6min));  // ahead of the clock
  const auto later = test_time() + 2h;
  const auto jump = bundle::weigh_feeds(release, {{"air", air(0)}}, {{"air", air(500, later)}}, later);
  CHECK(jump.good.at("air").number == 500);
  // Never backwards, even so.
  CHECK(bundle::weigh_feeds(release, {{"air", air(0)}}, {{"air", air(1, test_time() - 1s)}}, later)
            .refused.at(0)
            .rule == "feed.older");
}

TEST_CASE("what was good under another release's bounds is dropped under this one's") {
  auto release = release_with_feeds();
  release.feeds.at("air").most = 200;
  CHECK(bundle::weigh_feeds(release, {{"air", air(280)}}, {}, test_time()).good.empty());
}
