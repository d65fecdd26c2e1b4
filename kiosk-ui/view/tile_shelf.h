// The tiles of large pictures that are at hand: at most kMostTileBytes, those not looked at for longest go
// first. A tile that cannot be had is remembered, so that nobody asks for it again while the page is read.
// Threads: a value of one owner. Errors: none.
#pragma once
#include <map>
#include <memory>
#include <vector>

#include "content-sync/bundle/tile_pack.h"
#include "player/pixels/pixmap.h"

namespace gatecast::kiosk_ui {

inline constexpr std::size_t kMostTileBytes = 64U << 20U;

using TilePicture = std::shared_ptr<const pixels::Pixmap>;

class TileShelf {
 public:
  // Null where it is not at hand.
  [[nodiscard]] TilePicture find(const bundle::TileKey& key) const;
  [[nodiscard]] bool is_refused(const bundle::TileKey& key) const;
  void put(const bundle::TileKey& key, TilePicture tile);  // null: it cannot be had
  // They are looked at now.
  void use(const std::vector<bundle::TileKey>& seen);
  void clear();
  [[nodiscard]] bool is_empty() const { return tiles_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    TilePicture tile;
    std::uint64_t used = 0;
  };
  static std::size_t bytes_of(const TilePicture& tile);
  std::map<bundle::TileKey, Entry> tiles_;
  std::uint64_t turn_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace gatecast::kiosk_ui
