#include "content-sync/agent/time_keeper.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

tuf::TimeRecord load(Disk& disk, const Path& path) {
  tuf::TimeRecord record;
  const auto bytes = read_file(disk, path, 4096);
  if (!bytes) return record;
  const auto document = parse_json(*bytes, path.string());
  if (!document || !document->is_object()) return record;
  const auto uptime = document->find("uptime_us");
  if (uptime == document->end() || !uptime->is_number_integer() || uptime->get<std::int64_t>() < 0)
    return record;
  record.uptime = Duration(uptime->get<std::int64_t>());
  const auto signed_at = document->find("signed_at");
  if (signed_at != document->end() && signed_at->is_string())
    if (const auto instant = parse_instant(signed_at->get<std::string>())) record.signed_at = *instant;
  return record;
}

}  // namespace

TimeKeeper::TimeKeeper(Disk& disk, const Clock& clock, const Path& store)
    : disk_(&disk),
      clock_(&clock),
      path_(store / "trusted" / "time.json"),
      record_(load(disk, path_)),
      counted_(clock.steady_now()) {}

Instant TimeKeeper::now() const {
  const auto since = std::chrono::duration_cast<Duration>(clock_->steady_now() - counted_);
  return tuf::verification_time(kBuildDate, tuf::after_uptime(record_, since));
}

void TimeKeeper::count() {
  const auto steady = clock_->steady_now();
  record_ = tuf::after_uptime(record_, std::chrono::duration_cast<Duration>(steady - counted_));
  counted_ = steady;
}

void TimeKeeper::saw_timestamp(Instant signed_at) {
  count();
  record_ = tuf::after_timestamp(record_, kBuildDate, signed_at);
}

void TimeKeeper::saw_rotation() {
  record_ = tuf::after_rotation();
}

Status TimeKeeper::save() {
  count();
  nlohmann::json document{{"uptime_us", record_.uptime.count()}};
  if (record_.signed_at) document["signed_at"] = format_instant(*record_.signed_at);
  return write_file_durably(*disk_, path_, document.dump());
}

std::string TimeKeeper::basis() const {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(record_.uptime).count();
  const auto on = record_.signed_at && *record_.signed_at > kBuildDate
                      ? "the server's signature of " + format_instant(*record_.signed_at)
                      : "the date of this program, " + format_instant(kBuildDate);
  return on + ", and " + std::to_string(hours) + " h of uptime since";
}

}  // namespace gatecast::agent
