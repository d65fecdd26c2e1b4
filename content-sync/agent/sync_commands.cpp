#include "content-sync/agent/sync_commands.h"

#include <sys/syscall.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <random>
#include <utility>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/doctor_command.h"
#include "content-sync/agent/enrol_command.h"
#include "content-sync/agent/held_line.h"
#include "content-sync/agent/metrics.h"
#include "content-sync/agent/object_server.h"
#include "content-sync/agent/report_duty.h"
#include "content-sync/agent/stick_command.h"
#include "content-sync/agent/stop_signal.h"
#include "content-sync/agent/store_lock.h"
#include "content-sync/base/command_line.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/doctor/doctor.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::agent {
namespace {

// The player's reading goes first: class "idle" (ioprio_set(2)). Where the unit set it, this is refused and
// needless.
void give_way_to_other_readers() {
  constexpr int kThisProcess = 1;
  constexpr int kIdleClass = 3 << 13;
  if (::syscall(SYS_ioprio_set, kThisProcess, 0, kIdleClass) != 0)
    log(LogLevel::debug, std::string("ioprio_set: ") + std::strerror(errno));
}

// Says how far a download is, at most once a second.
class ProgressLine {
 public:
  void operator()(const updater::UpdateProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::seconds(1) && progress.done_bytes < progress.total_bytes) return;
    last_ = now;
    const auto line = "fetched " + std::to_string(progress.done_bytes / 1000) + " of " +
                      std::to_string(progress.total_bytes / 1000) + " kB";
    std::cerr << line << "\n";
    sd_notify(0, ("STATUS=" + line).c_str());
  }

 private:
  std::chrono::steady_clock::time_point last_{};
};

bool ask_to_stop(const StopSignal& stop) {
  sd_notify(0, "WATCHDOG=1");  // a transfer that stalls is still a program that works
  return stop.is_requested();
}

std::string one_line(const SyncStatus& status) {
  if (status.refused) return "STATUS=" + status.refused->error.message;
  return "STATUS=release " + (status.release ? std::to_string(status.release->number) : std::string("none")) +
         " is on";
}

// Three signs of life within the unit's WatchdogSec (sd_watchdog_enabled(3)), and one in 5 s at the least.
Duration longest_silence() {
  std::uint64_t watchdog_us = 0;
  if (sd_watchdog_enabled(0, &watchdog_us) <= 0) return std::chrono::seconds(5);
  return std::min<Duration>(std::chrono::seconds(5), std::chrono::microseconds(watchdog_us / 3));
}

// What officers say does not wait for the end of a download.
class MeanwhileEar {
 public:
  MeanwhileEar(Agent& agent, HeldLine& line, updater::Fetcher& fetcher)
      : agent_(agent), line_(line), fetcher_(fetcher) {}
  void listen() {
    const auto now = std::chrono::steady_clock::now();
    if (!line_.take_news() && now - last_ < std::chrono::seconds(30)) return;
    last_ = now;
    if (const auto heard = agent_.hear(fetcher_); !heard) log_error(heard.error());
    line_.expect(agent_.timestamp_version());
  }

 private:
  Agent& agent_;
  HeldLine& line_;
  updater::Fetcher& fetcher_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// At most `portion`; true where it is time to look, or to stop.
bool wait_for_news(const StopSignal& stop, HeldLine& line, Duration portion) {
  constexpr Duration kStep = std::chrono::milliseconds(100);
  for (; portion > Duration(0); portion -= kStep) {
    if (stop.wait(std::chrono::ceil<std::chrono::milliseconds>(std::min(portion, kStep)))) return true;
    if (line.take_news()) return true;
  }
  return false;
}

// Nothing where no port is named; one that is taken costs no update.
std::unique_ptr<MetricsServer> open_metrics(std::int64_t port) {
  if (port == 0) return nullptr;
  auto server = MetricsServer::open(static_cast<int>(port));
  if (server) return std::move(*server);
  log_error(server.error());
  return nullptr;
}

// Nothing where no address is named; one that cannot be had costs no update.
std::unique_ptr<ObjectServer> open_sharing(const AgentConfig& config) {
  const auto address = parse_lan_address(config.share_on);
  if (!address) return nullptr;
  std::set<std::string> hosts;
  for (const auto& name : split_neighbours(config.neighbours)) hosts.insert(parse_lan_address(name)->host);
  auto server = ObjectServer::open(config.store, *address, std::move(hosts));
  if (server) return std::move(*server);
  log_error(server.error());
  return nullptr;
}

// Reports go between two updates; what is newly published breaks one off, and it is sent again later.
class ReportSender {
 public:
  ReportSender(Disk& disk, const Clock& clock, const AgentConfig& config, const StopSignal& stop,
               HeldLine& line)
      : duty_(disk, config, queue_limits(config)), clock_(clock), has_server_(has_line(config)) {
    options_.address = config.server;
    options_.stall = std::chrono::seconds(config.stall_seconds);
    options_.should_stop = [this, &stop, &line] {
      has_news_ = has_news_ || line.take_news();
      return has_news_ || ask_to_stop(stop);
    };
  }
  // True where there is news.
  bool tend(Agent& agent) {
    const ReportMoment moment{agent.time_of_day(), clock_.steady_now()};
    duty_.collect(agent.status(), moment);
    if (!has_server_) return false;
    const auto post = [this](const std::string& path, ByteView body) {
      return updater::http_post(options_, path, body);
    };
    const auto bytes = duty_.send(post, agent.may_send(), moment);
    if (bytes > 0) agent.count_sent(bytes);
    return std::exchange(has_news_, false);
  }

 private:
  ReportDuty duty_;
  const Clock& clock_;
  bool has_server_;
  bool has_news_ = false;
  updater::HttpOptions options_;
};

void update_again_and_again(Agent& agent, const StopSignal& stop, HeldLine& line, updater::Fetcher& second,
                            ReportSender& reports, MetricsServer* metrics) {
  std::mt19937 random{std::random_device{}()};
  const auto silence = longest_silence();
  while (!stop.is_requested()) {
    ProgressLine progress;
    MeanwhileEar ear(agent, line, second);
    // The status keeps how it ended.
    agent.update([&](const auto& state) {
      progress(state);
      ear.listen();
    });
    agent.attend_system([&](const auto& state) {
      progress(state);
      ear.listen();
    });
    line.expect(agent.timestamp_version());
    sd_notify(0, one_line(agent.status()).c_str());
    auto left = agent.plan_next(std::uniform_real_distribution<double>(0, 1)(random));
    if (metrics != nullptr) metrics->show(agent.status());
    while (left > Duration(0) && !stop.is_requested()) {
      const auto portion = std::min<Duration>(left, silence);
      sd_notify(0, "WATCHDOG=1");
      if (reports.tend(agent)) break;
      if (wait_for_news(stop, line, portion) || agent.scrub() || agent.sees_new_damage()) break;
      left -= portion;
    }
  }
  sd_notify(0, "STOPPING=1");
  agent.save_notes();
}

// Opens all that an update needs and hands the agent on.
template <class Work>
int with_agent(const Arguments& arguments, Work work) {
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
  auto fetcher = make_content_fetcher(disk, *config, clock.now(), [&] { return ask_to_stop(stop); });
  if (!fetcher) return complain(fetcher.error(), arguments.json);
  auto second = make_fetcher(disk, *config, [&] { return ask_to_stop(stop); });
  if (!second) return complain(second.error(), arguments.json);
  auto agent = Agent::open(disk, clock, *config, std::move(*fetcher));
  if (!agent) return complain(agent.error(), arguments.json);
  sd_notify(0, "READY=1");
  return work(*agent, stop, *config, **second);
}

// Refused because something newer is known here.
bool is_older(const Error& error) {
  return error.rule.ends_with("rollback") || error.rule == "update.release_number";
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
  if (arguments.poll_seconds != 0) config.poll_seconds = arguments.poll_seconds;
  if (arguments.stall_seconds != 0) config.stall_seconds = arguments.stall_seconds;
  if (arguments.reserve_mb >= 0) config.reserve_mb = arguments.reserve_mb;
  return config;
}

int run_until_stopped(const Arguments& arguments) {
  return with_agent(arguments, [](Agent& agent, const StopSignal& stop, const AgentConfig& config,
                                  updater::Fetcher& second) {
    give_way_to_other_readers();
    HeldLine line(config.server, [&] { return stop.is_requested(); });
    SystemDisk disk;
    const SystemClock clock;
    ReportSender reports(disk, clock, config, stop, line);
    const auto metrics = open_metrics(config.metrics_port);
    // What an earlier run wanted is of no account.
    if (!config.share_on.empty()) (void)updater::write_wanted(disk, config.store, {});
    const auto sharing = open_sharing(config);
    update_again_and_again(agent, stop, line, second, reports, metrics.get());
    return 0;
  });
}

int update_once(const Arguments& arguments) {
  return with_agent(arguments, [&](Agent& agent, const StopSignal&, const AgentConfig&, updater::Fetcher&) {
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
  return with_agent(
      from_stick, [&](Agent& agent, const StopSignal&, const AgentConfig& config, updater::Fetcher&) {
        ProgressLine progress;
        const auto report = agent.update([&](const auto& state) { progress(state); });
        agent.attend_system([&](const auto& state) { progress(state); });
        carry_along(agent, config, arguments.folder);
        print(agent.status(), arguments);
        if (report) {
          std::cerr << (report->switched
                            ? "imported: release " + std::to_string(report->release_number) + " is on\n"
                            : "nothing new is in this folder\n");
          return 0;
        }
        // What a stick left behind is no fault of anybody, and nothing of it is needed.
        if (!is_older(report.error())) return exit_code(report.error());
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
  return enrol(*config, {arguments.device, arguments.new_key});
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
