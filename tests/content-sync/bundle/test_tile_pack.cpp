#include <catch2/catch.hpp>
#include <numeric>

#include "content-sync/bundle/tile_pack.h"

using namespace gatecast;
using namespace gatecast::bundle;

namespace {

std::vector<std::uint32_t> lengths_for(const TileGrid& grid) {
  std::vector<std::uint32_t> lengths(grid.count());
  std::iota(lengths.begin(), lengths.end(), 100U);
  return lengths;
}

std::uint64_t total_of(const TileGrid& grid, const std::vector<std::uint32_t>& lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), tile_head_bytes(grid));
}

std::string rule_of(const Bytes& head, const TileGrid& grid, std::uint64_t total) {
  const auto read = read_tile_head(head, grid, total, "picture");
  return read ? "" : read.error().rule;
}

}  // namespace

TEST_CASE("a picture of 12,000 x 9,000 is parted into levels that halve, the first of one tile") {
  const TileGrid grid(12000, 9000);
  CHECK(grid.levels() == 6);
  CHECK(grid.level_width(5) == 12000);
  CHECK(grid.level_width(0) == 375);
  CHECK(grid.columns(0) * grid.rows(0) == 1);
  CHECK(grid.columns(5) == 24);
  CHECK(grid.rows(5) == 18);
  CHECK(grid.tile_width({5, 23, 0}) == 12000 - 23 * kTileSide);
  std::size_t next = 0;
  for (int level = 0; level < grid.levels(); ++level)
    for (int row = 0; row < grid.rows(level); ++row)
      for (int column = 0; column < grid.columns(level); ++column) {
        CHECK(grid.number({level, column, row}) == next);
        ++next;
      }
  CHECK(grid.count() == next);
}

TEST_CASE("pictures of a line, a dot and one pixel more than a tile have their tiles too") {
  CHECK(TileGrid(1, 1).count() == 1);
  CHECK(TileGrid(512, 512).levels() == 1);
  const TileGrid line(513, 1);
  CHECK(line.levels() == 2);
  CHECK(line.tile_width({1, 1, 0}) == 1);
  CHECK(line.level_width(0) == 257);
  CHECK(line.level_height(0) == 1);
}

TEST_CASE("a head says where each tile lies, and the tiles fill their object without a gap") {
  const TileGrid grid(1300, 900);
  const auto lengths = lengths_for(grid);
  const auto head = write_tile_head(grid, lengths);
  CHECK(head.size() == tile_head_bytes(grid));
  const auto size = read_tiled_size(head, "picture");
  REQUIRE(size);
  CHECK(size->width_px == 1300);
  CHECK(size->height_px == 900);
  const auto slices = read_tile_head(head, grid, total_of(grid, lengths), "picture");
  REQUIRE(slices);
  auto end = tile_head_bytes(grid);
  for (const auto& slice : *slices) {
    CHECK(slice.offset == end);
    end += slice.length;
  }
  CHECK(end == total_of(grid, lengths));
}

TEST_CASE("a head that lies about sizes, lengths or its picture is refused") {
  const TileGrid grid(1300, 900);
  const auto lengths = lengths_for(grid);
  const auto head = write_tile_head(grid, lengths);
  const auto total = total_of(grid, lengths);
  REQUIRE(rule_of(head, grid, total).empty());
  CHECK(rule_of(head, grid, total + 1) == "tiles.form");
  CHECK(rule_of(head, grid, total - 1) == "tiles.form");
  CHECK(rule_of(head, TileGrid(1300, 901), total) == "tiles.form");
  CHECK(rule_of(head.substr(0, head.size() - 1), grid, total) == "tiles.form");
  CHECK(rule_of(head.substr(0, 10), grid, total) == "tiles.form");
  CHECK(rule_of("", grid, total) == "tiles.form");
  for (std::size_t at = 0; at < head.size(); ++at) {
    auto bent = head;
    bent[at] = static_cast<char>(bent[at] ^ 0x40);
    INFO(at);
    CHECK(rule_of(bent, grid, total) == "tiles.form");
  }
  auto none = lengths;
  none[3] += none[4];
  none[4] = 0;
  CHECK(rule_of(write_tile_head(grid, none), grid, total) == "tiles.form");
  auto huge = lengths;
  huge[0] = kLargestTile + 1;
  CHECK(rule_of(write_tile_head(grid, huge), grid, total_of(grid, huge)) == "tiles.form");
  CHECK_FALSE(is_tiled_size(16385, 10));
  CHECK_FALSE(is_tiled_size(16000, 16000));
  CHECK_FALSE(is_tiled_size(0, 10));
}
