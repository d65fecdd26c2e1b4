// What goes along with "there is something newer": the small files that a kiosk would ask for next, each by
// the name that it has here. The kiosk verifies them as if it had fetched them one by one; on a slow line
// that is four waits fewer between an officer's word and the screen. Threads: pure over the disk. Errors:
// none; what is not there, or too large, is left out and asked for. Source: issue 5, Transfer (on the screen
// within 5 s); TUF 1.0.34, section 5.
#pragma once
#include <cstdint>

#include "content-sync/base/disk.h"

namespace gatecast::server {

// What the kiosk says that it has; 0: nothing.
struct KnownVersions {
  std::int64_t timestamp = 0;
  std::int64_t root = 0;
  std::int64_t snapshot = 0;
  std::int64_t alert = 0;
};

// One body of store/role_files.h: the timestamp, each root after the known one, and the snapshot and the
// officers' statements where they are newer. Empty where the kiosk does not say which root it has.
Bytes news_for(Disk& disk, const Path& repository, ByteView timestamp, const KnownVersions& known);

}  // namespace gatecast::server
