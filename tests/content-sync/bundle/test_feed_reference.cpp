#include "content-sync/bundle/feed_reference.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::bundle;
using namespace std::chrono_literals;

TEST_CASE("references to feeds are found and replaced, and nothing of their braces stays") {
  const std::string text = "1 USD = {feed:usd}, lúc {feed:usd.time} {khác} {fact:hours}";
  CHECK(feeds_in(text) == std::vector<FeedReference>{{"usd", "value"}, {"usd", "time"}});
  CHECK(with_feeds(text, [](const auto& reference) { return "<" + reference.field + ">"; }) ==
        "1 USD = <value>, lúc <time> {khác} {fact:hours}");
  CHECK(feeds_in("{feed:}") == std::vector<FeedReference>{{"", "value"}});
  CHECK(feeds_in("a {feed:usd") == std::vector<FeedReference>{{"usd", "value"}});
  CHECK(with_feeds("a {feed:usd", [](const auto&) { return "b"; }) == "a b");
  CHECK(feeds_in("a {feed: b").size() == 1);
  CHECK(feeds_in("{fact:usd}").empty());
  CHECK(feeds_of(TextByLanguage{{"vi", "{feed:a}"}, {"lo", "{feed:b.label}"}}) ==
        std::set<std::string>{"a", "b"});
}

TEST_CASE("a slide holds until the first of what it cannot be without is over") {
  const Instant noon = *parse_instant("2026-11-22T12:00:00+07:00");
  const auto until = [&](const std::string& feed) {
    return feed == "early" ? noon : feed == "late" ? noon + 1h : Instant::min();
  };
  const auto says = [](const char* name) {
    return TextByLanguage{{"vi", "{feed:" + std::string(name) + "}"}};
  };
  Slide slide;
  slide.layout = "table";
  slide.texts["title"] = {{{"vi", "Tỷ giá"}}};
  CHECK(said_until(slide, until) == Instant::max());
  slide.texts["rows"] = {says("early"), says("late")};
  CHECK(said_until(slide, until) == noon + 1h);  // rows go one by one, the slide with the last
  slide.texts["text"] = {says("none")};
  CHECK(said_until(slide, until) == noon + 1h);
  slide.texts["title"] = {says("early")};
  CHECK(said_until(slide, until) == noon);
  slide = {};
  slide.layout = "title_text";
  slide.texts["text"] = {says("early"), says("none")};
  CHECK(said_until(slide, until) == noon);
  slide.layout = "number";
  CHECK(said_until(slide, until) == Instant::max());
  slide.texts["number"] = {TextByLanguage{{"vi", "{feed:late} {feed:early.time}"}}};
  CHECK(said_until(slide, until) == noon);
}
