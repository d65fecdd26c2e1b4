#include <catch2/catch.hpp>

#include "player/playback/timeline.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

std::vector<bundle::Item> three_items() {
  std::vector<bundle::Item> items(3);
  for (int i = 0; i < 3; ++i) {
    items[static_cast<std::size_t>(i)].id = "file/" + std::to_string(i + 1);
    items[static_cast<std::size_t>(i)].duration_us = 2'000'000 + i * 1'000'000;
  }
  return items;
}

}  // namespace

TEST_CASE("plain files wait for the first picture, then follow each other again and again") {
  const auto timeline = playback::files_timeline(three_items());
  const Instant start(100s);
  CHECK(timeline->showing_at({}, start + 7s)->item == "file/1");
  timeline->first_picture(start);
  CHECK(timeline->showing_at({}, start + 1999ms)->item == "file/1");
  CHECK(timeline->showing_at({}, start + 2s)->item == "file/2");
  CHECK(timeline->showing_at({}, start + 2s)->starts == start + 2s);
  CHECK(timeline->next_change({}, start + 2s) == start + 5s);
  CHECK(timeline->showing_at({}, start + 10s)->item == "file/1");
  CHECK(timeline->showing_at({}, start + 10s)->pass == 1);
}

TEST_CASE("a file that cannot be played leaves its time to the next, and none is left when all fail") {
  const auto timeline = playback::files_timeline(three_items());
  const Instant start(100s);
  timeline->first_picture(start);
  programme::Situation situation;
  situation.unplayable = {"file/2"};
  const auto showing = timeline->showing_at(situation, start + 3s);
  CHECK(showing->item == "file/3");
  CHECK(showing->planned == "file/2");
  CHECK(showing->ends == start + 5s);
  situation.unplayable = {"file/1", "file/2", "file/3"};
  CHECK_FALSE(timeline->showing_at(situation, start + 3s));
}
