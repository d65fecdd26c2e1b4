// A film on a page: its controls within reach, its subtitle in the reader's letters, its place on the stage.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;
using namespace std::chrono_literals;

namespace {

constexpr auto kPage = "culture/film";

Screenful view(const Session& session, const Metrics& metrics, const FilmLook* film) {
  ViewRequest request;
  request.session = &session;
  request.book = &demo().book();
  request.metrics = &metrics;
  request.now = parse_instant("2026-12-01T09:30:00+07:00").value();
  request.steady_now = session.touched_at;
  request.film = film;
  return build_view(request, demo().typesetter());
}

FilmLook looked_at() {
  FilmLook look;
  look.frame = std::make_shared<const pixels::Pixmap>(pixels::Size{640, 360});
  look.subtitle = "Hai khung dệt, hai bên biên giới";
  look.has_sound = look.has_subtitles = true;
  look.position = 4s;
  look.length = 16s;
  return look;
}

bool says(const Screenful& screen, const std::string& part) {
  for (const auto& layer : screen.figure->layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a film's controls are targets within reach on every panel, and its place is the stage's") {
  const auto film = looked_at();
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << " in " << language);
      const auto screen = view(at(Place::page, kPage, language), metrics, &film);
      REQUIRE(screen.figure);
      CHECK(screen.figure->is_film);
      CHECK(screen.figure->box.height > metrics.stage.height * 0.38);
      REQUIRE(screen.figure->tiles.size() == 1);
      const auto& target = screen.figure->tiles.front().target;
      CHECK(target.x >= 0);
      CHECK(target.width == 640);
      for (const char* id : {"film/play", "film/again", "film/subtitles", "film/sound", "page/take_along"}) {
        INFO(id);
        const auto* button = screen.button(id);
        REQUIRE(button != nullptr);
        CHECK(button->is_enabled);
        CHECK(metrics.to_mm(button->box.width) >= kTarget_mm);
        CHECK(metrics.to_mm(button->box.height) >= kTarget_mm);
      }
      for (const auto& layer : screen.layers)
        for (const auto& words : layer.words) CHECK_FALSE(words.layout.is_overfull);
    }
}

TEST_CASE("subtitles stand over the film until somebody takes them off") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto film = looked_at();
  auto session = at(Place::page, kPage, "vi");
  CHECK(says(view(session, metrics, &film), "Hai khung"));
  session = after(session, {Act::film_subtitles}, demo().book(), session.touched_at);
  CHECK_FALSE(says(view(session, metrics, &film), "Hai khung"));
}

TEST_CASE("a film that is not open yet, or cannot be had, offers nothing that would do nothing") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto session = at(Place::page, kPage, "en");
  for (const bool is_open : {false, true}) {
    auto film = looked_at();
    film.is_broken = true;
    film.has_sound = film.has_subtitles = false;
    const auto screen = view(session, metrics, is_open ? &film : nullptr);
    for (const char* id : {"film/play", "film/again", "film/subtitles", "film/sound"})
      CHECK_FALSE(screen.button(id)->is_enabled);
    CHECK(screen.button("page/take_along")->is_enabled);
    CHECK(screen.button("tool/home")->is_enabled);
  }
}

TEST_CASE("who goes away lets the film stand; choices of subtitles and sound stay with the session") {
  auto session = at(Place::page, kPage, "en");
  const auto& book = demo().book();
  session = after(session, {Act::film_play}, book, session.touched_at);
  CHECK(session.film.plays);
  session = after(session, {Act::film_sound}, book, session.touched_at);
  CHECK(session.film.plays);
  CHECK_FALSE(session.film.has_sound);
  const auto again = after(session, {Act::film_again}, book, session.touched_at);
  CHECK(again.film.begun == 1);
  CHECK(after(session, {Act::choose_language, "lo"}, book, session.touched_at).film.plays);
  for (const auto act : {Act::go_home, Act::go_back, Act::open_photo, Act::open_search}) {
    const auto gone = after(session, {act}, book, session.touched_at);
    CHECK_FALSE(gone.film.plays);
  }
}
