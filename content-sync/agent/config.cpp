#include "content-sync/agent/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "content-sync/agent/data_plan.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_settings.h"
#include "content-sync/base/nearest.h"

namespace gatecast::agent {
namespace {

Error unknown_setting(const std::string& subject, const std::string& name) {
  auto known = all_kiosk_settings();
  const auto near = nearest(name, known);
  return usage_error("sync.config", subject, "unknown field \"" + name + "\"",
                     near.empty() ? fmt::format("known fields: {}", fmt::join(known, ", "))
                                  : "did you mean \"" + near + "\"?");
}

std::int64_t* number_field(AgentConfig& config, const std::string& name) {
  if (name == "poll_seconds") return &config.poll_seconds;
  if (name == "stall_seconds") return &config.stall_seconds;
  if (name == "reserve_mb") return &config.reserve_mb;
  if (name == "content_mb") return &config.content_mb;
  if (name == "day_mb") return &config.day_mb;
  if (name == "month_mb") return &config.month_mb;
  if (name == "most_kb_s") return &config.most_kb_s;
  if (name == "feed_seconds") return &config.feed_seconds;
  if (name == "metrics_port") return &config.metrics_port;
  if (name == "feed_day_kb") return &config.feed_day_kb;
  if (name == "report_seconds") return &config.report_seconds;
  if (name == "report_day_kb") return &config.report_day_kb;
  if (name == "report_queue_mb") return &config.report_queue_mb;
  return nullptr;
}

bool set_text(AgentConfig& config, const std::string& name, const std::string& value) {
  if (name == "store")
    config.store = value;
  else if (name == "server")
    config.server = value;
  else if (name == "root")
    config.root = value;
  else if (name == "channel")
    config.channel = value;
  else if (name == "player_state")
    config.player_state = value;
  else if (name == "content_hours")
    config.content_hours = value;
  else
    return false;
  return true;
}

}  // namespace

Status read_config(Disk& disk, const Path& path, AgentConfig& config) {
  GATECAST_TRY(const auto bytes, read_file(disk, path, 64 * 1024));
  JsonPositions positions;
  GATECAST_TRY(const auto document, parse_json(bytes, path.string(), {}, &positions));
  if (!document.is_object())
    return fail(usage_error("sync.config", path, "not a JSON object",
                            "for instance {\"channel\": \"lao-bao-hall\"}"));
  for (const auto& [name, value] : document.items()) {
    if (is_among(kPlayerSettings, name)) continue;
    const auto at = positions[json_pointer("", name)];
    const auto subject = path.string() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    if (auto* number = number_field(config, name)) {
      if (!value.is_number_integer())
        return fail(usage_error("sync.config", subject, "\"" + name + "\" must be a whole number"));
      *number = value.get<std::int64_t>();
      continue;
    }
    if (!is_among(kSharedSettings, name) && !is_among(kAgentSettings, name))
      return fail(unknown_setting(subject, name));
    if (!value.is_string() || !set_text(config, name, value.get<std::string>()))
      return fail(usage_error("sync.config", subject, "\"" + name + "\" must be a text in quotes"));
  }
  if (config.root.empty()) config.root = "/etc/gatecast/root.json";
  if (config.store.empty()) config.store = "/var/lib/gatecast/store";
  if (config.player_state.empty()) config.player_state = "/var/lib/gatecast/player-state";
  return {};
}

Status check_config(const AgentConfig& config) {
  const auto need = [](bool is_there, const char* option, const char* what) -> Status {
    if (is_there) return {};
    return fail(usage_error("sync.config", option, std::string("is missing: ") + what,
                            std::string("give ") + option + " or set it in " + kDefaultConfig));
  };
  GATECAST_TRY_STATUS(need(!config.store.empty(), "--store", "the folder that holds this machine's content"));
  GATECAST_TRY_STATUS(
      need(!config.channel.empty(), "--channel", "which channel this screen shows, as \"lao-bao-hall\""));
  GATECAST_TRY_STATUS(need(!config.root.empty(), "--root", "the root.json that this machine trusts"));
  GATECAST_TRY_STATUS(
      need(!config.server.empty(), "--server", "where releases come from: an address or a folder"));
  for (const char c : config.channel)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
      return fail(usage_error("sync.config", "--channel", "\"" + config.channel + "\" is no channel's name",
                              "small letters, digits and '-', as \"lao-bao-hall\""));
  if (config.poll_seconds < 1 || config.poll_seconds > 86400)
    return fail(usage_error("sync.config", "--poll", "must be between 1 and 86400 seconds"));
  if (config.stall_seconds < 1 || config.stall_seconds > 3600)
    return fail(usage_error("sync.config", "stall_seconds", "must be between 1 and 3600 seconds"));
  if (config.reserve_mb < 0 || config.reserve_mb > 1'000'000)
    return fail(usage_error("sync.config", "reserve_mb", "must be between 0 and 1000000"));
  if (!config.content_hours.empty() && !parse_hours(config.content_hours))
    return fail(usage_error("sync.config", "content_hours", "\"" + config.content_hours + "\" are no hours",
                            "two times of the day that differ, as \"22:00-05:00\" (UTC+7)"));
  if (config.feed_seconds < 1 || config.feed_seconds > 86400)
    return fail(usage_error("sync.config", "feed_seconds", "must be between 1 and 86400 seconds"));
  if (config.metrics_port < 0 || config.metrics_port > 65535)
    return fail(
        usage_error("sync.config", "metrics_port", "must be a port between 1 and 65535, or 0 for none"));
  if (config.feed_day_kb < 0 || config.feed_day_kb > 1'000'000)
    return fail(usage_error("sync.config", "feed_day_kb", "must be between 0 (no feeds) and 1000000"));
  if (config.report_seconds < 60 || config.report_seconds > 86400)
    return fail(usage_error("sync.config", "report_seconds", "must be between 60 and 86400 seconds"));
  if (config.report_day_kb < 0 || config.report_day_kb > 1'000'000)
    return fail(usage_error("sync.config", "report_day_kb", "must be between 0 (no reports) and 1000000"));
  if (config.report_queue_mb < 2 || config.report_queue_mb > 1000)
    return fail(usage_error("sync.config", "report_queue_mb", "must be between 2 and 1000"));
  for (const auto& [name, value] :
       {std::pair("content_mb", config.content_mb), std::pair("day_mb", config.day_mb),
        std::pair("month_mb", config.month_mb), std::pair("most_kb_s", config.most_kb_s)})
    if (value < 0 || value > 1'000'000'000)
      return fail(usage_error("sync.config", name, "must be 0 (no limit) or a number above it"));
  return {};
}

}  // namespace gatecast::agent
