// A stick as a source beside the server: everything on it is verified as if it came over the network, it
// costs no line, and what becomes of it says nothing about the server.
#include "content-sync/agent/agent.h"
#include "content-sync/agent/stick_watch.h"
#include "content-sync/base/log.h"

namespace gatecast::agent {
namespace {

constexpr auto kShowEach = std::chrono::seconds(1);

}  // namespace

bool is_older_than_here(const Error& error) {
  return error.rule.ends_with("rollback") || error.rule == "update.release_number";
}

void Agent::show_stick(StickStatus stick) {
  stick.at = clock_->now();
  status_.stick = std::move(stick);
  // Who looks at the corner misses something; what is taken from the stick is not changed by it.
  if (const auto shown = agent::show_stick(*disk_, config_.store, *status_.stick); !shown)
    log_warning("the screen's corner: " + to_string(shown.error()));
}

StickStatus Agent::judge_stick(const Path& stick, const Result<updater::UpdateReport>& report,
                               bool brought_more) const {
  StickStatus outcome;
  outcome.name = stick.filename().string();
  if (status_.release) outcome.release = status_.release->number;
  if (report) {
    outcome.state = report->is_new_release || brought_more ? StickState::fresh : StickState::nothing_new;
    return outcome;
  }
  outcome.error = report.error();
  outcome.state = is_older_than_here(report.error())              ? StickState::nothing_new
                  : report.error().kind == ErrorKind::environment ? StickState::unreadable
                                                                  : StickState::refused;
  return outcome;
}

Result<updater::UpdateReport> Agent::read_stick(const Path& repository, const StickCalls& calls,
                                                StickStatus& reading, bool& brought_more) {
  updater::DirectoryFetcher source(*disk_, repository);
  auto update = options();
  update.beside = objects_of_system();
  update.suspects = scrub_.status().damaged;
  const auto hear = [&](const auto& heard) { brought_more |= heard && heard->is_new; };
  update.on_statements = hear;
  update.may_fetch_feeds = [] { return true; };
  update.on_feeds = hear;
  update.on_device = hear;
  update.may_go_on = [&]() -> Status {
    if (!calls.should_stop()) return {};
    return fail(environment_error("fetch.stopped", repository, "stopped on request"));
  };
  std::optional<SteadyInstant> shown;
  update.on_progress = [&](const updater::UpdateProgress& progress) {
    if (calls.on_progress) calls.on_progress(progress);
    if (shown && clock_->steady_now() - *shown < kShowEach) return;
    shown = clock_->steady_now();
    reading.done_bytes = progress.done_bytes;
    reading.total_bytes = progress.total_bytes;
    show_stick(reading);
  };
  auto report = updater::run_update(store_, source, update);
  if (report) brought_more |= fetch_system(source, update.on_progress, update.may_go_on);
  return report;
}

void Agent::take_stick(const Path& stick, const StickCalls& calls) {
  StickStatus outcome;
  outcome.name = stick.filename().string();
  if (const auto repository = repository_on(*disk_, stick)) {
    log_info("a stick is read: " + repository->string());
    show_stick(outcome);
    bool brought_more = false;
    const auto report = read_stick(*repository, calls, outcome, brought_more);
    if (report) {
      tell_refresh();  // where there is no line, what a new system would be mended by is a stick
      scrub_.clear_damaged();
      if (report->timestamp_rotated) time_.saw_rotation();
      if (report->signed_at) time_.saw_timestamp(*report->signed_at);
      status_.signed_at = report->signed_at;
    } else if (!is_older_than_here(report.error())) {
      log_error(report.error());
    }
    look();
    outcome = judge_stick(stick, report, brought_more);
  } else {
    outcome.state = StickState::no_content;
  }
  if (calls.carry) {
    const auto carried = calls.carry();
    if (carried) {
      outcome.reports = carried->batches;
    } else if (carried.error().rule != "report.not_enrolled") {
      log_warning("reports stay here: " + to_string(carried.error()));
      if (!outcome.error) outcome.error = carried.error();
    }
  }
  show_stick(std::move(outcome));
  log_info("stick: " + in_words(*status_.stick));
  save_notes();
}

}  // namespace gatecast::agent
