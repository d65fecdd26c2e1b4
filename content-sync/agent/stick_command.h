// `gatecast-sync export-reports DIR`, and what `gatecast-sync import DIR` does of it by itself.
// Threads: main only. Errors: as report_stick.h; "report.not_enrolled". Source: content-sync/doc/device.md.
#pragma once
#include "content-sync/agent/config.h"
#include "content-sync/agent/report_stick.h"
#include "content-sync/agent/status.h"

namespace gatecast::agent {

// Takes down how this kiosk is now, then all that waits goes onto the stick. The store must be locked.
Result<CarriedReports> carry_out(Disk& disk, const Clock& clock, const AgentConfig& config,
                                 const SyncStatus& status, const Path& stick);
std::string in_words(const CarriedReports& carried);

int export_reports(const AgentConfig& config, const Path& stick, bool as_json);

}  // namespace gatecast::agent
