// --tiles: a picture cut into the tiles of one object, on standard output, for `gatecast build`.
// Threads: main only. Errors: those of the file and of the picture.
#pragma once
#include "content-sync/base/disk.h"

namespace gatecast::preview {

Status write_tiles(Disk& disk, const Path& file);

}  // namespace gatecast::preview
