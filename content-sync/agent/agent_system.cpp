// The agent's part in another operating system: it fetches, and tells that it works. What writes slots is
// root and believes none of it (content-sync/system).
#include <algorithm>

#include "content-sync/agent/agent.h"
#include "content-sync/base/log.h"
#include "content-sync/updater/system_fetch.h"

namespace gatecast::agent {
namespace {

updater::SystemFetchOptions fetch_options(const SystemStatus& system) {
  return {system.arch, std::max(system.version, system.tried_version)};
}

}  // namespace

std::set<Sha256> Agent::objects_of_system() {
  const auto system = read_system(*disk_, system_notes(config_.store));
  if (!system) return {};
  return updater::objects_of_system(store_, root_, fetch_options(*system));
}

// A new slot is good only with an agent that works (gatecast-mark-good); gatecast-data removes it at each
// start.
void Agent::tell_refresh() {
  if (has_told_refresh_ || !read_system(*disk_, system_notes(config_.store))) return;
  has_told_refresh_ = write_file_durably(*disk_, config_.store / "refreshed", "\n").has_value();
}

void Agent::attend_system(const std::function<void(const updater::UpdateProgress&)>& on_progress) {
  const auto system = read_system(*disk_, system_notes(config_.store));
  if (!system || status_.failures_in_a_row > 0) return;
  tell_refresh();
  if (status_.waiting) return;  // content goes first, and what of it is half there would be forgotten
  auto wire = fetcher_->wire_bytes();
  fetch_system(*fetcher_, on_progress, [&] { return is_within_budget(wire, false); });
  count(*fetcher_, wire);
}

bool Agent::fetch_system(updater::Fetcher& from,
                         const std::function<void(const updater::UpdateProgress&)>& on_progress,
                         const std::function<Status()>& may_go_on) {
  const auto system = read_system(*disk_, system_notes(config_.store));
  if (!system) return false;
  auto update = options();
  if (&from == fetcher_.get()) update.memory = &memory_;  // a stick's answers are its own
  update.beside = objects_of_system();
  update.also = system->partitions;
  update.on_progress = on_progress;
  update.may_go_on = may_go_on;
  const auto fetched = updater::fetch_system(store_, from, update, fetch_options(*system));
  system_trouble_.reset();
  if (!fetched) {
    system_trouble_ = fetched.error();
    log_warning("the operating system that is offered: " + to_string(fetched.error()));
  } else if (fetched->is_new) {
    log_info("system " + std::to_string(fetched->version) + " is here whole, to be installed");
  }
  if (status_.system) status_.system->trouble = system_trouble_;
  return fetched && fetched->is_new;
}

}  // namespace gatecast::agent
