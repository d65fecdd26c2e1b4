#include "player/preview/tiles.h"

#include <cstdio>

#include "player/decode/tile_maker.h"

namespace gatecast::preview {

Status write_tiles(Disk& disk, const Path& file) {
  GATECAST_TRY(const auto bytes, read_file(disk, file, decode::kLargestTiledFile));
  GATECAST_TRY(const auto pack, decode::make_tiles(bytes, file.string()));
  if (std::fwrite(pack.data(), 1, pack.size(), stdout) != pack.size() || std::fflush(stdout) != 0)
    return fail(environment_error("preview.output", file.string(), "the tiles cannot be written"));
  return {};
}

}  // namespace gatecast::preview
