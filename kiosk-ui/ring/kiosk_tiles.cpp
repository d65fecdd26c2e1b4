// Tiles of large pictures: what the screen wants is asked of the loader, what came is put on the shelf, and
// nothing of it stays once no picture is looked at.
#include <algorithm>

#include "content-sync/base/log.h"
#include "kiosk-ui/ring/kiosk.h"

namespace gatecast::kiosk_ui {

bool Kiosk::shows_picture() const {
  return screenful_.figure && screenful_.figure->is_picture && session_.is_open();
}

void Kiosk::take_tiles() {
  if (!tile_loader_) return;
  while (auto loaded = tile_loader_->answer()) {
    std::erase_if(wished_, [&](const auto& wish) { return wish.key == loaded->key; });
    if (!shows_picture()) continue;  // somebody has left it
    if (!loaded->pixels) log_error(loaded->pixels.error());
    tiles_.put(loaded->key, loaded->pixels ? *loaded->pixels : nullptr);
    is_changed_ = true;
  }
}

void Kiosk::wish_for_tiles() {
  if (!shows_picture()) {
    const bool was_asking = !wished_.empty();
    if (!tiles_.is_empty() || was_asking) {
      tiles_.clear();
      wished_.clear();
      if (tile_loader_) tile_loader_->want(opened_, {});
    }
    return;
  }
  const auto& figure = *screenful_.figure;
  std::vector<bundle::TileKey> seen;
  for (const auto& piece : figure.tiles) seen.push_back(piece.key);
  tiles_.use(seen);
  const bool is_asked = std::all_of(figure.wanted.begin(), figure.wanted.end(), [&](const auto& wish) {
    return std::find(wished_.begin(), wished_.end(), wish) != wished_.end();
  });
  if (is_asked) return;
  if (!tile_loader_) tile_loader_ = std::make_unique<playback::TileLoader>([] { screen::Screen::wake(); });
  if (tile_loader_->want(opened_, figure.wanted)) wished_ = figure.wanted;
}

}  // namespace gatecast::kiosk_ui
