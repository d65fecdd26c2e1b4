// The names of a kiosk's settings (/etc/gatecast/kiosk.json): agent and player read the one file, each takes
// its own and says what is wrong with it.
// Threads: constants.
#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace gatecast {

inline constexpr std::array<std::string_view, 4> kSharedSettings{"channel", "root", "store", "player_state"};
inline constexpr std::array<std::string_view, 15> kAgentSettings{
    "server",        "poll_seconds",   "stall_seconds", "reserve_mb",      "content_mb",
    "content_hours", "day_mb",         "month_mb",      "most_kb_s",       "feed_seconds",
    "feed_day_kb",   "report_seconds", "report_day_kb", "report_queue_mb", "metrics_port"};
inline constexpr std::array<std::string_view, 10> kPlayerSettings{
    "site",  "language", "outputs",    "output",        "tags",
    "touch", "switch",   "technician", "export_folder", "$comment"};

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

}  // namespace gatecast
