#include "player/playback/feed_memory.h"

#include <catch2/catch.hpp>

#include "player/playback/feed_arguments.h"
#include "tests/support/cut_disk.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using playback::FeedMemory;

TEST_CASE("the player remembers its last good values and the floor of feeds over a restart") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/state"));
  {
    FeedMemory memory(disk, "/state");
    CHECK(memory.values("lao-bao-hall").empty());
    store::Floor seen;
    seen.root_version = 2;
    seen.role_versions = {{"targets", 3}, {"feeds", 9}};
    REQUIRE(memory.raise(seen));
    REQUIRE(memory.remember("lao-bao-hall", {{"air", air(285)}, {"queue", queue("long")}}));
    seen.role_versions["feeds"] = 8;
    REQUIRE(memory.raise(seen));
    CHECK(memory.floor().role_versions.at("feeds") == 9);
  }
  const FeedMemory again(disk, "/state");
  CHECK(again.floor().role_versions.at("feeds") == 9);
  CHECK(again.floor().root_version == 2);
  CHECK(again.values("lao-bao-hall").at("air").number == 285);
  CHECK(again.values("la-lay-gate").empty());
  bool is_written = false;
  disk.before_each = [&](const std::string&) { is_written = true; };
  FeedMemory third(disk, "/state");
  REQUIRE(third.remember("lao-bao-hall", again.values("lao-bao-hall")));
  CHECK_FALSE(is_written);
  disk.before_each = nullptr;
  REQUIRE(write_file_durably(disk, "/state/feeds.json", "{\"format\":1,\"values\":\"Hostile words\"}"));
  CHECK(FeedMemory(disk, "/state").values("lao-bao-hall").empty());
}

TEST_CASE("a value on the command line is a sample, judged like any other") {
  auto release = sample_release().release;
  add_feeds(release);
  programme::Situation situation;
  const auto put = [&](const std::string& text) {
    const auto status = playback::put_sample_feeds(situation, release, {text}, test_time());
    return status ? "accepted" : status.error().rule;
  };
  CHECK(put("air=28.5@2026-11-21T09:20:00+07:00") == "accepted");
  CHECK(situation.feeds.at("air").is_sample);
  CHECK(situation.feeds.at("air").at == test_time("2026-11-21T02:20:00Z"));
  CHECK(put("queue=long") == "accepted");
  CHECK(put("air=99") == "feed.bounds");
  CHECK(put("rain=1") == "usage.feed");
  CHECK(put("air") == "usage.feed");
}
