// Large pictures cut into tiles: what the pack holds is the picture again, at every level.
#include <catch2/catch.hpp>
#include <cmath>

#include "content-sync/bundle/tile_pack.h"
#include "player/decode/tile_maker.h"
#include "player/pixels/png.h"

using namespace gatecast;
using namespace gatecast::bundle;
using decode::make_tiles;

namespace {

std::uint32_t colour_at(int x, int y) {
  return 0xFF000000U | static_cast<std::uint32_t>(x * 255 / 1300) << 16U |
         static_cast<std::uint32_t>(y * 255 / 900) << 8U | 60U;
}

Bytes picture(int width, int height, std::uint32_t alpha = 255) {
  pixels::Pixmap pixmap({width, height});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) pixmap.row(y)[x] = alpha == 255 ? colour_at(x, y) : alpha << 24U;
  auto bytes = pixels::encode_png(pixmap);
  REQUIRE(bytes);
  return std::move(*bytes);
}

pixels::Pixmap tile_of(const Bytes& pack, const TileGrid& grid, const TileAt& tile) {
  const auto slices = read_tile_head(ByteView(pack).substr(0, tile_head_bytes(grid)), grid, pack.size(), "p");
  REQUIRE(slices);
  const auto& slice = slices->at(grid.number(tile));
  auto decoded = decode::decode_picture(ByteView(pack).substr(slice.offset, slice.length), "tile");
  REQUIRE(decoded);
  CHECK(decoded->format == "jpeg");
  return std::move(decoded->pixels);
}

int distance(std::uint32_t a, std::uint32_t b) {
  int most = 0;
  for (const unsigned shift : {0U, 8U, 16U})
    most =
        std::max(most, std::abs(static_cast<int>(a >> shift & 255U) - static_cast<int>(b >> shift & 255U)));
  return most;
}

}  // namespace

TEST_CASE("every tile of every level shows its part of the picture, at its size") {
  const auto pack = make_tiles(picture(1300, 900), "picture");
  REQUIRE(pack);
  const TileGrid grid(1300, 900);
  REQUIRE(grid.levels() == 3);
  int worst = 0;
  for (int level = 0; level < grid.levels(); ++level)
    for (int row = 0; row < grid.rows(level); ++row)
      for (int column = 0; column < grid.columns(level); ++column) {
        const auto tile = tile_of(*pack, grid, {level, column, row});
        REQUIRE(tile.size() ==
                pixels::Size{grid.tile_width({level, column, row}), grid.tile_height({level, column, row})});
        const int factor = 1 << (grid.levels() - 1 - level);
        for (int y = 3; y < tile.size().height_px - 2; y += 7)
          for (int x = 3; x < tile.size().width_px - 2; x += 7)
            worst = std::max(
                worst, distance(tile.row(y)[x],
                                colour_at(std::min(1299, (column * kTileSide + x) * factor + factor / 2),
                                          std::min(899, (row * kTileSide + y) * factor + factor / 2))));
      }
  CHECK(worst <= 6);
}

TEST_CASE("the same picture gives the same tiles; lines and single pixels too have theirs") {
  const auto bytes = picture(700, 520);
  CHECK(make_tiles(bytes, "one").value() == make_tiles(bytes, "two").value());
  for (const auto& [width, height] : {std::pair{1, 1}, {513, 1}, {1, 1030}, {512, 512}, {2, 515}}) {
    INFO(width << " x " << height);
    const auto pack = make_tiles(picture(width, height), "picture");
    REQUIRE(pack);
    const TileGrid grid(width, height);
    const auto last = grid.levels() - 1;
    const auto tile = tile_of(*pack, grid, {last, grid.columns(last) - 1, grid.rows(last) - 1});
    CHECK(tile.size().width_px <= width);
    CHECK(tile_of(*pack, grid, {0, 0, 0}).size().width_px == grid.level_width(0));
  }
}

TEST_CASE("what is transparent lies on white, and a drawing is cut at 4096 pixels") {
  const auto clear = make_tiles(picture(40, 30, 0), "clear");
  REQUIRE(clear);
  CHECK(distance(tile_of(*clear, TileGrid(40, 30), {0, 0, 0}).row(10)[10], 0xFFFFFFFFU) <= 2);
  const Bytes svg =
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#1B6B62"/></svg>)";
  const auto drawn = make_tiles(svg, "drawing");
  REQUIRE(drawn);
  const auto size = read_tiled_size(*drawn, "drawing");
  REQUIRE(size);
  CHECK(size->width_px == 4096);
  CHECK(size->height_px == 3072);
}

TEST_CASE("what is no picture, cut off or too large makes no tiles") {
  CHECK(make_tiles("no picture at all", "x").error().rule == "picture.unknown_format");
  const auto whole = picture(300, 200);
  CHECK(make_tiles(ByteView(whole).substr(0, whole.size() / 2), "x").error().rule == "picture.broken");
  // A head that states 20,000 x 20,000 pixels.
  auto huge = picture(8, 8);
  for (const std::size_t at : {std::size_t{16}, std::size_t{20}}) {
    huge[at + 2] = 0x4E;
    huge[at + 3] = 0x20;
  }
  CHECK(make_tiles(huge, "x").error().rule == "picture.too_large");
}
