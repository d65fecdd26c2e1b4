// What the devices' reports come to, for who looks after them: when each was seen last, what is on, what it
// played, what it refused, whether its proof of play is whole. All of it is counted anew from the batches,
// and nothing of a report reaches a terminal but as plain text. Threads: pure over the disk. Errors:
// environment errors of the disk. Source: issue 5, 4; shared/design/trust.md, What must be visible.
#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "content-sync/server/device_book.h"

namespace gatecast::server {

struct ReportedPlay {
  std::int64_t times = 0;
  std::int64_t ms = 0;
};
struct ReportedRefusal {
  Instant at;
  std::string by;  // "agent" or "player"
  std::string rule, subject, message;
};
struct DeviceReport {
  Device device;
  std::optional<Instant> last_report;  // when the newest batch came
  std::int64_t batches = 0;
  std::int64_t records = 0;  // with those that a sum stands for
  std::int64_t summed = 0;   // of them: only as sums
  std::int64_t lost = 0;     // that the kiosk says it could not keep
  std::int64_t gaps = 0;     // batches that are not here
  std::uint64_t damaged_bytes = 0;
  // The newest status.
  std::optional<Instant> status_at;
  std::string channel, state, version;
  std::int64_t release = 0;
  std::optional<std::int64_t> free_bytes, hottest_tenths, day_bytes, month_bytes;
  std::vector<std::string> quarantine;
  // In the days that were asked for.
  std::map<std::string, ReportedPlay> played;
  std::vector<ReportedRefusal> refused;  // newest last, at most 50
  // Proof of play.
  std::int64_t heads = 0, first_head = 0, last_head = 0;
  std::int64_t breaks = 0;  // places where a head does not follow the one before, or is not signed
};

Result<DeviceReport> view_device(Disk& disk, const DeviceBook& book, const Device& device, Instant since);
nlohmann::json to_json(const DeviceReport& report);
std::string in_words(const DeviceReport& report);

}  // namespace gatecast::server
