// Whether the machine starts anew now, because a system was installed that comes with the next start: while
// the player keeps the screen dark for its power hours, or in hours that the kiosk's settings name; else
// never, and once for each system at most. The player's file is read as anybody's bytes: whoever has the
// player in his hand gets one start at the wrong hour for each system that release officers signed. Threads:
// one owner. Errors: environment errors of the disk. Source: issue 7, 4.
#pragma once
#include <cstdint>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::system {

struct RestartOptions {
  Path next;      // is there since a system was installed in this start
  Path notes;     // of the installer
  Path player;    // player-state/device.json
  Path settings;  // kiosk.json
  Path record;    // for which system it was done: this program's own file
  std::int64_t running_version = 0;
};
struct RestartMoment {
  Instant now;
  Duration uptime{};           // of the machine
  bool is_hour_known = false;  // by a time service; the player judges for itself
};
// True once: it has been written down before.
Result<bool> must_restart(Disk& disk, const RestartOptions& options, const RestartMoment& moment);

}  // namespace gatecast::system
