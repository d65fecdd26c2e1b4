// The content's place in a window, pixel by pixel, and the way back from a finger.
#include "player/screen/placement.h"

#include <catch2/catch.hpp>

#include "player/screen/touches.h"

using namespace gatecast;
using namespace gatecast::screen;

namespace {

constexpr std::array<int, 4> kTurns{0, 90, 180, 270};

// A content in which each pixel says where it is.
pixels::Pixmap numbered(pixels::Size size) {
  pixels::Pixmap picture(size);
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x)
      picture.row(y)[x] = 0xFF000000U | static_cast<std::uint32_t>(y) << 12U | static_cast<std::uint32_t>(x);
  return picture;
}

pixels::Pixmap laid_down(const Placement& placement) {
  auto content = numbered(placement.content());
  pixels::Pixmap window(placement.window);
  for (int y = 0; y < window.size().height_px; ++y)
    for (int x = 0; x < window.size().width_px; ++x) window.row(y)[x] = 0xFFFFFFFFU;
  blacken_around(placement, canvas_of(window));
  lay_down(canvas_of(content), placement, canvas_of(window));
  return window;
}

}  // namespace

TEST_CASE("every pixel of the content comes to its place in the window, turned, and around it is black") {
  for (const int degrees : kTurns) {
    const Placement placement{{50, 40}, {7, 3, 31, 22}, degrees};
    const auto content = placement.content();
    CHECK(content == (degrees % 180 == 0 ? pixels::Size{31, 22} : pixels::Size{22, 31}));
    const auto window = laid_down(placement);
    int wrong = 0;
    int inside = 0;
    for (int y = 0; y < 40; ++y)
      for (int x = 0; x < 50; ++x) {
        const auto place = placement.to_content({x, y});
        const auto expected = place ? 0xFF000000U | static_cast<std::uint32_t>(place->y) << 12U |
                                          static_cast<std::uint32_t>(place->x)
                                    : 0xFF000000U;
        wrong += window.row(y)[x] == expected ? 0 : 1;
        inside += place ? 1 : 0;
      }
    INFO(degrees);
    CHECK(wrong == 0);
    CHECK(inside == 31 * 22);
  }
}

TEST_CASE("turned clockwise by 90 degrees the content's top is on the right") {
  const Placement placement{{40, 30}, {0, 0, 40, 30}, 90};
  CHECK(placement.to_window({0, 0}) == Point{39, 0});  // top left comes to the top right
  CHECK(placement.to_window({placement.content().width_px - 1, 0}) == Point{39, 29});
  CHECK(placement.to_content({39, 0}) == Point{0, 0});
}

TEST_CASE("a place in the window and back is the same place, for each turn") {
  for (const int degrees : kTurns) {
    const Placement placement{{64, 48}, {5, 6, 41, 33}, degrees};
    const auto content = placement.content();
    for (int y = 0; y < content.height_px; y += 4)
      for (int x = 0; x < content.width_px; x += 4)
        CHECK(placement.to_content(placement.to_window({x, y})) == Point{x, y});
    CHECK_FALSE(placement.to_content({4, 10}));
    CHECK_FALSE(placement.to_content({46, 10}));
    CHECK_FALSE(placement.to_content({10, 39}));
  }
}

TEST_CASE("a window that became smaller than the rectangle shows what fits, and nothing outside its memory") {
  for (const int degrees : kTurns) {
    const Placement placement{{20, 16}, {8, 4, 31, 22}, degrees};
    const auto window = laid_down(placement);
    const auto place = placement.to_content({19, 15});
    REQUIRE(place);
    CHECK(window.row(15)[19] ==
          (0xFF000000U | static_cast<std::uint32_t>(place->y) << 12U | static_cast<std::uint32_t>(place->x)));
    CHECK(window.row(0)[0] == 0xFF000000U);
  }
}

TEST_CASE("fingers and the mouse come as places in the content, and one that leaves it is lifted") {
  const Placement placement{{100, 80}, {20, 10, 60, 40}, 180};
  Touches touches("");
  std::vector<Input> inputs;
  const auto finger = [&](std::uint32_t type, std::int64_t id, float x, float y) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = id;
    event.tfinger.x = x / 100;
    event.tfinger.y = y / 80;
    touches.take(event, placement, inputs);
  };
  finger(SDL_FINGERDOWN, 1, 5.5F, 20.5F);  // outside: not a touch
  finger(SDL_FINGERUP, 1, 5.5F, 20.5F);
  CHECK(inputs.empty());
  finger(SDL_FINGERDOWN, 2, 20.5F, 10.5F);
  finger(SDL_FINGERMOTION, 2, 22.5F, 10.5F);
  finger(SDL_FINGERMOTION, 2, 10.5F, 10.5F);
  finger(SDL_FINGERUP, 2, 10.5F, 10.5F);  // was lifted already
  REQUIRE(inputs.size() == 3);
  CHECK(inputs[0].kind == InputKind::touch_down);
  CHECK(inputs[0].at == Point{59, 39});
  CHECK(inputs[0].finger == 2);
  CHECK(inputs[1].kind == InputKind::touch_move);
  CHECK(inputs[1].at == Point{57, 39});
  CHECK(inputs[2].kind == InputKind::touch_up);
  CHECK(inputs[2].at == Point{57, 39});

  inputs.clear();
  SDL_Event mouse{};
  mouse.type = SDL_MOUSEBUTTONDOWN;
  mouse.button.button = SDL_BUTTON_LEFT;
  mouse.button.x = 79;
  mouse.button.y = 49;
  touches.take(mouse, placement, inputs);
  mouse.type = SDL_MOUSEBUTTONUP;
  touches.take(mouse, placement, inputs);
  REQUIRE(inputs.size() == 2);
  CHECK(inputs[0].at == Point{0, 0});
  CHECK(inputs[0].finger == kMouse);
  CHECK(inputs[1].kind == InputKind::touch_up);
}

TEST_CASE("where the output names its touch device, other devices are not heard") {
  Touches touches("a device that is not there");
  std::vector<Input> inputs;
  SDL_Event event{};
  event.type = SDL_FINGERDOWN;
  event.tfinger.x = 0.5F;
  event.tfinger.y = 0.5F;
  touches.take(event, {{100, 80}, {0, 0, 100, 80}, 0}, inputs);
  CHECK(inputs.empty());
}

TEST_CASE("a part of the content comes to where the whole would lay it, turned, and nothing else changes") {
  const pixels::Rect part{3, 5, 9, 4};
  for (const int degrees : kTurns) {
    const Placement placement{{50, 40}, {7, 3, 31, 22}, degrees};
    const auto whole = laid_down(placement);
    auto content = numbered(placement.content());
    pixels::Pixmap window(placement.window);
    lay_down_part(canvas_of(content), placement, part, canvas_of(window));
    const auto target = to_window(placement, part);
    int wrong = 0;
    int laid = 0;
    for (int y = 0; y < 40; ++y)
      for (int x = 0; x < 50; ++x) {
        const auto from = placement.to_content({x, y});
        const bool is_part = from && from->x >= part.x && from->x < part.x + part.width &&
                             from->y >= part.y && from->y < part.y + part.height;
        const bool is_target =
            x >= target.x && x < target.x + target.width && y >= target.y && y < target.y + target.height;
        wrong += is_part == is_target && window.row(y)[x] == (is_part ? whole.row(y)[x] : 0) ? 0 : 1;
        laid += is_part ? 1 : 0;
      }
    INFO(degrees);
    CHECK(wrong == 0);
    CHECK(laid == part.width * part.height);
  }
}
