// The film of a page on the ring: frames by its own clock, heard through the player, and use while it plays.
#include <catch2/catch.hpp>
#include <thread>

#include "player/decode/probe.h"
#include "tests/kiosk-ui/ring/stand.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

namespace {

// The demo with what the build would have measured of its film.
playback::ContentPtr content() {
  static const auto kContent = [] {
    const auto demo = kiosk_ui::test::demo_content();
    auto release = std::make_shared<bundle::Release>(*demo->release);
    auto& clip = std::get<bundle::Clip>(release->items.at("culture/two-looms").body);
    auto file = demo->open_object(clip.video);
    REQUIRE(file);
    const auto facts = decode::glance_at_file(std::move(*file), "film");
    REQUIRE(facts);
    release->media[clip.video] = *facts;
    clip.out_us = facts->duration_us;
    for (const auto& audio : facts->audio) clip.sounds.push_back({"", std::nullopt, audio.stream_index});
    auto content = std::make_shared<playback::Content>(*demo);
    content->release = release;
    return playback::ContentPtr(content);
  }();
  return kContent;
}

void open_page(Stand& stand) {
  stand.kiosk.adopt(content());
  stand.step();
  stand.tap("language/lo");
  stand.tap("topic/culture");
  stand.tap("page/culture/film");
  for (int i = 0; i < 400 && stand.kiosk.screenful().figure->tiles.empty(); ++i) {
    std::this_thread::sleep_for(5ms);
    stand.step();
  }
  REQUIRE(stand.kiosk.screenful().figure->tiles.size() == 1);
}

struct Heard {
  int begun = 0;
  int ended = 0;
  Duration from{0};
};

Heard hear(Stand& stand) {
  Heard heard;
  for (const auto& wish : stand.kiosk.wishes()) {
    if (const auto* sound = std::get_if<playback::PlaySound>(&wish)) {
      ++heard.begun;
      heard.from = sound->from;
    }
    if (std::holds_alternative<playback::StopSound>(wish)) ++heard.ended;
  }
  return heard;
}

// Steps the stand's clock, and gives the decoder time of the real one.
void pass(Stand& stand, Duration time) {
  for (Duration past{0}; past < time; past += 40ms) {
    stand.step(40ms);
    std::this_thread::sleep_for(3ms);
  }
}

}  // namespace

TEST_CASE("a film stands until it is played, is paused where it is, and heard from there") {
  Stand stand;
  open_page(stand);
  CHECK(hear(stand).begun == 0);  // nothing makes a noise by itself
  const auto first = stand.kiosk.screenful().figure->tiles.front().tile;
  pass(stand, 400ms);
  CHECK(stand.kiosk.screenful().figure->tiles.front().tile == first);
  stand.tap("film/play");
  CHECK(hear(stand).begun == 1);
  pass(stand, 2s);
  CHECK(stand.kiosk.screenful().figure->tiles.front().tile != first);
  stand.tap("film/play");
  CHECK(hear(stand).ended == 1);
  pass(stand, 400ms);  // a decoder that is late still gives what was due
  const auto paused = stand.kiosk.screenful().figure->tiles.front().tile;
  pass(stand, 400ms);
  CHECK(stand.kiosk.screenful().figure->tiles.front().tile == paused);
  stand.tap("film/play");
  const auto resumed = hear(stand);
  CHECK(resumed.begun == 1);
  CHECK(resumed.from > 1500ms);
  CHECK(resumed.from < 2500ms);
  // Without sound, and with it again from where the picture is.
  pass(stand, 400ms);
  stand.tap("film/sound");
  CHECK(hear(stand).ended == 1);
  stand.tap("film/sound");
  CHECK(hear(stand).from > resumed.from);
  stand.tap("film/again");
  const auto again = hear(stand);
  CHECK(again.ended == 1);
  CHECK(again.begun == 1);
  CHECK(again.from < 300ms);
  stand.tap("tool/home");
  CHECK(hear(stand).ended == 1);
}

TEST_CASE("who looks at a film is there; when it has ended the minute begins, and then nothing of it stays") {
  Stand stand;
  open_page(stand);
  stand.tap("film/play");
  pass(stand, 15s);
  CHECK(stand.kiosk.session().film.plays);
  stand.step(5s);
  stand.step(40ms);
  CHECK_FALSE(stand.kiosk.session().film.plays);
  CHECK(hear(stand).ended == 1);
  CHECK(stand.kiosk.screenful().button("film/again")->is_enabled);
  stand.step(50s);
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(12s);
  CHECK(stand.kiosk.screenful().button("question/stay") != nullptr);
  stand.step(21s);
  CHECK_FALSE(stand.kiosk.covers_programme());
  CHECK(stand.kiosk.session().film.has_sound);
}

TEST_CASE("an alert silences a page's film, which stands where it was afterwards") {
  Stand stand;
  open_page(stand);
  stand.tap("film/play");
  pass(stand, 1s);
  hear(stand);
  stand.kiosk.stand_behind(true, stand.now);
  CHECK(hear(stand).ended == 1);
  stand.step(30s);
  stand.kiosk.stand_behind(false, stand.now);
  stand.step();
  CHECK_FALSE(stand.kiosk.session().film.plays);
  stand.tap("film/play");
  const auto resumed = hear(stand);
  CHECK(resumed.begun == 1);
  CHECK(resumed.from < 2s);
}
