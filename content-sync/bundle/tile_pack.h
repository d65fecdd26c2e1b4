// A large picture cut into tiles, as one object: a head that says how large the picture is and how long each
// tile, then the tiles (JPEG), from the coarsest level (one tile) to the finest. Where a tile lies follows
// from the picture's size alone, so that a reader needs the head once and then only the bytes of what is
// seen. Threads: values. Errors: content errors "tiles.form": a head that does not fit the picture or its
// object. Source: shared/design/content.md (large pictures); the head's numbers are little-endian.
#pragma once
#include <cstdint>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast::bundle {

inline constexpr int kTileSide = 512;
inline constexpr int kLargestTiledSide = 16384;
inline constexpr std::int64_t kLargestTiledArea = 144LL * 1000 * 1000;
inline constexpr std::uint64_t kLargestTilePack = 512U << 20U;
inline constexpr std::uint32_t kLargestTile = 4U << 20U;  // bytes of one tile's JPEG
inline constexpr auto kTilesMediaType = "application/x-gatecast-tiles";

struct TileAt {
  int level = 0;  // 0: the whole picture in one tile; each next one twice as fine
  int column = 0;
  int row = 0;
  auto operator<=>(const TileAt&) const = default;
};

struct TileKey {
  Sha256 picture;  // the object
  TileAt at;
  auto operator<=>(const TileKey&) const = default;
};
// A tile that is to be seen, with the picture's size, from which its place follows.
struct TileWish {
  TileKey key;
  int width_px = 0;
  int height_px = 0;
  bool operator==(const TileWish&) const = default;
};

// How a picture of this size is parted. Its last level has the picture's own pixels.
class TileGrid {
 public:
  TileGrid(int width_px, int height_px);
  [[nodiscard]] int width_px() const { return width_px_; }
  [[nodiscard]] int height_px() const { return height_px_; }
  [[nodiscard]] int levels() const { return static_cast<int>(levels_.size()); }
  [[nodiscard]] int level_width(int level) const { return levels_.at(static_cast<std::size_t>(level)).width; }
  [[nodiscard]] int level_height(int level) const {
    return levels_.at(static_cast<std::size_t>(level)).height;
  }
  [[nodiscard]] int columns(int level) const;
  [[nodiscard]] int rows(int level) const;
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t number(const TileAt& tile) const;  // in the order of the pack
  [[nodiscard]] int tile_width(const TileAt& tile) const;
  [[nodiscard]] int tile_height(const TileAt& tile) const;

 private:
  struct Level {
    int width = 0;
    int height = 0;
    std::size_t first = 0;  // number of its first tile
  };
  int width_px_;
  int height_px_;
  std::vector<Level> levels_;
  std::size_t count_ = 0;
};

bool is_tiled_size(int width_px, int height_px);

std::uint64_t tile_head_bytes(const TileGrid& grid);
// `lengths`: of each tile, in the pack's order.
Bytes write_tile_head(const TileGrid& grid, const std::vector<std::uint32_t>& lengths);
// The picture's size as a head's first bytes (kTileSizeBytes or more) say.
inline constexpr std::size_t kTileSizeBytes = 24;
struct TiledSize {
  int width_px = 0;
  int height_px = 0;
};
Result<TiledSize> read_tiled_size(ByteView head, const std::string& name);

struct TileSlice {
  std::uint64_t offset = 0;  // in the object
  std::uint32_t length = 0;
};
// Where each tile lies. `object_bytes`: the whole pack's length, which they must fill.
Result<std::vector<TileSlice>> read_tile_head(ByteView head, const TileGrid& grid, std::uint64_t object_bytes,
                                              const std::string& name);

}  // namespace gatecast::bundle
