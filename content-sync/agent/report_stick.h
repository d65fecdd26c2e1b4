// Reports that leave by a stick, and the receipts that come back by it. The same batches go by the line too,
// byte for byte, so that the server takes each once, whichever way it comes first. Nothing is forgotten but
// for a receipt that the server's timestamp key signed. Threads: one owner. Errors: "device.key",
// "report.queue", environment errors of the stick; what is on it is whole files, or none of one.
// Source: content-sync/FORMAT.md, Reports on a stick; issue 5, 2 (USB).
#pragma once
#include <cstdint>

#include "content-sync/report/queue.h"
#include "content-sync/report/stick.h"

namespace gatecast::agent {

struct CarriedReports {
  std::int64_t receipts = 0;  // taken from the stick now
  std::int64_t batches = 0;   // on the stick now
  std::int64_t written = 0;   // of them, in this run
  std::uint64_t bytes = 0;    // of those
  std::int64_t kept = 0;  // records that wait here for a later visit: there may be no more batches at once
};
Result<CarriedReports> carry_reports(Disk& disk, const Path& store, const report::DeviceName& name,
                                     report::ReportQueue& queue, const Path& stick);

}  // namespace gatecast::agent
