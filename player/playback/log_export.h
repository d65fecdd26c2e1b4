// Copies what a technician takes along onto a stick: play log, refusals, counts of useful pages, what the
// agent knows. Keys are never copied. The stick says that it wants this by a folder "gatecast-export" on it,
// so that nothing is written where no stick is mounted. Threads: any. Errors: "export.stick" and those of the
// disk. Source: the section 5; shared/design/trust.md (USB storage).
#pragma once
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::playback {

struct ExportPlaces {
  Path state;
  Path store;
  Path stick;  // where it is mounted
  std::string channel;
};
// The new folder's path on the stick.
Result<std::string> export_log_files(Disk& disk, const ExportPlaces& places, Instant now);

}  // namespace gatecast::playback
