// gatecast-sync doctor: what is wrong with this kiosk, for a technician. Threads: main only. Errors: as
// findings; exit code 0 where all is well, 1 where something was found, 2 usage.
// Source: issue 5, 4; content-sync/doctor.
#pragma once
#include "content-sync/agent/status.h"
#include "content-sync/agent/sync_commands.h"
#include "content-sync/doctor/kiosk.h"

namespace gatecast::agent {

// What the agent knows, as the doctor asks for it.
doctor::Kiosk kiosk_of(const SyncStatus& status, const AgentConfig& config);
int find_what_is_wrong(const Arguments& arguments);

}  // namespace gatecast::agent
