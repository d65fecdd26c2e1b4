// What the machine around the store tells: owners and modes of files, a disk that became read-only, whether
// agent and player run (each holds a lock on its folder while it does). Threads: pure but for system calls.
// Errors: they are the findings. Source: shared/design/trust.md (two users, two programs, files between
// them).
#pragma once
#include "content-sync/doctor/finding.h"
#include "content-sync/doctor/kiosk.h"

namespace gatecast::doctor {

Findings permission_findings(const Kiosk& kiosk);
Findings program_findings(const Kiosk& kiosk);

}  // namespace gatecast::doctor
