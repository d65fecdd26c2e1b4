#include "kiosk-ui/view/tile_shelf.h"

#include <algorithm>

namespace gatecast::kiosk_ui {

std::size_t TileShelf::bytes_of(const TilePicture& tile) {
  if (!tile) return 0;
  return static_cast<std::size_t>(tile->stride_bytes()) * static_cast<std::size_t>(tile->size().height_px);
}

TilePicture TileShelf::find(const bundle::TileKey& key) const {
  const auto found = tiles_.find(key);
  return found == tiles_.end() ? nullptr : found->second.tile;
}

bool TileShelf::is_refused(const bundle::TileKey& key) const {
  const auto found = tiles_.find(key);
  return found != tiles_.end() && !found->second.tile;
}

void TileShelf::put(const bundle::TileKey& key, TilePicture tile) {
  auto& entry = tiles_[key];
  bytes_ -= bytes_of(entry.tile);
  entry = {std::move(tile), turn_};
  bytes_ += bytes_of(entry.tile);
  while (bytes_ > kMostTileBytes) {
    const auto oldest = std::min_element(tiles_.begin(), tiles_.end(), [](const auto& a, const auto& b) {
      // What was refused costs nothing and stays.
      if (!a.second.tile != !b.second.tile) return static_cast<bool>(a.second.tile);
      return a.second.used < b.second.used;
    });
    bytes_ -= bytes_of(oldest->second.tile);
    tiles_.erase(oldest);
  }
}

void TileShelf::use(const std::vector<bundle::TileKey>& seen) {
  ++turn_;
  for (const auto& key : seen)
    if (const auto found = tiles_.find(key); found != tiles_.end()) found->second.used = turn_;
}

void TileShelf::clear() {
  tiles_.clear();
  bytes_ = 0;
}

}  // namespace gatecast::kiosk_ui
