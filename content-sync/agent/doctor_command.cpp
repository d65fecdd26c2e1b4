#include "content-sync/agent/doctor_command.h"

#include <iostream>

#include "content-sync/agent/agent.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/doctor/doctor.h"

namespace gatecast::agent {
namespace {

doctor::Language language_of(const std::string& name) {
  if (name == "vi") return doctor::Language::vi;
  return name == "en" ? doctor::Language::en : doctor::Language::both;
}

Path settings_of(const Arguments& arguments) {
  return arguments.config.empty() ? Path(kDefaultConfig) : Path(arguments.config);
}

// Without settings only that can be told; what is wrong in them is a finding as well.
doctor::Kiosk look_at(Disk& disk, const Clock& clock, const Arguments& arguments) {
  doctor::Kiosk unknown;
  unknown.settings = settings_of(arguments);
  const auto config = configure(disk, arguments);
  if (!config) {
    unknown.settings_error = config.error();
    return unknown;
  }
  if (const auto checked = check_config(*config); !checked) {
    unknown.settings_error = checked.error();
    const auto there = disk.status(unknown.settings);
    if (there && there->kind == FileKind::missing && config->channel.empty())
      unknown.settings_error = usage_error("settings.missing", unknown.settings, "is missing");
    return unknown;
  }
  auto kiosk = kiosk_of(observe(disk, clock, *config), *config);
  kiosk.settings = unknown.settings;
  return kiosk;
}

}  // namespace

doctor::Kiosk kiosk_of(const SyncStatus& status, const AgentConfig& config) {
  doctor::Kiosk kiosk;
  kiosk.server = config.server;
  kiosk.channel = config.channel;
  kiosk.store = config.store;
  kiosk.root = config.root;
  kiosk.player_state = config.player_state;
  kiosk.free_bytes = status.free_bytes;
  kiosk.reserve_bytes = status.reserve_bytes;
  kiosk.verification_time = status.verification_time;
  kiosk.time_basis = status.verification_basis;
  kiosk.system_time = status.system_time;
  if (status.release) kiosk.release = status.release->number;
  kiosk.release_error = status.release_error;
  if (status.refused) kiosk.refused = status.refused->error;
  kiosk.waiting = status.waiting;
  kiosk.duty_refused = status.duty_refused;
  kiosk.feeds_refused = status.feeds_refused;
  kiosk.switched_off_since = status.switched_off_since;
  return kiosk;
}

int find_what_is_wrong(const Arguments& arguments) {
  set_log_level(LogLevel::error);
  SystemDisk disk;
  const SystemClock clock;
  const auto findings = doctor::examine(disk, look_at(disk, clock, arguments), {});
  const auto language = language_of(arguments.language);
  if (arguments.json)
    std::cout << nlohmann::json{{"format", 1},
                                {"is_well", findings.empty()},
                                {"findings", doctor::to_json(findings)}}
                     .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
              << "\n";
  else
    std::cout << doctor::summary(findings, language) << doctor::in_words(findings, language);
  return findings.empty() ? 0 : 1;
}

}  // namespace gatecast::agent
