#include "content-sync/agent/agent.h"

#include <algorithm>
#include <utility>

#include "content-sync/agent/feed_status.h"
#include "content-sync/agent/machine_facts.h"
#include "content-sync/base/log.h"
#include "content-sync/bundle/alert_words.h"
#include "content-sync/store/role_files.h"
#include "content-sync/store/verified_statements.h"
#include "content-sync/tuf/metadata.h"
#include "content-sync/tuf/trusted_metadata_set.h"
#include "content-sync/updater/brought_fetcher.h"

namespace gatecast::agent {
namespace {

constexpr std::size_t kMostRepairs = 20;

void fill_release(SyncStatus& status, const Result<store::VerifiedRelease>& active, std::int64_t generation,
                  const std::optional<ReleaseStatus>& before, Instant now) {
  status.release_error.reset();
  if (!active) {
    status.release.reset();
    if (active.error().rule != "disk.missing") status.release_error = active.error();
    return;
  }
  ReleaseStatus release;
  release.number = active->release->number;
  release.generation = generation;
  release.document_hash = active->document_hash.hex();
  release.signers = active->signers;
  release.is_demo = active->is_demo;
  release.since = before && before->document_hash == release.document_hash ? before->since : now;
  status.release = std::move(release);
}

std::string duty_words(const bundle::Statement& statement) {
  const auto who = statement.officer.empty() ? std::string() : ", says " + statement.officer;
  if (statement.kind == bundle::StatementKind::recall) return "recall of " + statement.item + who;
  std::string sites;
  for (const auto& site : statement.sites) sites += (sites.empty() ? "" : ", ") + site;
  return (statement.kind == bundle::StatementKind::alert ? "alert " + statement.item
                                                         : "mode " + std::string(to_string(statement.mode))) +
         " at " + sites + ", from " + format_instant(statement.starts) + " until " +
         format_instant(statement.ends) + who;
}

// As the player will judge it.
void fill_duty(SyncStatus& status, store::Store& store, const Bytes& root,
               const Result<store::VerifiedRelease>& active, Instant now) {
  status.duty.clear();
  status.duty_refused.clear();
  auto verified =
      store::load_verified_statements(store.disk(), store.folder() / store::kStatementFile, root, {}, now);
  if (!verified) {
    if (verified.error().rule != "disk.missing") status.duty_refused.push_back(verified.error());
    return;
  }
  status.duty_refused = verified->refused;
  for (const auto& statement : verified->statements) {
    auto words = duty_words(statement);
    if (active) {
      const auto& release = *active->release;
      if (!bundle::is_for(statement, release.site, release.channel)) {
        words += " (not for this screen)";
      } else if (statement.kind == bundle::StatementKind::alert) {
        if (const auto checked = bundle::check_alert(statement, release); !checked)
          status.duty_refused.push_back(checked.error());
      }
    }
    status.duty.push_back(std::move(words));
  }
}

void fill_disk(SyncStatus& status, store::Store& store, const AgentConfig& config) {
  if (const auto free = store.disk().free_bytes(store.folder())) status.free_bytes = *free;
  if (const auto used = store.used_bytes()) status.used_bytes = *used;
  status.data_partition = data_partition(store.disk());
  status.system = read_system(store.disk(), system_notes(config.store));
  status.reserve_bytes = static_cast<std::uint64_t>(config.reserve_mb) * 1'000'000;
  status.data_rules = {config.content_hours, config.day_mb, config.month_mb, config.paid_day_mb,
                       config.paid_month_mb};
  status.feed_rules = {config.feed_seconds, config.feed_day_kb};
  status.channel = config.channel;
  status.server = config.server;
  status.store = config.store.string();
  status.switched_off_since = switched_off_since(store.disk(), config.player_state);
}

// What makes no sense was not brought.
store::RoleFiles files_of(ByteView brought) {
  if (brought.empty()) return {};
  auto files = store::parse_role_files(brought, "x/wait");
  return files ? std::move(*files) : store::RoleFiles();
}

void fill_time(SyncStatus& status, const TimeKeeper& time, const Clock& clock) {
  status.verification_time = time.now();
  status.verification_basis = time.basis();
  status.system_time = clock.now();
}

}  // namespace

Agent::Agent(Disk& disk, const Clock& clock, AgentConfig config, std::unique_ptr<updater::Fetcher> fetcher,
             store::Store store, Bytes root)
    : disk_(&disk),
      clock_(&clock),
      config_(std::move(config)),
      fetcher_(std::move(fetcher)),
      store_(std::move(store)),
      root_(std::move(root)),
      time_(disk, clock, config_.store),
      data_(disk, config_.store, data_rules()),
      feeds_(disk, config_.store, {config_.feed_seconds, config_.feed_day_kb}),
      status_(load_status(disk, config_.store)),
      followed_{config_.channel, config_.content_hours, status_.channel},
      scrub_(store_, status_.scrub),
      pace_(config_.idle_month_mb) {}

Result<Agent> Agent::open(Disk& disk, const Clock& clock, AgentConfig config,
                          std::unique_ptr<updater::Fetcher> fetcher) {
  auto root = read_file(disk, config.root, tuf::kRootLimit);
  if (!root)
    return fail(usage_error("sync.root", config.root,
                            "cannot read the root that this machine trusts: " + root.error().message,
                            "--root must name the root.json that was handed over with this machine"));
  // A file that is no root is a mistake of who set this machine up, not a refusal of content.
  if (const auto trusted = tuf::TrustedMetadataSet::create(*root, clock.now(), {}); !trusted)
    return fail(usage_error("sync.root", config.root,
                            "not a root that can be trusted: " + trusted.error().message,
                            "--root must name the root.json that was handed over with this machine"));
  GATECAST_TRY(auto store, store::Store::open(disk, config.store));
  Agent agent(disk, clock, std::move(config), std::move(fetcher), std::move(store), std::move(*root));
  agent.look();
  return agent;
}

updater::UpdateOptions Agent::options() const {
  updater::UpdateOptions options;
  options.channel = followed_.channel;
  options.channel_before = followed_.shown;
  options.site = config_.site;
  options.kiosk = config_.kiosk;
  options.on_device = [](const Result<updater::DeviceFetch>& fetched) {
    if (!fetched) return log_warning("what technicians ask: " + to_string(fetched.error()));
    if (fetched->is_new) log_info("technicians ask something new of this site's kiosks");
  };
  options.pinned_root = root_;
  options.now = time_.now();
  options.player_state = config_.player_state;
  options.reserve_bytes = static_cast<std::uint64_t>(config_.reserve_mb) * 1'000'000;
  if (config_.content_mb > 0)
    options.most_content_bytes = static_cast<std::uint64_t>(config_.content_mb) * 1'000'000;
  return options;
}

void Agent::look() {
  const auto wish = load_wish(*disk_, config_, root_);
  const auto active = active_of(store_, options(), wish, config_, followed_.shown);
  followed_ = weigh_wish(status_, wish, active, config_);
  data_.set_hours(followed_.update_hours);
  fill_release(status_, active, store_.active().value_or(0), status_.release, clock_->now());
  fill_duty(status_, store_, root_, active, time_.now());
  fill_feeds(status_, *disk_, config_.store, root_, active, time_of_day());
  fill_disk(status_, store_, config_);
  status_.channel = followed_.shown.empty() ? followed_.channel : followed_.shown;
  if (status_.system) status_.system->trouble = system_trouble_;
  status_.data_rules.hours = followed_.update_hours;
  fill_time(status_, time_, *clock_);
  status_.data_use = data_.use();
  status_.feed_use = feeds_.use();
}

// Counted apart: `wire` is what the general count began from.
void Agent::attend_feeds(updater::UpdateOptions& options, std::uint64_t& wire) {
  options.may_fetch_feeds = [this] { return feeds_.may_fetch(time_of_day()); };
  options.on_feeds = [this, &wire](const Result<updater::FeedFetch>& fetched) {
    feeds_wait_ = fetched && fetched->waits;
    if (!fetched) {
      // Not asked again at once: what fails may cost as much as what comes.
      feeds_.fetched(0, time_of_day());
      return log_warning("feeds: " + to_string(fetched.error()));
    }
    if (fetched->wire_bytes == 0 && !fetched->is_new) return;
    feeds_.fetched(fetched->wire_bytes, time_of_day());
    wire += fetched->wire_bytes;
    if (fetched->is_new) log_info("feeds have new values");
    if (const auto saved = feeds_.save(); !saved) log_error(saved.error());
  };
}

Result<updater::UpdateReport> Agent::update(
    const std::function<void(const updater::UpdateProgress&)>& on_progress) {
  const auto channel = followed_.channel;
  auto report = update_channel(on_progress);
  // A technician sent it elsewhere meanwhile.
  return followed_.channel == channel ? std::move(report) : update_channel(on_progress);
}

Result<updater::UpdateReport> Agent::update_channel(
    const std::function<void(const updater::UpdateProgress&)>& on_progress) {
  auto update_options = options();
  update_options.memory = &memory_;
  look_at_link();
  auto wire = fetcher_->wire_bytes();
  const auto line = fetcher_->line_bytes();
  attend_feeds(update_options, wire);
  DownloadProgress told;
  update_options.on_progress = [&](const updater::UpdateProgress& progress) {
    tell_progress(progress, told);
    if (on_progress) on_progress(progress);
  };
  const bool is_first = !status_.release;
  update_options.may_go_on = [&] {
    is_at_content_ = true;
    return is_within_budget(wire, is_first);
  };
  update_options.beside = objects_of_system();
  update_options.suspects = scrub_.status().damaged;
  known_damage_ = told_damage();  // this update looks at all of it
  status_.last_attempt = clock_->now();
  auto report = run_with(std::exchange(brought_, {}), update_options);
  is_at_content_ = false;
  count(*fetcher_, wire);
  note_left_sources();
  status_.download.reset();
  if (report) {
    if (!report->switched && report->objects_fetched == 0) pace_.spent(fetcher_->line_bytes() - line);
    scrub_.clear_damaged();
    note_success(*report);
  } else {
    note_failure(report.error());
  }
  look();
  has_noted_ = keep_notes();
  return report;
}

Instant Agent::time_of_day() const {
  return std::max(clock_->now(), time_.now());
}

Status Agent::is_within_budget(std::uint64_t& wire, bool is_first) {
  if (config_.server.find("://") == std::string::npos) return {};  // a folder costs no line
  count(*fetcher_, wire);
  look_at_link();
  return data_.may_fetch(time_of_day(), is_first);
}

void Agent::count(const updater::Fetcher& fetcher, std::uint64_t& before) {
  const auto now = fetcher.wire_bytes();
  if (now > before) data_.count(now - before, time_of_day());
  before = now;
}

void Agent::tell_progress(const updater::UpdateProgress& progress, DownloadProgress& told) {
  const auto download = told.see(progress, clock_->steady_now(), clock_->now());
  if (!download) return;
  status_.download = *download;
  status_.waiting.reset();
  status_.data_use = data_.use();
  for (const auto& status : {data_.save(), save_status(*disk_, config_.store, status_)})
    if (!status) log_error(status.error());
}

Result<updater::UpdateReport> Agent::run_with(const Bytes& brought,
                                              const updater::UpdateOptions& update_options) {
  if (auto files = files_of(brought); !files.empty()) {
    updater::BroughtFetcher source(*fetcher_, std::move(files));
    auto report = updater::run_update(store_, source, update_options);
    if (report || report.error().kind != ErrorKind::trust) return report;
    log_warning("what came along with \"look now\": " + to_string(report.error()));
  }
  return updater::run_update(store_, *fetcher_, update_options);
}

Status Agent::hear(updater::Fetcher& fetcher, ByteView brought) {
  auto wire = fetcher.wire_bytes();
  auto update_options = options();
  update_options.memory = &memory_;
  attend_feeds(update_options, wire);
  updater::BroughtFetcher source(fetcher, files_of(brought));
  const auto told = updater::update_statements(store_, source, update_options);
  count(fetcher, wire);
  GATECAST_TRY(const auto heard, told);
  if (heard.statements.is_new)
    log_info(std::to_string(heard.statements.standing) + " statements of officers on duty");
  return {};
}

void Agent::note_success(const updater::UpdateReport& report) {
  if (report.timestamp_rotated) time_.saw_rotation();
  if (report.signed_at) time_.saw_timestamp(*report.signed_at);
  status_.signed_at = report.signed_at;
  status_.last_contact = clock_->now();
  status_.failures_in_a_row = 0;
  status_.refused.reset();
  status_.waiting.reset();
  status_.warnings = report.warnings;
  for (const auto& hash : report.repaired) status_.repairs.push_back({hash.hex(), clock_->now()});
  if (status_.repairs.size() > kMostRepairs)
    status_.repairs.erase(status_.repairs.begin(),
                          status_.repairs.end() - static_cast<std::ptrdiff_t>(kMostRepairs));
  for (const auto& warning : report.warnings) log_warning(warning);
  if (report.is_new_release) log_info("release " + std::to_string(report.release_number) + " is on");
}

void Agent::note_failure(const Error& error) {
  if (error.rule == "fetch.stopped") return;
  if (is_waiting(error)) {
    // Not a failure: the server was reached, and what is offered was verified.
    if (!status_.waiting || status_.waiting->rule != error.rule) log_info(to_string(error));
    status_.waiting = error;
    status_.last_contact = clock_->now();
    status_.failures_in_a_row = 0;
    status_.refused.reset();
    const auto bytes = read_file(*disk_, store_.trusted() / "timestamp.json", tuf::kTimestampLimit);
    const auto timestamp = bytes ? tuf::parse_timestamp(*bytes, "timestamp.json") : fail(bytes.error());
    if (timestamp && timestamp->signed_part.signed_at) {
      status_.signed_at = timestamp->signed_part.signed_at;
      time_.saw_timestamp(*timestamp->signed_part.signed_at);
    }
    return;
  }
  status_.waiting.reset();
  ++status_.failures_in_a_row;
  status_.refused = Refusal{error, clock_->now()};
  log_error(error);
}

Duration Agent::plan_next(double jitter, bool line_is_held) {
  Duration poll = std::chrono::seconds(config_.poll_seconds);
  // Chance takes a quarter off in the mean.
  const auto mean = pace_.least_between(line_is_held ? kShareBesideHeldLine : 1);
  if (status_.failures_in_a_row == 0)
    poll = std::max(poll, std::chrono::duration_cast<Duration>(mean / 0.75));
  auto wait = wait_after(status_.failures_in_a_row, poll, jitter);
  if (status_.waiting) {
    const auto now = time_of_day();
    wait = std::min<Duration>(wait, data_.allowed_from(now) - now);
  }
  if (feeds_wait_) {
    const auto now = time_of_day();
    wait = std::min<Duration>(wait, std::max<Duration>(feeds_.next(now) - now, std::chrono::seconds(1)));
  }
  status_.next_attempt = clock_->now() + wait;
  if (has_noted_) save_notes();  // never by itself
  return wait;
}

Duration wait_after(std::int64_t failures, Duration poll, double jitter) {
  Duration whole = poll;
  if (failures > 0) {
    const Duration first = std::min<Duration>(std::chrono::seconds(10), poll);
    whole = std::min<Duration>(poll, first * (std::int64_t{1} << std::min<std::int64_t>(failures - 1, 20)));
  }
  return whole - Duration(static_cast<std::int64_t>(static_cast<double>(whole.count()) * 0.5 * jitter));
}

SyncStatus observe(Disk& disk, const Clock& clock, const AgentConfig& config) {
  auto status = load_status(disk, config.store);
  const auto last = status.channel;
  auto store = store::Store::look(disk, config.store);
  const TimeKeeper time(disk, clock, config.store);
  fill_disk(status, store, config);
  fill_time(status, time, clock);
  status.data_use = load_data_use(disk, config.store);
  status.feed_use = load_feed_use(disk, config.store);
  const auto root = read_file(disk, config.root, tuf::kRootLimit);
  if (!root) {
    status.release.reset();
    status.release_error = root.error();
    return status;
  }
  updater::UpdateOptions options;
  options.channel = config.channel;
  options.pinned_root = *root;
  options.now = time.now();
  const auto before = status.release;
  const auto wish = load_wish(disk, config, *root);
  const auto active = active_of(store, options, wish, config, last);
  const auto followed = weigh_wish(status, wish, active, config);
  status.channel = followed.shown.empty() ? followed.channel : followed.shown;
  status.data_rules.hours = followed.update_hours;
  fill_release(status, active, store.active().value_or(0), before, clock.now());
  fill_duty(status, store, *root, active, time.now());
  fill_feeds(status, disk, config.store, *root, active, std::max(clock.now(), time.now()));
  return status;
}

}  // namespace gatecast::agent
