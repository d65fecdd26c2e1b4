// A system that release officers signed goes from the store into the slot that does not run. It trusts
// nothing that the agent says: signatures from the pinned root against a floor of its own, each piece hashed
// when it is read, the slot read back from the disk. The slot is closed to the boot loader before the first
// byte and opened after the last, so that a power cut at any moment leaves the running one. Threads: one
// owner. Errors: trust errors of tuf and store; "system.readback" (the disk gives other bytes than were
// written), "system.environment", environment errors of the disk. Source: issue 7, 4; shared/design/trust.md.
#pragma once
#include <cstdint>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::system {

struct InstallOptions {
  Path store;
  Path root;         // the pinned one
  Path notes;        // what was done, and the floor: this program's own file
  Path environment;  // the boot loader's
  Path boot_device;  // of the slot that does not run
  Path root_device;
  std::string arch;
  std::string running_slot;  // "A" or "B"
  std::int64_t running_version = 0;
  Instant now;
};

struct Installed {
  bool is_new = false;       // a slot was written, or opened again, and comes at the next start
  std::int64_t version = 0;  // what is offered; 0: nothing
  std::string slot;
};
Result<Installed> install(Disk& disk, const InstallOptions& options);

// Three starts that the power cut short look like a system that does not start. So one that came back is
// opened again out of the slot where it lies, each time at least so long after the time before; then only a
// higher number helps.
inline constexpr int kMostTries = 3;
inline constexpr auto kBetweenTries = std::chrono::hours(20);

// The highest version that was ever written into a slot here, for who fetches; 0 where none was.
struct Tried {
  std::int64_t version = 0;
  int times = 0;  // opened to the loader
};
Tried last_tried(Disk& disk, const Path& notes);

}  // namespace gatecast::system
