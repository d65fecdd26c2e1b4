#include "content-sync/agent/stick_command.h"

#include <iostream>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/report_duty.h"
#include "content-sync/agent/store_lock.h"
#include "content-sync/agent/time_keeper.h"
#include "content-sync/base/command_line.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {

Result<CarriedReports> carry_out(Disk& disk, const Clock& clock, const AgentConfig& config,
                                 const SyncStatus& status, const Path& stick) {
  const TimeKeeper time(disk, clock, config.store);
  ReportDuty duty(disk, config, queue_limits(config));
  return duty.carry(status, {std::max(clock.now(), time.now()), clock.steady_now()}, stick);
}

std::string in_words(const CarriedReports& carried) {
  const auto count = [](std::int64_t number, const char* one, const char* many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
  };
  auto words = "reports: " + count(carried.batches, "batch is", "batches are") + " on the stick, " +
               std::to_string(carried.written) + " of them written now";
  if (carried.receipts > 0)
    words += "; " + count(carried.receipts, "receipt", "receipts") + " of the server came by it";
  if (carried.kept > 0)
    words += "; " + count(carried.kept, "record waits", "records wait") + " for a later visit";
  return words;
}

int export_reports(const AgentConfig& config, const Path& stick, bool as_json) {
  SystemDisk disk;
  const SystemClock clock;
  const auto there = disk.status(stick);
  if (!there || there->kind != FileKind::directory)
    return complain(
        usage_error("report.folder", stick, "is not a folder", "give the folder where the stick is mounted"),
        as_json);
  const auto lock = StoreLock::take(config.store);
  if (!lock) return complain(lock.error(), as_json);
  const auto carried = carry_out(disk, clock, config, observe(disk, clock, config), stick);
  if (!carried) return complain(carried.error(), as_json);
  if (as_json)
    std::cout << nlohmann::json{{"ok", true},
                                {"batches", carried->batches},
                                {"written", carried->written},
                                {"bytes", carried->bytes},
                                {"receipts", carried->receipts},
                                {"records_kept", carried->kept}}
                     .dump(2)
              << "\n";
  else
    std::cout << in_words(*carried) << "\nAt the office: gatecast reports take " << stick.string()
              << " --to ADDRESS\n";
  return 0;
}

}  // namespace gatecast::agent
