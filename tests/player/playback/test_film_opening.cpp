#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "player/playback/film_opening.h"
#include "player/playback/release_watcher.h"
#include "tests/player/programme/small_release.h"
#include "tests/support/made_film.h"

using namespace gatecast;
using namespace std::chrono_literals;
using programme::at;

namespace {

// Every item of the day is the same film of ten seconds at 25 frames a second.
playback::ReleaseNews news_of_films(const std::string& file) {
  auto release = programme::small_release();
  bundle::Clip clip;
  clip.out_us = 10'000'000;
  for (auto& [id, item] : release.items) item.body = clip;
  auto content = std::make_shared<playback::Content>();
  content->release = std::make_shared<const bundle::Release>(std::move(release));
  content->open_object = [file](const Sha256&) { return SystemDisk().open_read(file); };
  playback::ReleaseNews news;
  news.content = content;
  return news;
}

// Of a programme that plays a (10 s), b (15 s), c (5 s), d (20 s) over and over from six in the morning.
struct Start {
  explicit Start(const char* now)
      : head_start(
            {}, playback::PlayingClock(2, at(now)), [] {},
            std::make_shared<Queue<playback::ThreadTime>>("times", 64)) {}
  playback::HeadStart head_start;
};

std::string film() {
  const auto file = std::filesystem::temp_directory_path() / "gatecast-head-start.mp4";
  return test::made_film(file.string(), {"testsrc2=s=320x180:r=25:d=10", ""});
}

}  // namespace

TEST_CASE("while the window opens, the film that is due is opened where it stands, and gives its frame") {
  Start start("2026-11-23T06:00:04+07:00");
  const auto news = news_of_films(film());
  start.head_start.look(news);
  auto opened = start.head_start.take();
  REQUIRE(opened);
  CHECK(opened->content == news.content);
  CHECK(opened->showing.item == "gate/a");
  CHECK(opened->showing.starts == at("2026-11-23T06:00:00+07:00"));
  CHECK(opened->is_join);
  const auto patience = std::chrono::steady_clock::now() + 20s;
  while (!opened->feed->is_ready() && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(5ms);
  CHECK_FALSE(opened->feed->error());
  opened->feed->advance(4s);
  REQUIRE(opened->feed->current() != nullptr);
  CHECK(opened->feed->current()->time >= 3900ms);
  CHECK_FALSE(start.head_start.take());
}

TEST_CASE("a film that has only just begun is shown from its first frame, later ones where they stand") {
  const auto news = news_of_films(film());
  const auto first_frame_at = [&](const char* now) {
    Start start(now);
    start.head_start.look(news);
    const auto opened = start.head_start.take();
    REQUIRE(opened);
    CHECK(opened->is_join);  // its frames are late already: it catches up
    const auto patience = std::chrono::steady_clock::now() + 20s;
    while (!opened->feed->is_ready() && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(5ms);
    opened->feed->advance(Duration(0));
    REQUIRE(opened->feed->current() != nullptr);
    return opened->feed->current()->time;
  };
  CHECK(first_frame_at("2026-11-23T06:00:00.100+07:00") == 0s);
  CHECK(first_frame_at("2026-11-23T06:00:00.240+07:00") >= 260ms);
}

TEST_CASE("a head start opens nothing that the player would not show") {
  auto news = news_of_films("/nonexistent");
  const auto opened_of = [](const char* now, const playback::ReleaseNews& told) {
    Start start(now);
    start.head_start.look(told);
    const auto opened = start.head_start.take();
    return opened ? opened->showing.item : std::string("nothing");
  };
  CHECK(opened_of("2026-11-23T06:00:12+07:00", news) == "gate/b");
  CHECK(opened_of("2026-11-23T06:00:12+07:00", {}) == "nothing");
  news.quarantined["gate/b"] = {};
  CHECK(opened_of("2026-11-23T06:00:12+07:00", news) == "gate/c");

  auto later = *news.content->release;
  later.takes_effect_at = at("2026-11-24T00:00:00+07:00");
  auto content = std::make_shared<playback::Content>(*news.content);
  content->release = std::make_shared<const bundle::Release>(std::move(later));
  news.content = content;
  CHECK(opened_of("2026-11-23T06:00:12+07:00", news) == "nothing");
}

TEST_CASE("only the first release gets a head start, and none after the player has taken over") {
  const auto news = news_of_films("/nonexistent");
  Start start("2026-11-23T06:00:04+07:00");
  start.head_start.look({});  // nothing could be verified yet
  start.head_start.look(news);
  start.head_start.look(news);
  CHECK(start.head_start.take());
  CHECK_FALSE(start.head_start.take());
  Start late("2026-11-23T06:00:04+07:00");
  CHECK_FALSE(late.head_start.take());
  late.head_start.look(news);
  CHECK_FALSE(late.head_start.take());
}
