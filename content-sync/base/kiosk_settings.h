// A kiosk's settings (/etc/gatecast/kiosk.json): agent and player read the one file by this one reader, and
// each takes its own fields. Whatever is wrong with the file is a mistake of who set the kiosk up.
// Threads: pure but for reading. Errors: usage errors (exit code 2) "settings.missing", "settings.form",
// "settings.unknown" and those of json.h; environment errors of the disk.
#pragma once
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/base/json.h"

namespace gatecast {

inline constexpr std::array<std::string_view, 6> kSharedSettings{"channel", "site",  "kiosk",
                                                                 "root",    "store", "player_state"};
inline constexpr std::array<std::string_view, 25> kAgentSettings{
    "server",        "poll_seconds",   "stall_seconds", "reserve_mb",      "content_mb",
    "content_hours", "day_mb",         "month_mb",      "most_kb_s",       "feed_seconds",
    "feed_day_kb",   "report_seconds", "report_day_kb", "report_queue_mb", "metrics_port",
    "neighbours",    "share_on",       "sticks",        "stick_folder",    "restart_hours",
    "idle_month_mb", "mirror",         "paid_links",    "paid_day_mb",     "paid_month_mb"};
inline constexpr std::array<std::string_view, 9> kPlayerSettings{
    "language", "outputs", "output", "tags", "touch", "switch", "technician", "export_folder", "$comment"};

template <class Names>
bool is_among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline std::vector<std::string> all_kiosk_settings() {
  std::vector<std::string> all(kSharedSettings.begin(), kSharedSettings.end());
  all.insert(all.end(), kAgentSettings.begin(), kAgentSettings.end());
  all.insert(all.end(), kPlayerSettings.begin(), kPlayerSettings.end());
  return all;
}

struct KioskSettings {
  std::shared_ptr<const nlohmann::json> document;  // an object
  std::string file;
  JsonPositions positions;
  // Fields that nobody knows, each with its place and what was probably meant. For whoever checks, and for
  // the agent, the first of them is the error; the player that lights a screen says them in its log and
  // plays.
  std::vector<Error> unknown;

  [[nodiscard]] std::string place_of(const std::string& field) const;  // "kiosk.json:3:12"
};
Result<KioskSettings> read_kiosk_settings(Disk& disk, const Path& path);

// As parse_json, for a file of this machine's own: a mistake in it is one of usage.
Result<nlohmann::json> parse_settings(ByteView bytes, const std::string& file, const JsonLimits& limits,
                                      JsonPositions* positions);

}  // namespace gatecast
