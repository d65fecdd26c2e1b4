// Listening, as the player hears of it: begins by a touch, ends by itself and with everything that leads
// away.
#include <catch2/catch.hpp>

#include "tests/kiosk-ui/ring/stand.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

namespace {

const Sha256 kSpeech = sha256("speech");

// The demo with speech of twenty seconds on its page of hours.
playback::ContentPtr content() {
  const auto demo = kiosk_ui::test::demo_content();
  auto release = std::make_shared<bundle::Release>(*demo->release);
  release->media[kSpeech].duration_us = 20'000'000;
  release->pages.at("border/hours").speech["lo"] = {kSpeech, "A Listener"};
  auto content = std::make_shared<playback::Content>(*demo);
  content->release = release;
  return content;
}

struct Heard {
  int begun = 0;
  int ended = 0;
};

Heard hear(Stand& stand) {
  Heard heard;
  for (const auto& wish : stand.kiosk.wishes()) {
    if (const auto* sound = std::get_if<playback::PlaySound>(&wish)) {
      ++heard.begun;
      CHECK(sound->object == kSpeech);
      CHECK(sound->content->release->media.count(kSpeech) == 1);
    }
    if (std::holds_alternative<playback::StopSound>(wish)) ++heard.ended;
  }
  return heard;
}

void open_page(Stand& stand) {
  const auto shown = content();
  stand.kiosk.adopt(shown);
  stand.step();
  stand.tap("language/lo");
  const auto topic = shown->release->pages.at("border/hours").topic;
  stand.tap("topic/" + topic);
  if (stand.kiosk.screenful().button("page/border/hours") != nullptr) stand.tap("page/border/hours");
  REQUIRE(stand.kiosk.session().here() == Where{Place::page, "border/hours"});
}

}  // namespace

TEST_CASE("a touch begins the speech, which ends by itself, and the page's button is there again") {
  Stand stand;
  open_page(stand);
  CHECK(hear(stand).begun == 0);
  stand.tap("page/listen");
  CHECK(hear(stand).begun == 1);
  stand.step(15s);
  CHECK(hear(stand).ended == 0);
  CHECK(stand.kiosk.session().is_listening);
  stand.step(6s);
  CHECK(hear(stand).ended == 1);
  CHECK_FALSE(stand.kiosk.session().is_listening);
  stand.tap("page/listen");
  CHECK(hear(stand).begun == 1);
  stand.tap("page/listen");
  CHECK(hear(stand).ended == 1);
}

TEST_CASE(
    "whatever leads away from the page ends the speech: home, a language, an alert, the end of the session") {
  for (const auto* way : {"tool/home", "tool/back", "language/vi", "tool/search", "page/take_along"}) {
    INFO(way);
    Stand stand;
    open_page(stand);
    stand.tap("page/listen");
    CHECK(hear(stand).begun == 1);
    stand.tap(way);
    CHECK(hear(stand).ended == 1);
  }
  Stand stand;
  open_page(stand);
  stand.tap("page/listen");
  hear(stand);
  stand.kiosk.stand_behind(true, stand.now);
  CHECK(hear(stand).ended == 1);
  stand.kiosk.stand_behind(false, stand.now);
  stand.step();
  stand.tap("page/listen");
  CHECK(hear(stand).begun == 1);
  stand.step(21s);
  CHECK(hear(stand).ended == 1);
  // Twenty seconds were listened to: the minute began after them.
  stand.step(58s);
  CHECK(stand.kiosk.screenful().button("question/stay") == nullptr);
  stand.step(4s);
  CHECK(stand.kiosk.screenful().button("question/stay") != nullptr);
  stand.step(21s);
  CHECK_FALSE(stand.kiosk.covers_programme());
}
