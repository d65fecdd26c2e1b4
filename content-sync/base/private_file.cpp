#include "content-sync/base/private_file.h"

namespace gatecast {

Status write_private_file_durably(Disk& disk, const Path& path, ByteView bytes) {
  Path fresh = path;
  fresh += ".new";
  GATECAST_TRY(const auto left, disk.status(fresh));
  if (left.kind != FileKind::missing) GATECAST_TRY_STATUS(disk.remove(fresh));  // of a start that was cut off
  {
    GATECAST_TRY(const auto file, disk.open_write(fresh, OpenMode::create_private));
    GATECAST_TRY_STATUS(file->write_at(0, bytes));
    GATECAST_TRY_STATUS(file->sync());
  }
  GATECAST_TRY_STATUS(disk.rename(fresh, path));
  return disk.sync_directory(path.parent_path());
}

}  // namespace gatecast
