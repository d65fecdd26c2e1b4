// Tiles of large pictures for a ring, on a thread of their own: read by signed pieces out of the store, each
// decoded in a process of its own, as all pictures are. The newest list of wishes counts; what an older one
// wanted is dropped. At most kMostReadyTiles wait to be taken, so that memory stays bounded whoever asks.
// Threads: its own; want() and answer() from one owner; `wake` is called after each answer.
// Errors: inside the answers: those of the object, of its head, of the decoder.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "content-sync/base/queue.h"
#include "content-sync/bundle/tile_pack.h"
#include "player/playback/painter.h"

namespace gatecast::playback {

inline constexpr std::size_t kMostReadyTiles = 4;

struct LoadedTile {
  bundle::TileKey key;
  Result<PicturePtr> pixels;
};

// One picture after another, each opened once; for whoever has a thread of their own.
class TileReader {
 public:
  Result<PicturePtr> read(const Content& content, const bundle::TileWish& wish);
  void forget() { opened_.clear(); }

 private:
  struct Opened {
    std::shared_ptr<ReadFile> file;
    bundle::TileGrid grid;
    std::vector<bundle::TileSlice> slices;
  };
  Result<const Opened*> open(const Content& content, const bundle::TileWish& wish);
  std::map<Sha256, Opened> opened_;
};

class TileLoader {
 public:
  explicit TileLoader(std::function<void()> wake);
  ~TileLoader();
  TileLoader(const TileLoader&) = delete;
  TileLoader& operator=(const TileLoader&) = delete;
  // In the order in which they are needed; an empty list: nothing more, and nothing stays open. False when
  // it has too much to do: ask again.
  bool want(ContentPtr content, std::vector<bundle::TileWish> wishes);
  std::optional<LoadedTile> answer();

 private:
  struct Wanted {
    ContentPtr content;
    std::vector<bundle::TileWish> wishes;
  };
  static void work(Queue<Wanted>& wanted, Queue<LoadedTile>& answers, const std::function<void()>& wake);

  std::shared_ptr<Queue<Wanted>> wanted_;
  std::shared_ptr<Queue<LoadedTile>> answers_;
  std::jthread thread_;
};

}  // namespace gatecast::playback
