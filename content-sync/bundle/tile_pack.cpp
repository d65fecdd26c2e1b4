#include "content-sync/bundle/tile_pack.h"

#include <algorithm>

namespace gatecast::bundle {
namespace {

constexpr ByteView kMark("GCTILES1", 8);

auto refused(const std::string& name, std::string message) {
  return fail(content_error("tiles.form", name, std::move(message), "build the release again"));
}

void put_number(Bytes& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFFU);
}

std::uint32_t number_at(ByteView bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i);
  return value;
}

int parts(int length) {
  return (length + kTileSide - 1) / kTileSide;
}

int part(int length, int number) {
  return std::min(kTileSide, length - number * kTileSide);
}

}  // namespace

bool is_tiled_size(int width_px, int height_px) {
  return width_px >= 1 && height_px >= 1 && width_px <= kLargestTiledSide && height_px <= kLargestTiledSide &&
         static_cast<std::int64_t>(width_px) * height_px <= kLargestTiledArea;
}

TileGrid::TileGrid(int width_px, int height_px)
    : width_px_(std::clamp(width_px, 1, kLargestTiledSide)),
      height_px_(std::clamp(height_px, 1, kLargestTiledSide)) {
  levels_.push_back({width_px_, height_px_, 0});
  while (std::max(levels_.back().width, levels_.back().height) > kTileSide)
    levels_.push_back({(levels_.back().width + 1) / 2, (levels_.back().height + 1) / 2, 0});
  std::reverse(levels_.begin(), levels_.end());
  for (auto& level : levels_) {
    level.first = count_;
    count_ += static_cast<std::size_t>(parts(level.width)) * static_cast<std::size_t>(parts(level.height));
  }
}

int TileGrid::columns(int level) const {
  return parts(level_width(level));
}
int TileGrid::rows(int level) const {
  return parts(level_height(level));
}

std::size_t TileGrid::number(const TileAt& tile) const {
  return levels_.at(static_cast<std::size_t>(tile.level)).first +
         static_cast<std::size_t>(tile.row) * static_cast<std::size_t>(columns(tile.level)) +
         static_cast<std::size_t>(tile.column);
}

int TileGrid::tile_width(const TileAt& tile) const {
  return part(level_width(tile.level), tile.column);
}
int TileGrid::tile_height(const TileAt& tile) const {
  return part(level_height(tile.level), tile.row);
}

std::uint64_t tile_head_bytes(const TileGrid& grid) {
  return kTileSizeBytes + 4 * static_cast<std::uint64_t>(grid.count());
}

Bytes write_tile_head(const TileGrid& grid, const std::vector<std::uint32_t>& lengths) {
  Bytes out(kMark);
  put_number(out, static_cast<std::uint32_t>(grid.width_px()));
  put_number(out, static_cast<std::uint32_t>(grid.height_px()));
  put_number(out, kTileSide);
  put_number(out, static_cast<std::uint32_t>(grid.levels()));
  for (const auto length : lengths) put_number(out, length);
  return out;
}

Result<TiledSize> read_tiled_size(ByteView head, const std::string& name) {
  if (head.size() < kTileSizeBytes || !head.starts_with(kMark))
    return refused(name, "this is no picture in tiles");
  const auto width = number_at(head, 8);
  const auto height = number_at(head, 12);
  const bool is_possible = width <= kLargestTiledSide && height <= kLargestTiledSide &&
                           is_tiled_size(static_cast<int>(width), static_cast<int>(height)) &&
                           number_at(head, 16) == kTileSide;
  if (!is_possible) return refused(name, "no picture in tiles has this size");
  return TiledSize{static_cast<int>(width), static_cast<int>(height)};
}

Result<std::vector<TileSlice>> read_tile_head(ByteView head, const TileGrid& grid, std::uint64_t object_bytes,
                                              const std::string& name) {
  GATECAST_TRY(const auto size, read_tiled_size(head, name));
  if (size.width_px != grid.width_px() || size.height_px != grid.height_px() ||
      number_at(head, 20) != static_cast<std::uint32_t>(grid.levels()) ||
      head.size() != tile_head_bytes(grid))
    return refused(name, "the tiles are those of a picture of another size");
  std::vector<TileSlice> slices;
  slices.reserve(grid.count());
  std::uint64_t offset = head.size();
  for (std::size_t i = 0; i < grid.count(); ++i) {
    const auto length = number_at(head, kTileSizeBytes + 4 * i);
    if (length == 0 || length > kLargestTile) return refused(name, "a tile has a length that no tile has");
    slices.push_back({offset, length});
    offset += length;
  }
  if (offset != object_bytes) return refused(name, "the tiles do not fill their object");
  return slices;
}

}  // namespace gatecast::bundle
