// Approved pictures of the widgets in each of their states (kiosk-ui/DESIGN.md, States): buttons side by
// side; films, pictures, listening and facts as they are when they are busy, at their end, empty or cannot be
// had.
#include <array>
#include <catch2/catch.hpp>

#include "kiosk-ui/view/pen.h"
#include "tests/golden/golden_frame.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/kiosk-ui/view/half.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;
using kiosk_ui::test::half;
using namespace std::chrono_literals;

namespace {

void approve(const std::string& name, const Screenful& screen, pixels::Size size) {
  const auto verdict = golden::compare_with_approved(name, half(demo().draw(screen, size)));
  INFO(name << ": " << verdict.words);
  CHECK(verdict.is_same);
}

struct Kind {
  const char* name;
  ButtonFace face;
  double height_mm;
};

std::vector<Kind> kinds() {
  std::vector<Kind> kinds(7);
  kinds[0] = {"tool", {.icon = "sign/home", .label = "Trang chủ", .is_wide = true, .is_on_plinth = true}, 21};
  kinds[1] = {"language", {.label = "ພາສາລາວ", .language = "lo", .is_on_plinth = true}, 21};
  kinds[2] = {"topic", {.icon = "visa", .label = "Thị thực", .topic = &compose::topic_named("visa")}, 60};
  kinds[3] = {"related", {.icon = "customs", .label = "Hải quan", .is_wide = true}, 25};
  kinds[4] = {"row", {.label = "Mang vào Việt Nam", .has_arrow = true}, 32};
  kinds[5] = {"sign", {.icon = "sign/nearer"}, 26};
  kinds[6] = {"found", {.label = "Vào Việt Nam", .note = "Thị thực", .has_arrow = true}, 38};
  return kinds;
}

// Each kind in a row: at rest, under a finger, reached by keys, off, chosen, chosen and reached by keys.
Screenful buttons(const Metrics& metrics, bool is_high_contrast) {
  const auto colours = palette(is_high_contrast);
  Screenful out;
  Pen pen(out, demo().typesetter(), metrics, colours, "vi", metrics.letter_px(0));
  pen.fill(metrics.screen, colours.ground);
  const double width = (metrics.content.width - 5 * metrics.gap * 2) / 6;
  double y = metrics.mm(10);
  for (const auto& kind : kinds()) {
    const double height = metrics.mm(kind.height_mm);
    if (kind.face.is_on_plinth)
      pen.fill({0, y - metrics.gap, metrics.screen.width, height + 2 * metrics.gap}, colours.plinth);
    for (int state = 0; state < 6; ++state) {
      constexpr std::array kLooks{Look::rest,     Look::pressed, Look::focused,
                                  Look::disabled, Look::rest,    Look::focused};
      auto face = kind.face;
      face.is_chosen = state >= 4;
      Button button{kind.name, {}, {}, state != 3};
      button.box = {metrics.content.x + state * (width + 2 * metrics.gap), y, std::floor(width),
                    std::floor(height)};
      pen.button(std::move(button), face, kLooks.at(static_cast<std::size_t>(state)));
    }
    y += height + metrics.gap * 2.4;
  }
  return out;
}

// A page as a session sees it, with what its film looks like, at a moment.
struct Sight {
  const char* name;
  std::size_t panel;
  Session session;
  std::optional<FilmLook> film = {};
  Instant now = parse_instant("2026-12-01T09:30:00+07:00").value();
  const char* pressed = "";
};

Book spoken_demo() {
  auto release = std::make_shared<bundle::Release>(demo().book().release());
  const auto object = sha256("speech");
  release->media[object].duration_us = 20'000'000;
  release->pages.at("border/hours").speech["vi"] = {object, "A Listener"};
  return Book(release);
}

Screenful view(const Sight& sight, const Metrics& metrics, const TileShelf* tiles = nullptr) {
  static const Book kBook = spoken_demo();
  ViewRequest request;
  request.session = &sight.session;
  request.book = &kBook;
  request.metrics = &metrics;
  request.now = sight.now;
  request.steady_now = sight.session.touched_at;
  request.has_search = true;
  request.film = sight.film ? &*sight.film : nullptr;
  request.tiles = tiles;
  request.pressed = sight.pressed;
  return build_view(request, demo().typesetter());
}

FilmLook film(Duration position) {
  FilmLook look;
  pixels::Pixmap frame({1280, 720});
  for (int y = 0; y < 720; ++y)
    for (int x = 0; x < 1280; ++x) frame.row(y)[x] = (x / 80 + y / 80) % 2 == 0 ? 0xFF1B6B62U : 0xFF14403EU;
  look.frame = std::make_shared<const pixels::Pixmap>(std::move(frame));
  look.has_sound = look.has_subtitles = true;
  look.position = position;
  look.length = 16s;
  return look;
}

}  // namespace

TEST_CASE("every kind of button in every state, in the usual colours and in high contrast") {
  const auto panel = kiosk_ui::test::panels().front().panel;
  const Metrics metrics(panel);
  approve("kiosk-buttons", buttons(metrics, false), panel.size);
  approve("kiosk-buttons-contrast", buttons(metrics, true), panel.size);
}

TEST_CASE("films, listening and facts as they are when they play, end, cannot be had or are out of date") {
  auto playing = film(6s);
  playing.is_playing = true;
  playing.subtitle = "Hai khung dệt, hai bên biên giới";
  auto ended = film(16s);
  ended.has_ended = true;
  FilmLook broken;
  broken.is_broken = true;
  auto silent = at(Place::page, "culture/film", "lo");
  silent.film.has_sound = silent.film.has_subtitles = false;
  auto listening = at(Place::page, "border/hours", "vi");
  listening.is_listening = true;
  listening.busy_until = listening.touched_at + 10s;
  auto judged = at(Place::page, "health/help", "lo");
  judged.judged["health/help"] = true;
  auto answered = at(Place::page, "customs/ask", "lo");
  answered.trail.back().answers = "nnn";
  for (const auto& sight :
       {Sight{"kiosk-film-begins-vi-landscape", 0, at(Place::page, "culture/film", "vi"), film(0s)},
        Sight{"kiosk-film-plays-vi-portrait", 1, at(Place::page, "culture/film", "vi"), playing},
        Sight{"kiosk-film-plays-vi-small", 2, at(Place::page, "culture/film", "vi"), playing},
        Sight{"kiosk-film-ended-silent-lo-landscape", 0, silent, ended},
        Sight{"kiosk-film-broken-en-landscape", 0, at(Place::page, "culture/film", "en"), broken},
        Sight{"kiosk-listening-vi-portrait", 1, listening},
        Sight{"kiosk-listen-pressed-vi-small",
              2,
              at(Place::page, "border/hours", "vi"),
              {},
              parse_instant("2026-12-01T23:30:00+07:00").value(),
              "page/listen"},
        Sight{"kiosk-closed-lo-small",
              2,
              at(Place::page, "border/hours", "lo"),
              {},
              parse_instant("2026-12-01T23:30:00+07:00").value()},
        Sight{"kiosk-facts-expired-en-landscape",
              0,
              at(Place::page, "border/hours", "en"),
              {},
              parse_instant("2029-12-01T09:30:00+07:00").value()},
        Sight{"kiosk-judged-lo-portrait", 1, judged}, Sight{"kiosk-answered-lo-small", 2, answered}}) {
    const Metrics metrics(kiosk_ui::test::panels().at(sight.panel).panel);
    approve(sight.name, view(sight, metrics), metrics.panel().size);
  }
}

TEST_CASE("a picture whose tiles are on their way is a coarser one, one that cannot be had a quiet sign") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = at(Place::page, "culture/exhibition", "th");
  session.trail.back().spot = 3;
  session.trail.back().gaze = {4, 0.6, 0.5};
  TileShelf shelf;
  const auto first = demo().view_at_once(session, metrics, shelf).figure->wanted.front();
  shelf.put(first.key, demo().tile(first));
  approve("kiosk-gallery-busy-th-landscape", demo().view_at_once(session, metrics, shelf),
          metrics.panel().size);
  TileShelf refused;
  session.trail.back().gaze = {};
  const auto wanted = demo().view_at_once(session, metrics, refused).figure->wanted;
  for (const auto& wish : wanted) refused.put(wish.key, nullptr);
  approve("kiosk-gallery-refused-th-landscape", demo().view_at_once(session, metrics, refused),
          metrics.panel().size);
}

TEST_CASE("a focus that moves, and a finger that presses, draw two buttons anew and nothing between them") {
  const auto size = kiosk_ui::test::panels().front().panel.size;
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = at(Place::home, "", "lo");
  const auto area = [](const std::vector<pixels::Rect>& parts) {
    double sum = 0;
    for (const auto& part : parts) sum += static_cast<double>(part.width) * part.height;
    return sum;
  };
  session.focus = "topic/welcome";
  const auto before = demo().view(session, metrics);
  session.focus = "language/zh";
  const auto after = demo().view(session, metrics);
  const auto box_of = [&](const char* id) { return before.button(id)->box; };
  const auto around = [&](const char* id) {
    const auto box = box_of(id);
    return 1.5 * box.width * box.height;  // letters overhang their boxes, rings stand around them
  };
  CHECK(area(changes(before, after, size)) > 0);
  CHECK(area(changes(before, after, size)) <= around("topic/welcome") + around("language/zh"));
  const auto pressed = demo().view(session, metrics, Duration(0), "topic/welcome");
  CHECK(area(changes(after, pressed, size)) <= around("topic/welcome"));
}
