// Large pictures on a page: the guided order, what is near, and which tiles are seen and wanted.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/gestures.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kLanguages{"vi", "lo", "th", "en", "zh"};
constexpr auto kPage = "culture/exhibition";

bool says(const std::vector<Layer>& layers, const std::string& part) {
  for (const auto& layer : layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find(part) != std::string::npos) return true;
  return false;
}

const bundle::GalleryBlock& gallery() {
  return std::get<bundle::GalleryBlock>(demo().book().page(kPage)->blocks.front());
}

Session looking(int picture, Gaze gaze = {}) {
  auto session = at(Place::page, kPage, "en");
  session.trail.back().spot = picture;
  session.trail.back().gaze = gaze;
  return session;
}

Session press(const Session& session, const Metrics& metrics, const std::string& id) {
  const auto screen = demo().view(session, metrics);
  const auto* button = screen.button(id);
  INFO(id);
  REQUIRE(button != nullptr);
  REQUIRE(button->is_enabled);
  return after(session, button->action, demo().book(), session.touched_at);
}

}  // namespace

TEST_CASE("an exhibition has its place in the order, its words and its source in every language and panel") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& language : kLanguages) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << " in " << language);
      const auto session = at(Place::page, kPage, language);
      const auto screen = demo().view(session, metrics);
      REQUIRE(screen.figure);
      CHECK(screen.figure->is_picture);
      CHECK(says(screen.layers, "1 / 4"));
      const auto& book = demo().book();
      CHECK(says(screen.layers, book.text(gallery().pictures[0].credit, language).substr(0, 8)));
      for (const char* id : {"spot/next", "gaze/nearer", "page/take_along"}) {
        const auto* button = screen.button(id);
        REQUIRE(button != nullptr);
        CHECK(button->is_enabled);
        CHECK(metrics.to_mm(button->box.height) >= kTarget_mm);
        CHECK(metrics.to_mm(button->box.width) >= kTarget_mm);
        CHECK(screen.figure->box.bottom() < button->box.y);
      }
      CHECK_FALSE(screen.button("spot/previous")->is_enabled);
      CHECK_FALSE(screen.button("gaze/farther")->is_enabled);
      for (const auto& layer : screen.layers)
        for (const auto& words : layer.words) {
          CHECK(words.layout.missing.empty());
          CHECK_FALSE(words.layout.is_overfull);
        }
      // A good part of the stage is the picture's.
      CHECK(screen.figure->box.height > metrics.stage.height * 0.36);
    }
}

TEST_CASE("from the first picture to the last and back, each looked at as a whole") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = looking(0);
  session = press(session, metrics, "gaze/nearer");
  CHECK(demo().view(session, metrics).figure->gaze.zoom > 1.5);
  for (int i = 1; i < 4; ++i) {
    session = press(session, metrics, "spot/next");
    const auto screen = demo().view(session, metrics);
    CHECK(screen.figure->gaze.zoom == Approx(1));
    CHECK(says(screen.layers, fmt::format("{} / 4", i + 1)));
  }
  CHECK_FALSE(demo().view(session, metrics).button("spot/next")->is_enabled);
  session = press(session, metrics, "spot/previous");
  CHECK(session.here().spot == 2);
  CHECK(says(demo().view(session, metrics).layers, "One cloth"));
}

TEST_CASE("all that fingers can do up there can be done by buttons within reach: nearer, and four ways") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    auto session = looking(3);
    CHECK(demo().view(session, metrics).button("gaze/up") == nullptr);
    for (int i = 0; i < 3; ++i) session = press(session, metrics, "gaze/nearer");
    const auto middle = demo().view(session, metrics).figure->gaze;
    // To the upper left corner: there the way up is off, the way down is not.
    int touches = 0;
    const auto moves = [&](const char* id) {
      const auto screen = demo().view(session, metrics);
      const auto* button = screen.button(id);
      REQUIRE(button != nullptr);
      return button->is_enabled && button->action.act == Act::look_at;
    };
    for (const auto& [way, back] :
         {std::pair{"spot/previous", "spot/next"}, std::pair{"gaze/up", "gaze/down"}})
      while (moves(way)) {
        session = press(session, metrics, way);
        CHECK(moves(back));
        REQUIRE(++touches < 40);
      }
    CHECK_FALSE(demo().view(session, metrics).button("gaze/up")->is_enabled);
    const auto corner = demo().view(session, metrics).figure->gaze;
    CHECK(corner.x < middle.x);
    CHECK(corner.y < middle.y);
    CHECK(corner.zoom == Approx(middle.zoom));
    for (const auto& one : demo().view(session, metrics).buttons)
      if (one.id.starts_with("gaze/")) CHECK(metrics.to_mm(one.box.width) >= kTarget_mm);
  }
}

TEST_CASE("from a picture's edge the same button leads on to its neighbour, looked at as a whole") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    auto session = looking(1);
    for (int i = 0; i < 4; ++i) session = press(session, metrics, "gaze/nearer");
    int touches = 0;
    while (session.here().spot == 1) {
      const double x = session.here().gaze.x;
      session = press(session, metrics, "spot/next");
      // A touch is always seen: it moves by more than a trembling hand, or turns.
      const auto figure = *demo().view(session, metrics).figure;
      if (session.here().spot == 1)
        CHECK(metrics.to_mm((session.here().gaze.x - x) * extent_at(figure, figure.gaze.zoom).width) >= 2.9);
      REQUIRE(++touches < 12);
    }
    CHECK(touches > 1);
    CHECK(session.here().spot == 2);
    CHECK(demo().view(session, metrics).figure->gaze.zoom == Approx(1));
    // Where a picture is no wider than the stage there is nothing to move to: on at once. And back the same
    // way.
    session = press(session, metrics, "spot/previous");
    CHECK(session.here().spot == 1);
    // The last one's right edge is the end.
    session = looking(3, {50, 1, 0.5});
    CHECK_FALSE(demo().view(session, metrics).button("spot/next")->is_enabled);
  }
}

TEST_CASE("tiles cover what is seen of the picture once, edge to edge, at any zoom") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& gaze : {Gaze{}, Gaze{1.7, 0.3, 0.6}, Gaze{3.33, 0.71, 0.2}, Gaze{9, 0.013, 0.97}}) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << " at " << gaze.zoom);
      const auto screen = demo().view(looking(3, gaze), metrics);
      const auto& figure = *screen.figure;
      CHECK(figure.wanted.empty());
      std::vector<int> covered(static_cast<std::size_t>(figure.box.width) *
                               static_cast<std::size_t>(figure.box.height));
      for (const auto& piece : figure.tiles)
        for (int y = piece.target.y; y < piece.target.y + piece.target.height; ++y)
          for (int x = piece.target.x; x < piece.target.x + piece.target.width; ++x)
            ++covered[static_cast<std::size_t>(y) * static_cast<std::size_t>(figure.box.width) +
                      static_cast<std::size_t>(x)];
      CHECK(*std::max_element(covered.begin(), covered.end()) == 1);
      const auto whole = origin(figure);
      const double seen_width = std::min(whole.right(), figure.box.width) - std::max(0.0, whole.x);
      const double seen_height = std::min(whole.bottom(), figure.box.height) - std::max(0.0, whole.y);
      const auto filled = static_cast<double>(std::count(covered.begin(), covered.end(), 1));
      CHECK(filled == Approx(seen_width * seen_height).epsilon(0.01));
      CHECK(figure.tiles.size() <= 40);
    }
}

TEST_CASE(
    "before the fine tiles have come the coarse one stands in their place, and the middle is wanted first") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto session = looking(3, {6, 0.5, 0.5});
  TileShelf shelf;
  auto screen = demo().view_at_once(session, metrics, shelf);
  CHECK(screen.figure->tiles.empty());
  REQUIRE(screen.figure->wanted.size() > 8);
  const auto first = screen.figure->wanted.front();
  CHECK(first.key.at == bundle::TileAt{0, 0, 0});
  shelf.put(first.key, demo().tile(first));
  screen = demo().view_at_once(session, metrics, shelf);
  REQUIRE_FALSE(screen.figure->tiles.empty());
  for (const auto& piece : screen.figure->tiles) CHECK(piece.key.at.level == 0);
  const auto next = screen.figure->wanted.front();
  CHECK(next.key.at.level == bundle::TileGrid(next.width_px, next.height_px).levels() - 1);
  shelf.put(next.key, demo().tile(next));
  screen = demo().view_at_once(session, metrics, shelf);
  CHECK(std::count_if(screen.figure->tiles.begin(), screen.figure->tiles.end(),
                      [&](const auto& piece) { return piece.key == next.key; }) == 1);
  // The neighbours in the order are wished for last.
  CHECK(screen.figure->wanted.back().key.picture == gallery().pictures[2].object);
}

TEST_CASE("a picture that cannot be had is marked, asked for once, and its words stay") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  TileShelf shelf;
  shelf.put({gallery().pictures[0].object, {0, 0, 0}}, nullptr);
  const auto screen = demo().view_at_once(looking(0), metrics, shelf);
  for (const auto& wish : screen.figure->wanted)
    CHECK_FALSE(wish.key == bundle::TileKey{gallery().pictures[0].object, {0, 0, 0}});
  CHECK(screen.figure->layers.front().marks.size() == 1);
  CHECK(says(screen.layers, "The cloth of the eastern side"));
  CHECK(screen.button("spot/next")->is_enabled);
}

TEST_CASE("the shelf holds so much and no more, and gives up what was not looked at for longest") {
  TileShelf shelf;
  const auto tile = std::make_shared<const pixels::Pixmap>(pixels::Size{512, 512});
  const auto key = [](int number) { return bundle::TileKey{Sha256{}, {3, number, 0}}; };
  constexpr int kFit = static_cast<int>(kMostTileBytes / (512 * 512 * 4));
  for (int i = 0; i < kFit; ++i) shelf.put(key(i), tile);
  CHECK(shelf.bytes() == kMostTileBytes);
  shelf.put(key(500), nullptr);
  shelf.use({key(0), key(1)});
  for (int i = kFit; i < 2 * kFit - 2; ++i) {
    shelf.put(key(i), tile);
    CHECK(shelf.bytes() <= kMostTileBytes);
  }
  CHECK(shelf.find(key(0)));
  CHECK(shelf.find(key(1)));
  CHECK_FALSE(shelf.find(key(2)));
  CHECK(shelf.is_refused(key(500)));
  shelf.clear();
  CHECK(shelf.bytes() == 0);
  CHECK_FALSE(shelf.is_refused(key(500)));
}

TEST_CASE(
    "a finger drawn over the whole picture turns to the next; near, it moves it; two taps go near and back") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto screen = demo().view(looking(1), metrics);
  auto figure = *screen.figure;
  const double slack = metrics.mm(4);
  const SteadyInstant start{1h};
  const double y = figure.box.centre_y();
  const auto swipe = [&](double from, double to) {
    Gestures hand;
    hand.take({Finger::Phase::down, 1, from, y}, figure, slack, start);
    hand.take({Finger::Phase::move, 1, to, y + 3}, figure, slack, start + 50ms);
    return hand.take({Finger::Phase::up, 1, to, y + 3}, figure, slack, start + 90ms).turn;
  };
  CHECK(swipe(900, 500) == 1);
  CHECK(swipe(500, 900) == -1);
  CHECK(swipe(500, 530) == 0);
  figure.gaze.zoom = 3;
  CHECK(swipe(900, 500) == 0);
  figure.gaze = {1, 0.5, 0.5};
  Gestures hand;
  const auto tap = [&](SteadyInstant when) {
    hand.take({Finger::Phase::down, 1, 700, y}, figure, slack, when);
    return hand.take({Finger::Phase::up, 1, 700, y}, figure, slack, when + 40ms);
  };
  tap(start);
  const auto near = tap(start + 150ms);
  REQUIRE(near.glide);
  CHECK(near.glide->zoom == Approx(2.5));
  figure.gaze = {figure.most_zoom, 0.4, 0.4};
  tap(start + 5s);
  const auto back = tap(start + 5150ms);
  REQUIRE(back.glide);
  CHECK(back.glide->zoom == Approx(1));
}
