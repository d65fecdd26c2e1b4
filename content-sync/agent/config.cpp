#include "content-sync/agent/config.h"

#include <fmt/format.h>

#include <array>

#include "content-sync/agent/data_plan.h"
#include "content-sync/agent/object_server.h"
#include "content-sync/agent/site_finder.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_settings.h"
#include "content-sync/bundle/device.h"

namespace gatecast::agent {
namespace {

std::int64_t* number_field(AgentConfig& config, const std::string& name) {
  if (name == "poll_seconds") return &config.poll_seconds;
  if (name == "stall_seconds") return &config.stall_seconds;
  if (name == "reserve_mb") return &config.reserve_mb;
  if (name == "content_mb") return &config.content_mb;
  if (name == "day_mb") return &config.day_mb;
  if (name == "month_mb") return &config.month_mb;
  if (name == "paid_day_mb") return &config.paid_day_mb;
  if (name == "paid_month_mb") return &config.paid_month_mb;
  if (name == "most_kb_s") return &config.most_kb_s;
  if (name == "idle_month_mb") return &config.idle_month_mb;
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
  else if (name == "site")
    config.site = value;
  else if (name == "kiosk")
    config.kiosk = value;
  else if (name == "player_state")
    config.player_state = value;
  else if (name == "neighbours")
    config.neighbours = value;
  else if (name == "paid_links")
    config.paid_links = value;
  else if (name == "mirror")
    config.mirror = value;
  else if (name == "share_on")
    config.share_on = value;
  else if (name == "sticks")
    config.sticks = value;
  else if (name == "stick_folder")
    config.stick_folder = value;
  else if (name == "content_hours")
    config.content_hours = value;
  else if (name == "restart_hours")
    config.restart_hours = value;
  else
    return false;
  return true;
}

struct Bound {
  const char* name;
  std::int64_t AgentConfig::*value;
  std::int64_t least;
  std::int64_t most;
};
constexpr std::int64_t kMostMegabytes = 1'000'000'000;
constexpr std::array kBounds{Bound{"poll_seconds", &AgentConfig::poll_seconds, 1, 86400},
                             Bound{"stall_seconds", &AgentConfig::stall_seconds, 1, 3600},
                             Bound{"reserve_mb", &AgentConfig::reserve_mb, 0, 1'000'000},
                             Bound{"content_mb", &AgentConfig::content_mb, 0, kMostMegabytes},
                             Bound{"day_mb", &AgentConfig::day_mb, 0, kMostMegabytes},
                             Bound{"month_mb", &AgentConfig::month_mb, 0, kMostMegabytes},
                             Bound{"paid_day_mb", &AgentConfig::paid_day_mb, 0, kMostMegabytes},
                             Bound{"paid_month_mb", &AgentConfig::paid_month_mb, 0, kMostMegabytes},
                             Bound{"most_kb_s", &AgentConfig::most_kb_s, 0, kMostMegabytes},
                             Bound{"idle_month_mb", &AgentConfig::idle_month_mb, 0, kMostMegabytes},
                             Bound{"feed_seconds", &AgentConfig::feed_seconds, 1, 86400},
                             Bound{"metrics_port", &AgentConfig::metrics_port, 0, 65535},
                             Bound{"feed_day_kb", &AgentConfig::feed_day_kb, 0, 1'000'000},
                             Bound{"report_seconds", &AgentConfig::report_seconds, 60, 86400},
                             Bound{"report_day_kb", &AgentConfig::report_day_kb, 0, 1'000'000},
                             Bound{"report_queue_mb", &AgentConfig::report_queue_mb, 2, 1000}};

Status check_bound(const AgentConfig& config, const Bound& bound) {
  const auto value = config.*bound.value;
  if (value >= bound.least && value <= bound.most) return {};
  return fail(
      usage_error("sync.config", bound.name,
                  fmt::format("is {}, and must be between {} and {}", value, bound.least, bound.most),
                  fmt::format("correct it, or leave it out for the usual {}", AgentConfig().*bound.value)));
}

Status check_neighbours(const AgentConfig& config) {
  auto all = split_neighbours(config.neighbours);
  const bool finds_them = std::erase(all, kFindThem) > 0;
  if (finds_them && config.share_on.empty())
    return fail(usage_error("sync.config", "neighbours",
                            "\"auto\" finds those who hand objects on, and is one of them",
                            "say in \"share_on\" where this kiosk does, as \"10.0.0.11:8378\""));
  if (finds_them && address_announced("at=" + config.share_on).empty())
    return fail(usage_error("sync.config", "share_on",
                            "\"" + config.share_on + "\" is no address of a private network",
                            "one that the others of the site reach, as \"10.0.0.11:8378\""));
  if (!config.share_on.empty()) all.push_back(config.share_on);
  for (const auto& name : all)
    if (!parse_lan_address(name))
      return fail(usage_error("sync.config", name == config.share_on ? "share_on" : "neighbours",
                              "\"" + name + "\" is no address and port",
                              "as \"10.0.0.12:8378\", parted by spaces"));
  if (!config.share_on.empty() && config.neighbours.empty())
    return fail(usage_error("sync.config", "share_on", "objects are only handed to kiosks that are listed",
                            "name them in \"neighbours\", or leave \"share_on\" out"));
  return {};
}

}  // namespace

Status read_config(Disk& disk, const Path& path, AgentConfig& config) {
  GATECAST_TRY(const auto settings, read_kiosk_settings(disk, path));
  // A mistyped budget costs money, and what is on the screen stays without the agent.
  if (!settings.unknown.empty()) return fail(settings.unknown.front());
  for (const auto& [name, value] : settings.document->items()) {
    if (is_among(kPlayerSettings, name)) continue;
    const auto subject = settings.place_of(name);
    if (auto* number = number_field(config, name)) {
      if (!value.is_number_integer())
        return fail(usage_error("sync.config", subject, "\"" + name + "\" must be a whole number",
                                "write it without quotes, as \"" + name + "\": 60"));
      *number = value.get<std::int64_t>();
      continue;
    }
    if (!value.is_string() || !set_text(config, name, value.get<std::string>()))
      return fail(usage_error("sync.config", subject, "\"" + name + "\" must be a text in quotes",
                              "write it as \"" + name + "\": \"...\""));
  }
  if (config.root.empty()) config.root = "/etc/gatecast/root.json";
  if (config.stick_folder.empty()) config.stick_folder = "/run/gatecast-sticks";
  if (config.store.empty()) config.store = "/var/lib/gatecast/store";
  if (config.player_state.empty()) config.player_state = "/var/lib/gatecast/player-state";
  return {};
}

bool has_line(const AgentConfig& config) {
  return config.server.find("://") != std::string::npos && !config.server.starts_with("file://");
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
  for (const auto& [name, value] : {std::pair("site", config.site), std::pair("kiosk", config.kiosk)})
    if (!value.empty() && !bundle::is_device_name(value))
      return fail(usage_error("sync.config", name, "\"" + value + "\" is no name",
                              "small letters, digits and '-', as \"lao-bao\", \"hall-1\""));
  if (!config.content_hours.empty() && !parse_hours(config.content_hours))
    return fail(usage_error("sync.config", "content_hours", "\"" + config.content_hours + "\" are no hours",
                            "two times of the day that differ, as \"22:00-05:00\" (UTC+7)"));
  if (!config.sticks.empty() && config.sticks != "import" && config.sticks != "import-and-report")
    return fail(usage_error("sync.config", "sticks", "\"" + config.sticks + "\" is not known",
                            "\"import\", or \"import-and-report\" where reports leave by sticks too"));
  if (!config.restart_hours.empty() && !parse_hours(config.restart_hours))
    return fail(usage_error("sync.config", "restart_hours", "\"" + config.restart_hours + "\" are no hours",
                            "two times of the day that differ, as \"03:00-04:00\" (UTC+7)"));
  if (!config.mirror.empty() && !config.mirror.starts_with("http://") &&
      !config.mirror.starts_with("https://"))
    return fail(usage_error("sync.config", "mirror", "\"" + config.mirror + "\" is no web address",
                            "as \"https://mirror.example/gatecast\": any server with the same objects/"));
  GATECAST_TRY_STATUS(check_neighbours(config));
  for (const auto& bound : kBounds) GATECAST_TRY_STATUS(check_bound(config, bound));
  return {};
}

}  // namespace gatecast::agent
