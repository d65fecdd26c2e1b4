#include <catch2/catch.hpp>
#include <numeric>
#include <thread>

#include "content-sync/base/memory_file.h"
#include "player/decode/tile_maker.h"
#include "player/pixels/png.h"
#include "player/playback/tile_loader.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

const Sha256 kPicture = sha256("picture");
constexpr int kWidth = 2600;
constexpr int kHeight = 1100;

ContentPtr content_of(Bytes pack) {
  auto content = std::make_shared<Content>();
  content->open_object = [bytes = std::make_shared<const Bytes>(std::move(pack))](
                             const Sha256& object) -> Result<std::unique_ptr<ReadFile>> {
    if (object != kPicture) return fail(content_error("store.missing", object.hex(), "not there"));
    return std::make_unique<MemoryFile>(bytes);
  };
  return content;
}

// Each tile one shade of grey that says which it is.
Bytes pack() {
  const bundle::TileGrid grid(kWidth, kHeight);
  std::vector<std::uint32_t> lengths(grid.count());
  Bytes tiles;
  for (int level = 0; level < grid.levels(); ++level)
    for (int row = 0; row < grid.rows(level); ++row)
      for (int column = 0; column < grid.columns(level); ++column) {
        const bundle::TileAt at{level, column, row};
        pixels::Pixmap pixels({grid.tile_width(at), grid.tile_height(at)});
        const auto shade = static_cast<std::uint32_t>(grid.number(at)) * 4;
        for (int y = 0; y < pixels.size().height_px; ++y)
          std::fill_n(pixels.row(y), pixels.size().width_px, 0xFF000000U | shade * 0x010101U);
        const auto jpeg =
            decode::encode_jpeg(pixels, {0, 0, pixels.size().width_px, pixels.size().height_px});
        REQUIRE(jpeg);
        lengths[grid.number(at)] = static_cast<std::uint32_t>(jpeg->size());
        tiles += *jpeg;
      }
  return bundle::write_tile_head(grid, lengths) + tiles;
}

bundle::TileWish wish(int level, int column, int row) {
  return {{kPicture, {level, column, row}}, kWidth, kHeight};
}

std::optional<LoadedTile> wait_for(TileLoader& loader) {
  for (int i = 0; i < 500; ++i) {
    if (auto tile = loader.answer()) return tile;
    std::this_thread::sleep_for(10ms);
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("wanted tiles come in their order, decoded, each of its own place") {
  const auto content = content_of(pack());
  TileLoader loader([] {});
  REQUIRE(loader.want(content, {wish(0, 0, 0), wish(3, 5, 2), wish(2, 1, 1)}));
  const bundle::TileGrid grid(kWidth, kHeight);
  for (const auto& at : {bundle::TileAt{0, 0, 0}, {3, 5, 2}, {2, 1, 1}}) {
    const auto tile = wait_for(loader);
    REQUIRE(tile);
    CHECK(tile->key.at == at);
    REQUIRE(tile->pixels);
    CHECK((*tile->pixels)->size() == pixels::Size{grid.tile_width(at), grid.tile_height(at)});
    const auto shade = static_cast<int>((*tile->pixels)->row(0)[0] & 255U);
    CHECK(std::abs(shade - static_cast<int>(grid.number(at)) * 4) <= 1);
  }
}

TEST_CASE(
    "nobody takes them: no more than a few wait, a newer list goes first, and the end is not waited for") {
  const auto content = content_of(pack());
  TileLoader loader([] {});
  std::vector<bundle::TileWish> many;
  for (int column = 0; column < 6; ++column)
    for (int row = 0; row < 3; ++row) many.push_back(wish(3, column, row));
  REQUIRE(loader.want(content, many));
  std::this_thread::sleep_for(200ms);
  REQUIRE(loader.want(content, {wish(1, 0, 0)}));
  int before = 0;
  while (const auto tile = wait_for(loader)) {
    if (tile->key.at.level == 1) break;
    ++before;
  }
  CHECK(before <= static_cast<int>(kMostReadyTiles) + 2);
}

TEST_CASE(
    "a picture that is missing, of another size or damaged is said for each tile, and others still come") {
  auto damaged = pack();
  TileLoader loader([] {});
  auto missing = wish(0, 0, 0);
  missing.key.picture = sha256("another");
  auto other_size = wish(0, 0, 0);
  other_size.width_px += 1;
  REQUIRE(loader.want(content_of(damaged), {missing, other_size, wish(9, 0, 0), wish(1, 0, 0)}));
  for (int i = 0; i < 2; ++i) {
    const auto tile = wait_for(loader);
    REQUIRE(tile);
    CHECK_FALSE(tile->pixels);
  }
  const auto nowhere = wait_for(loader);
  REQUIRE(nowhere);
  CHECK(nowhere->pixels.error().rule == "tiles.form");
  const auto whole = wait_for(loader);
  REQUIRE(whole);
  CHECK(whole->pixels);
  damaged.resize(damaged.size() - 1);
  TileLoader another([] {});
  REQUIRE(another.want(content_of(damaged), {wish(1, 0, 0)}));
  const auto cut = wait_for(another);
  REQUIRE(cut);
  CHECK(cut->pixels.error().rule == "tiles.form");
}
