// Pages with large pictures, films and speech, used by touches alone on a virtual screen: lying, standing,
// small.
#include "tests/e2e/kiosk/traveller.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::at;

namespace {

// The film in one plain colour, as large as its place allows.
FilmLook look_of_red(Stand& stand, const Session& session) {
  FilmLook look;
  look.length = 4s;
  look.has_sound = true;
  look.has_subtitles = true;
  const auto box = stand.view(session, &look).figure->box;
  const double scale = std::min(box.width / 640, box.height / 360);
  pixels::Pixmap frame({static_cast<int>(640 * scale) & ~1, static_cast<int>(360 * scale) & ~1});
  for (int y = 0; y < frame.size().height_px; ++y)
    std::fill_n(frame.row(y), frame.size().width_px, 0xFF000000U | kRed.colour);
  look.frame = std::make_shared<const pixels::Pixmap>(std::move(frame));
  return look;
}

}  // namespace

TEST_CASE("a large picture is brought nearer, moved to its edge and turned by touches, on each panel") {
  for (const auto& panel : stands()) {
    INFO(panel.name);
    Stand stand({panel});
    REQUIRE(stand.shows_programme());
    Traveller traveller(stand);
    traveller.go({"language/lo", "topic/culture", "page/culture/exhibition", "spot/next", "spot/previous"});
    CHECK(traveller.session().here().spot == 0);
    int nearer = 0;
    const auto way_on = [&] { return stand.view(traveller.session()).button("spot/next")->action.act; };
    while (way_on() != Act::look_at) {
      traveller.go("gaze/nearer");
      REQUIRE(++nearer < 6);
    }
    const auto gaze = [&] { return traveller.session().here().gaze; };
    const auto middle = gaze();
    CHECK(middle.zoom > 1.5);
    traveller.go("gaze/down");
    CHECK(gaze().y > middle.y);
    traveller.go("spot/next");
    CHECK(gaze().x > middle.x);
    while (way_on() == Act::look_at) traveller.go("spot/next");
    CHECK(traveller.session().here().spot == 0);
    traveller.go("spot/next");
    CHECK(traveller.session().here().spot == 1);
    CHECK(gaze().zoom == Approx(1));
    // Out by home: the next one begins with the whole.
    traveller.leave();
    traveller.go({"language/lo", "topic/culture", "page/culture/exhibition"});
  }
}

TEST_CASE("a page's film is played, paused, subtitled and silenced by touches, and is use as it plays") {
  for (const auto& panel : stands()) {
    INFO(panel.name);
    StandWish wish{panel};
    wish.speaks_all = true;
    Stand stand(wish);
    REQUIRE(stand.shows_programme());
    Traveller traveller(stand);
    traveller.go({"language/lo", "topic/culture"});
    auto page = at(Place::page, "culture/film", "lo");
    auto look = look_of_red(stand, page);
    const auto shows = [&](const char* part) {
      page = traveller.session();
      const auto box = part[0] == 0 ? stand.metrics().screen : stand.view(page, &look).button(part)->box;
      INFO(part);
      CHECK(stand.wait_for(page, 10s, &look, box) <= 8);
    };
    // It stands on its first frame: nothing makes a noise by itself.
    traveller.touch("page/culture/film");
    look.subtitle = "ກີ່ຕ່ຳຫູກສອງຫຼັງ";
    shows("");
    traveller.touch("film/play", &look);
    look.is_playing = true;
    look.position = 1s;
    shows("film/play");
    shows("film/again");
    // Subtitles off and on, sound off and on, while it plays.
    traveller.touch("film/subtitles", &look);
    shows("film/subtitles");
    traveller.touch("film/sound", &look);
    shows("film/sound");
    traveller.touch("film/play", &look);
    look.is_playing = false;
    shows("film/play");
    traveller.touch("film/subtitles", &look);
    shows("film/subtitles");
    traveller.touch("film/again", &look);
    look.is_playing = true;
    shows("film/play");
    // To its end by itself.
    traveller.session().film.plays = false;
    look.is_playing = false;
    look.has_ended = true;
    shows("film/play");
    traveller.leave();
    CHECK(stand.player().is_running());
  }
}

TEST_CASE("a page is listened to by one touch, ends by another, by itself, and with what leads away") {
  for (const auto& panel : stands()) {
    INFO(panel.name);
    StandWish wish{panel};
    wish.speaks_all = true;
    Stand stand(wish);
    REQUIRE(stand.shows_programme());
    Traveller traveller(stand);
    traveller.go({"language/vi", "topic/crossing", "page/border/hours", "page/listen"});
    CHECK(traveller.session().is_listening);
    traveller.go("page/listen");
    CHECK_FALSE(traveller.session().is_listening);
    traveller.go("page/listen");
    // Three seconds of speech: the button says by itself that it is over.
    traveller.session() = silenced(traveller.session(), traveller.session().touched_at);
    CHECK(stand.wait_for(traveller.session()) <= 5);
    traveller.go({"page/listen", "language/lo"});
    CHECK_FALSE(traveller.session().is_listening);
    // No speech in English: nothing offers it.
    traveller.go("language/en");
    CHECK(stand.view(traveller.session()).button("page/listen") == nullptr);
    traveller.leave();
  }
}

TEST_CASE("what an officer recalls leaves the page that somebody looks at, and one sentence stands there") {
  Stand stand;
  REQUIRE(stand.shows_programme());
  Traveller traveller(stand);
  traveller.go({"language/lo", "topic/culture"});
  const auto topic = traveller.session();
  traveller.touch("page/culture/film");
  // The film, which the programme shows too, goes from its page; then the page itself.
  const auto page = at(Place::page, "culture/film", "lo");
  for (const std::string& what : {kRed.item, std::string("culture/film")}) {
    INFO(what);
    stand.recall(what);
    CHECK(stand.wait_for(page) <= 5);
  }
  stand.tap(page, "tool/back");
  CHECK(stand.wait_for(topic) <= 5);
  CHECK(stand.player().is_running());
}
