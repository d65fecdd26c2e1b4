#include "content-sync/agent/service.h"

#include <sys/syscall.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <random>
#include <set>
#include <utility>

#include "content-sync/agent/held_line.h"
#include "content-sync/agent/metrics.h"
#include "content-sync/agent/object_server.h"
#include "content-sync/agent/progress_line.h"
#include "content-sync/agent/report_duty.h"
#include "content-sync/agent/site_finder.h"
#include "content-sync/base/log.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::agent {
namespace {

constexpr std::chrono::milliseconds kFirstMeeting{3000};

// The player's reading goes first: class "idle" (ioprio_set(2)). Where the unit set it, this is refused and
// needless.
void give_way_to_other_readers() {
  constexpr int kThisProcess = 1;
  constexpr int kIdleClass = 3 << 13;
  if (::syscall(SYS_ioprio_set, kThisProcess, 0, kIdleClass) != 0)
    log(LogLevel::debug, std::string("ioprio_set: ") + std::strerror(errno));
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
    const auto news = line_.take_news();
    if (!news && now - last_ < std::chrono::seconds(30)) return;
    last_ = now;
    is_listening_ = true;
    if (const auto heard = agent_.hear(fetcher_, news.value_or(Bytes())); !heard) log_error(heard.error());
    line_.expect(agent_.heard_versions());
    is_listening_ = false;
  }
  // While objects come, or are waited for. While metadata come they are listened to anyway, and two that
  // write them at a time would undo each other's.
  void listen_between() {
    if (agent_.is_at_content() && !is_listening_) listen();
  }

 private:
  Agent& agent_;
  HeldLine& line_;
  updater::Fetcher& fetcher_;
  bool is_listening_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// At most `portion`; true where it is time to look, or to stop.
bool wait_for_news(const StopSignal& stop, HeldLine& line, StickWatch& sticks, Duration portion) {
  constexpr Duration kStep = std::chrono::milliseconds(100);
  for (; portion > Duration(0); portion -= kStep) {
    if (stop.wait(std::chrono::ceil<std::chrono::milliseconds>(std::min(portion, kStep)))) return true;
    if (line.has_news() || sticks.has_new()) return true;
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
std::unique_ptr<ObjectServer> open_sharing(const AgentConfig& config, SiteFinder* finder) {
  const auto address = parse_lan_address(config.share_on);
  if (!address) return nullptr;
  std::set<std::string> hosts;
  if (finder != nullptr) hosts.insert(address->host);  // this machine itself
  for (const auto& name : split_neighbours(config.neighbours))
    if (name != kFindThem) hosts.insert(parse_lan_address(name)->host);
  const bool finds_them = finder != nullptr;
  auto server =
      ObjectServer::open(config.store, *address, [hosts, finds_them, store = config.store](const auto& host) {
        if (hosts.contains(host)) return true;
        SystemDisk disk;
        const auto found = finds_them ? found_on_site(disk, store) : std::vector<std::string>();
        return std::any_of(found.begin(), found.end(),
                           [&](const auto& one) { return parse_lan_address(one)->host == host; });
      });
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
    options_.should_stop = [&stop, &line] { return line.has_news() || ask_to_stop(stop); };
  }
  void tend(Agent& agent) {
    const ReportMoment moment{agent.time_of_day(), clock_.steady_now()};
    duty_.collect(agent.status(), moment);
    if (!has_server_) return;
    const auto post = [this](const std::string& path, ByteView body) {
      return updater::http_post(options_, path, body);
    };
    const auto bytes = duty_.send(post, agent.may_send(), moment);
    if (bytes > 0) agent.count_sent(bytes);
  }
  Result<CarriedReports> carry(const Agent& agent, const Path& stick) {
    return duty_.carry(agent.status(), {agent.time_of_day(), clock_.steady_now()}, stick);
  }

 private:
  ReportDuty duty_;
  const Clock& clock_;
  bool has_server_;
  updater::HttpOptions options_;
};

// Reports go onto a stick of ours only: one that brings content, or has a folder for them.
bool takes_reports(const Path& stick) {
  SystemDisk disk;
  const auto folder = disk.status(stick / report::kStickFolder);
  return repository_on(disk, stick) || (folder && folder->kind == FileKind::directory);
}

// What the parts of a running agent share.
struct Running {
  const Equipment& with;
  HeldLine& line;
  ReportSender& reports;
  MetricsServer* metrics;
};

// A stick goes before the line: it costs nothing, and somebody stands beside it.
void attend_sticks(Agent& agent, Running& running) {
  while (const auto stick = running.with.sticks.next()) {
    ProgressLine progress;
    MeanwhileEar ear(agent, running.line, running.with.second);
    StickCalls calls;
    calls.should_stop = [&] { return ask_to_stop(running.with.stop); };
    calls.on_progress = [&](const auto& state) {
      progress(state);
      ear.listen();
    };
    if (running.with.config.sticks == "import-and-report" && takes_reports(*stick))
      calls.carry = [&] { return running.reports.carry(agent, *stick); };
    agent.take_stick(*stick, calls);
  }
}

void update_again_and_again(Agent& agent, Running& running) {
  const auto& [stop, config, second, sticks, finder, meanwhile] = running.with;
  auto& [with, line, reports, metrics] = running;
  std::mt19937 random{std::random_device{}()};
  const auto silence = longest_silence();
  while (!stop.is_requested()) {
    attend_sticks(agent, running);
    ProgressLine progress;
    MeanwhileEar ear(agent, line, second);
    if (auto news = line.take_news()) agent.bring(std::move(*news));
    running.with.meanwhile = [&ear] { ear.listen_between(); };
    // The status keeps how it ended.
    agent.update([&](const auto& state) {
      progress(state);
      ear.listen();
    });
    agent.attend_system([&](const auto& state) {
      (void)ask_to_stop(
          running.with.stop);  // to read the slot that runs takes time, and no transfer says that we live
      progress(state);
      ear.listen();
    });
    running.with.meanwhile = [] {};
    line.expect(agent.heard_versions());
    sd_notify(0, one_line(agent.status()).c_str());
    auto left = agent.plan_next(std::uniform_real_distribution<double>(0, 1)(random), line.is_held());
    if (metrics != nullptr) metrics->show(agent.status());
    while (left > Duration(0) && !stop.is_requested()) {
      const auto portion = std::min<Duration>(left, silence);
      sd_notify(0, "WATCHDOG=1");
      reports.tend(agent);
      if (const auto bytes = line.take_bytes(); bytes > 0) agent.count_sent(bytes);
      if (wait_for_news(stop, line, sticks, portion) || agent.scrub() || agent.sees_new_damage()) break;
      left -= portion;
    }
  }
  sd_notify(0, "STOPPING=1");
  agent.save_notes();
}

}  // namespace

void ProgressLine::operator()(const updater::UpdateProgress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::seconds(1) && progress.done_bytes < progress.total_bytes) return;
  last_ = now;
  const auto line = "fetched " + std::to_string(progress.done_bytes / 1000) + " of " +
                    std::to_string(progress.total_bytes / 1000) + " kB";
  std::cerr << line << "\n";
  sd_notify(0, ("STATUS=" + line).c_str());
}

bool ask_to_stop(const StopSignal& stop) {
  sd_notify(0, "WATCHDOG=1");  // a transfer that stalls is still a program that works
  return stop.is_requested();
}

void serve(Agent& agent, const Equipment& equipment) {
  const auto& [stop, config, second, sticks, finder, meanwhile] = equipment;
  give_way_to_other_readers();
  HeldLineOptions held;
  held.address = config.server;
  held.idle_month_mb = config.idle_month_mb;
  held.should_stop = [&] { return equipment.stop.is_requested(); };
  HeldLine line(std::move(held));
  SystemDisk disk;
  const SystemClock clock;
  ReportSender reports(disk, clock, config, stop, line);
  const auto metrics = open_metrics(config.metrics_port);
  // What an earlier run wanted is of no account.
  if (!config.share_on.empty()) (void)updater::write_wanted(disk, config.store, {});
  const auto sharing = open_sharing(config, finder);
  if (finder != nullptr) finder->wait_for_first(kFirstMeeting);
  Running running{equipment, line, reports, metrics.get()};
  update_again_and_again(agent, running);
}

}  // namespace gatecast::agent
