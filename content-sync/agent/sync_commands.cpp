#include "content-sync/agent/sync_commands.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "content-sync/agent/doctor_command.h"
#include "content-sync/agent/enrol_command.h"
#include "content-sync/agent/object_server.h"
#include "content-sync/agent/progress_line.h"
#include "content-sync/agent/service.h"
#include "content-sync/agent/site_finder.h"
#include "content-sync/agent/stick_command.h"
#include "content-sync/agent/store_lock.h"
#include "content-sync/base/command_line.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/doctor/doctor.h"

namespace gatecast::agent {
namespace {

// Opens all that an update needs and hands the agent on.
template <class Work>
int with_agent(const Arguments& arguments, bool is_service, Work work) {
  const StopSignal stop;
  SystemDisk disk;
  const SystemClock clock;
  const auto config = configure(disk, arguments);
  if (!config) return complain(config.error(), arguments.json);
  if (const auto checked = check_config(*config); !checked) return complain(checked.error(), arguments.json);
  if (const auto made = make_directories(disk, config->store); !made)
    return complain(made.error(), arguments.json);
  const auto lock = StoreLock::take(config->store);
  if (!lock) return complain(lock.error(), arguments.json);
  StickWatch sticks(disk, is_service && !config->sticks.empty() ? Path(config->stick_folder) : Path());
  const auto listed = split_neighbours(config->neighbours);
  std::unique_ptr<SiteFinder> finder;
  if (is_service && std::find(listed.begin(), listed.end(), kFindThem) != listed.end())
    finder = std::make_unique<SiteFinder>(config->store, config->share_on);
  // A stick breaks a download off: it goes on afterwards from where it stopped.
  std::function<void()> meanwhile = [] {};
  const auto should_break_off = [&] {
    meanwhile();
    return ask_to_stop(stop) || sticks.has_new();
  };
  auto fetcher = make_content_fetcher(disk, *config, clock.now(), should_break_off, finder.get());
  if (!fetcher) return complain(fetcher.error(), arguments.json);
  auto second = make_fetcher(disk, *config, [&] { return ask_to_stop(stop); });
  if (!second) return complain(second.error(), arguments.json);
  auto agent = Agent::open(disk, clock, *config, std::move(*fetcher));
  if (!agent) return complain(agent.error(), arguments.json);
  sd_notify(0, "READY=1");
  return work(*agent, Equipment{stop, *config, **second, sticks, finder.get(), meanwhile});
}

// Nobody asked for it by itself, so a stick that cannot be written is said and no more.
void carry_along(const Agent& agent, const AgentConfig& config, const std::string& stick) {
  SystemDisk disk;
  const SystemClock clock;
  const auto carried = carry_out(disk, clock, config, agent.status(), stick);
  if (carried)
    std::cerr << in_words(*carried) << "\n";
  else if (carried.error().rule != "report.not_enrolled")
    log_warning("reports stay here: " + to_string(carried.error()));
}

void print(const SyncStatus& status, const Arguments& arguments) {
  if (arguments.json)
    std::cout << to_json(status).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  else
    std::cout << in_words(status);
}

}  // namespace

Result<AgentConfig> configure(Disk& disk, const Arguments& arguments) {
  AgentConfig config;
  const Path path = arguments.config.empty() ? kDefaultConfig : arguments.config;
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind != FileKind::missing || !arguments.config.empty())
    GATECAST_TRY_STATUS(read_config(disk, path, config));
  if (!arguments.store.empty()) config.store = arguments.store;
  if (!arguments.server.empty()) config.server = arguments.server;
  if (!arguments.root.empty()) config.root = arguments.root;
  if (!arguments.channel.empty()) config.channel = arguments.channel;
  if (!arguments.player_state.empty()) config.player_state = arguments.player_state;
  if (arguments.poll_seconds != 0) {
    config.poll_seconds = arguments.poll_seconds;
    config.idle_month_mb = 0;  // who says it by hand means it
  }
  if (arguments.stall_seconds != 0) config.stall_seconds = arguments.stall_seconds;
  if (arguments.reserve_mb >= 0) config.reserve_mb = arguments.reserve_mb;
  return config;
}
int run_until_stopped(const Arguments& arguments) {
  return with_agent(arguments, true, [](Agent& agent, const Equipment& equipment) {
    serve(agent, equipment);
    return 0;
  });
}

int update_once(const Arguments& arguments) {
  return with_agent(arguments, false, [&](Agent& agent, const Equipment&) {
    ProgressLine progress;
    const auto report = agent.update([&](const auto& state) { progress(state); });
    agent.attend_system([&](const auto& state) { progress(state); });
    print(agent.status(), arguments);
    return report ? 0 : exit_code(report.error());
  });
}

int import_folder(const Arguments& arguments) {
  auto from_stick = arguments;
  from_stick.server = arguments.folder;
  return with_agent(from_stick, false, [&](Agent& agent, const Equipment& equipment) {
    ProgressLine progress;
    const auto report = agent.update([&](const auto& state) { progress(state); });
    agent.attend_system([&](const auto& state) { progress(state); });
    carry_along(agent, equipment.config, arguments.folder);
    print(agent.status(), arguments);
    if (report) {
      std::cerr << (report->switched
                        ? "imported: release " + std::to_string(report->release_number) + " is on\n"
                        : "nothing new is in this folder\n");
      return 0;
    }
    // What a stick left behind is no fault of anybody, and nothing of it is needed.
    if (!is_older_than_here(report.error())) return exit_code(report.error());
    std::cerr << "this folder is older than what this machine knows; nothing of it was taken\n";
    return 0;
  });
}

namespace {

// Of a command that asks no server.
Result<AgentConfig> configure_without_server(Disk& disk, const Arguments& arguments) {
  GATECAST_TRY(auto config, configure(disk, arguments));
  if (config.server.empty()) config.server = "(not told)";
  GATECAST_TRY_STATUS(check_config(config));
  GATECAST_TRY(const auto there, disk.status(config.store));
  if (there.kind == FileKind::missing)
    return fail(environment_error("disk.missing", config.store, "there is no store here",
                                  "check --store; gatecast-sync once makes and fills it"));
  return config;
}

}  // namespace

int show_status(const Arguments& arguments) {
  SystemDisk disk;
  const SystemClock clock;
  const auto config = configure_without_server(disk, arguments);
  if (!config) return complain(config.error(), arguments.json);
  auto status = observe(disk, clock, *config);
  status.findings = doctor::examine_files(disk, kiosk_of(status, *config));
  print(status, arguments);
  if (status.release_error) return exit_code(*status.release_error);
  if (!status.release) return 3;
  return status.refused && status.refused->error.kind != ErrorKind::environment ? 1 : 0;
}

int enrol_kiosk(const Arguments& arguments) {
  SystemDisk disk;
  const auto config = configure(disk, arguments);
  if (!config) return complain(config.error(), arguments.json);
  return enrol(*config, {arguments.device, arguments.new_key, arguments.ticket});
}

int show_kiosk_reports(const Arguments& arguments) {
  SystemDisk disk;
  const auto config = configure(disk, arguments);
  if (!config) return complain(config.error(), arguments.json);
  return show_reports(*config, arguments.json);
}

int carry_kiosk_reports(const Arguments& arguments) {
  SystemDisk disk;
  const auto config = configure_without_server(disk, arguments);
  if (!config) return complain(config.error(), arguments.json);
  return export_reports(*config, arguments.folder, arguments.json);
}

}  // namespace gatecast::agent
