// What the kiosk's own files tell: root, clock, room on the disk, why nothing is on, what is refused. Asks no
// network and changes nothing. Threads: pure over the disk. Errors: they are the findings.
// Source: shared/design/trust.md, What must be visible; The kiosk (player-state is hostile input).
#pragma once
#include "content-sync/doctor/finding.h"
#include "content-sync/doctor/kiosk.h"

namespace gatecast::doctor {

Findings settings_findings(const Kiosk& kiosk);
Findings root_findings(Disk& disk, const Kiosk& kiosk);
Findings clock_findings(const Kiosk& kiosk);
Findings disk_findings(Disk& disk, const Kiosk& kiosk);
Findings content_findings(Disk& disk, const Kiosk& kiosk);

}  // namespace gatecast::doctor
