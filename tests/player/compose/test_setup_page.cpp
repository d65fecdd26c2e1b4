// The set-up page, pixel by pixel: what shall be one pixel is one pixel, and a card is as large as a card.
#include "player/compose/setup_page.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::compose;

namespace {

constexpr std::uint32_t kWhite = 0xFFF0F0EC;

SetupFacts facts(pixels::Size size, int panel_width_mm, int panel_height_mm) {
  return {size, panel_width_mm, panel_height_mm, {}};
}

}  // namespace

TEST_CASE("the set-up page has a border of single pixels and an arrow in each corner, at every size") {
  for (const auto size : {pixels::Size{1920, 1080}, {1080, 1920}, {700, 400}, {64, 48}}) {
    const auto page = paint_setup_page(facts(size, 0, 0), nullptr);
    REQUIRE(page.size() == size);
    int border = 0;
    for (int x = 0; x < size.width_px; ++x)
      border += (page.row(0)[x] == kWhite ? 1 : 0) + (page.row(size.height_px - 1)[x] == kWhite ? 1 : 0);
    for (int y = 0; y < size.height_px; ++y)
      border += (page.row(y)[0] == kWhite ? 1 : 0) + (page.row(y)[size.width_px - 1] == kWhite ? 1 : 0);
    CHECK(border == 2 * (size.width_px + size.height_px));
    CHECK(page.row(1)[size.width_px / 2 + 3] != kWhite);  // one pixel, not two (no tick there)
    if (size.height_px < 100) continue;                   // an arrow of four pixels is all edge
    for (const int x : {2, size.width_px - 3})
      for (const int y : {2, size.height_px - 3}) CHECK(page.row(y)[x] == 0xFFFFC440);
  }
}

TEST_CASE("the ruler has a tick each ten pixels, at exactly that pixel") {
  const auto page = paint_setup_page(facts({1920, 1080}, 0, 0), nullptr);
  for (int x = 200; x < 1700; ++x) CHECK((page.row(3)[x] == kWhite) == (x % 10 == 0));
  for (int x = 200; x < 1700; ++x) CHECK((page.row(17)[x] == kWhite) == (x % 100 == 0));
  for (int y = 200; y < 900; ++y) CHECK((page.row(y)[3] == kWhite) == (y % 10 == 0));
}

TEST_CASE("the outline of a bank card is 85.60 by 53.98 mm of the panel, also where pixels are not square") {
  const auto card = bank_card(facts({1920, 1080}, 1210, 680));
  CHECK(std::abs(card.width - 85.60 * 1920 / 1210) <= 0.5);
  CHECK(std::abs(card.height - 53.98 * 1080 / 680) <= 0.5);
  CHECK(card.x + card.width / 2 == 960);
  const auto oblong = bank_card(facts({1280, 1024}, 376, 301));
  CHECK(std::abs(oblong.width - 85.60 * 1280 / 376) <= 0.5);
  CHECK(std::abs(oblong.height - 53.98 * 1024 / 301) <= 0.5);
  CHECK(bank_card(facts({1920, 1080}, 0, 0)).width == 0);

  // And it is drawn there: its outline's colour at the edges' middles, none outside.
  const auto page = paint_setup_page(facts({1920, 1080}, 1210, 680), nullptr);
  constexpr std::uint32_t kOutline = 0xFF60C8A0;
  CHECK(page.row(540)[card.x] == kOutline);
  CHECK(page.row(540)[card.x + card.width - 1] == kOutline);
  CHECK(page.row(card.y)[card.x + card.width / 3] == kOutline);
  CHECK(page.row(card.y + card.height - 1)[card.x + card.width / 3] == kOutline);
  CHECK(page.row(541)[card.x - 1] != kOutline);
  CHECK(page.row(card.y - 1)[card.x + card.width / 3] != kOutline);
}
