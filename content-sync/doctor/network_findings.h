// The way to the server, rung by rung: link, address, route, name, connection, what stands in between, and
// whether the server's keys are the kiosk's and say something of its channel. A few small requests; what
// comes is verified from the pinned root, kept nowhere and changes nothing. Threads: one owner; blocks for
// some seconds a rung at the most. Errors: they are the findings. Source: TUF 1.0.34, 5.3 to 5.5.
#pragma once
#include "content-sync/doctor/finding.h"
#include "content-sync/doctor/kiosk.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::doctor {

struct Patience {
  std::chrono::seconds connect{8};
  std::chrono::seconds stall{15};
};

// Of an address of http or https; a folder has no way to be examined.
Findings network_findings(const std::string& server, const Patience& patience);
// What can be asked once the server answers; `timestamp` has come already where it is not empty.
Findings server_findings(Disk& disk, const Kiosk& kiosk, updater::Fetcher& fetcher);
// Both, as the address has it.
Findings way_findings(Disk& disk, const Kiosk& kiosk, const Patience& patience);

}  // namespace gatecast::doctor
