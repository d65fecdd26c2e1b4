// A file of a secret: whole and durable or not there at all, and readable by nobody else at any moment.
// Threads: the disk's. Errors: environment errors of the disk.
#pragma once
#include "content-sync/base/disk.h"

namespace gatecast {

// Over whatever stood there. The folder is there already.
Status write_private_file_durably(Disk& disk, const Path& path, ByteView bytes);

}  // namespace gatecast
