#include "content-sync/system/restart.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/device.h"
#include "content-sync/system/install.h"

namespace gatecast::system {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kLargestFile = 64 * 1024;
// Somebody who wakes a dark screen is done by then, and a clock that was set has settled.
constexpr auto kLeastRest = 10min;
constexpr auto kMostRest = 24h;

nlohmann::json document_at(Disk& disk, const Path& path) {
  const auto there = disk.status(path);
  if (!there || there->kind != FileKind::file) return {};  // no link is followed
  const auto bytes = read_file(disk, path, kLargestFile);
  auto document = bytes ? parse_json(*bytes, path.string()) : fail(bytes.error());
  return document && document->is_object() ? std::move(*document) : nlohmann::json();
}

bool is_resting(Disk& disk, const Path& player, const RestartMoment& moment) {
  const auto since = parse_instant(text_at(document_at(disk, player), "resting_since"));
  if (!since) return false;
  const auto rest = moment.now - *since;
  return rest >= kLeastRest && rest < kMostRest && rest < moment.uptime;
}

bool is_told(Disk& disk, const Path& settings, const RestartMoment& moment) {
  const auto hours = text_at(document_at(disk, settings), "restart_hours");
  return moment.is_hour_known && bundle::are_hours(hours) && bundle::is_within_hours(hours, moment.now);
}

}  // namespace

Result<bool> must_restart(Disk& disk, const RestartOptions& options, const RestartMoment& moment) {
  GATECAST_TRY(const auto next, disk.status(options.next));
  if (next.kind != FileKind::file) return false;
  const auto version = last_tried(disk, options.notes).version;
  if (version <= options.running_version) return false;
  if (number_at(document_at(disk, options.record), "version") >= version) return false;
  if (!is_resting(disk, options.player, moment) && !is_told(disk, options.settings, moment)) return false;
  const nlohmann::json record{{"format", 1}, {"version", version}};
  GATECAST_TRY_STATUS(write_file_durably(disk, options.record, record.dump() + "\n"));
  return true;
}

}  // namespace gatecast::system
