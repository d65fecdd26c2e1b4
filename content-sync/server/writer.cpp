#include "content-sync/server/writer.h"

#include "content-sync/base/log.h"

namespace gatecast::server {

Writer::Writer(Disk& disk, const Clock& clock, Path repository, Path staging, repository::OnlineKeys online,
               std::chrono::seconds refresh_each, FeedSource feeds)
    : disk_(&disk),
      clock_(&clock),
      repository_(std::move(repository)),
      staging_(std::move(staging)),
      online_(std::move(online)),
      refresh_each_(refresh_each),
      feeds_(disk, std::move(feeds)),
      thread_([this] { work(); }) {}

Writer::~Writer() {
  requests_.close();
}

Result<repository::Published> Writer::wait_for(Request request, const std::string& subject) {
  request.verdict = std::make_shared<std::promise<Result<repository::Published>>>();
  auto verdict = request.verdict->get_future();
  if (!requests_.try_push(std::move(request)))
    return fail(
        environment_error("server.busy", subject, "the server is busy with other publishes", "try again"));
  return verdict.get();
}

Result<repository::Published> Writer::publish(const std::string& channel, Bytes metadata) {
  Request request;
  request.channel = channel;
  request.metadata = std::move(metadata);
  return wait_for(std::move(request), channel);
}

Result<repository::Published> Writer::publish(store::StatementFiles statements) {
  Request request;
  request.files = std::move(statements);
  return wait_for(std::move(request), "alert");
}

Result<repository::Published> Writer::publish_device(const std::string& site, store::RoleFiles files) {
  Request request;
  request.site = site;
  request.files = std::move(files);
  return wait_for(std::move(request), site);
}

Result<repository::Published> Writer::publish_system(store::RoleFiles files) {
  Request request;
  request.is_system = true;
  request.files = std::move(files);
  return wait_for(std::move(request), bundle::kSystemRole);
}

void Writer::work() {
  refresh();
  auto due = clock_->steady_now() + refresh_each_;
  while (!requests_.is_closed() || requests_.size() > 0) {
    const auto now = clock_->steady_now();
    const auto left = std::min(due, feeds_.next(due)) - now;
    if (auto request = requests_.pop_for(std::max(left, SteadyInstant::duration(0)))) {
      request->verdict->set_value(accept(*request));
      continue;
    }
    if (requests_.is_closed()) continue;
    look_at_feeds();
    if (clock_->steady_now() < due) continue;
    refresh();
    due = clock_->steady_now() + refresh_each_;
  }
}

void Writer::refresh() {
  const auto status = repository::refresh_timestamp(*disk_, repository_, online_, clock_->now());
  if (!status) log_error(status.error());
  if (const auto renewed = repository::renew_feeds(*disk_, repository_, online_, clock_->now()); !renewed)
    log_error(renewed.error());
}

void Writer::look_at_feeds() {
  const auto reports = feeds_.look(clock_->steady_now(), clock_->now());
  if (reports.empty()) return;
  const auto published = repository::publish_feeds(*disk_, repository_, reports, online_, clock_->now());
  if (!published) {
    feeds_.try_again();
    return log_error(published.error());
  }
  std::set<std::string> refused;
  for (const auto& error : published->refused) {
    // What is tried again at each look is told once.
    refused.insert(error.subject + error.message);
    if (!told_feeds_.contains(error.subject + error.message)) log_error(error);
    if (error.rule == "feed.interval") feeds_.try_again();
  }
  told_feeds_ = std::move(refused);
  if (published->taken > 0)
    log_info(std::to_string(published->taken) + " values of feeds, version " +
             std::to_string(published->role_version));
}

// Somebody who holds one officer's or technician's key must not be able to drown the others. Counted for
// whoever claims to sign: who it really is is verified afterwards.
Status Writer::check_rate(const store::RoleFiles& files, const std::string& name) {
  constexpr std::size_t kMost = 60;
  constexpr auto kWithin = std::chrono::minutes(10);
  std::string signers;
  if (const auto metadata = files.find(name); metadata != files.end())
    if (const auto envelope = tuf::parse_targets(metadata->second, name))
      for (const auto& signature : envelope->signatures) signers += signature.key_id.substr(0, 64);
  signers = signers.substr(0, 256);
  auto& times = said_[signers];
  const auto now = clock_->steady_now();
  while (!times.empty() && now - times.front() > kWithin) times.pop_front();
  if (times.size() >= kMost)
    return fail(environment_error("publish.rate", signers,
                                  std::to_string(kMost) + " statements by one key in ten minutes",
                                  "wait a little; what stands goes on"));
  times.push_back(now);
  return {};
}

Result<repository::Published> Writer::accept_statements(const Request& request) {
  GATECAST_TRY_STATUS(check_rate(request.files, "alert.json"));
  auto published = repository::accept_statements(*disk_, repository_, request.files, online_, clock_->now());
  if (!published)
    log_error(published.error());
  else
    log_info("statements of the officers on duty, version " + std::to_string(published->role_version));
  return published;
}

Result<repository::Published> Writer::accept_device(const Request& request) {
  GATECAST_TRY_STATUS(check_rate(request.files, bundle::device_role(request.site) + ".json"));
  auto published =
      repository::accept_devices(*disk_, repository_, request.site, request.files, online_, clock_->now());
  if (!published)
    log_error(published.error());
  else
    log_info("what technicians ask of the kiosks of " + request.site + ", version " +
             std::to_string(published->role_version));
  return published;
}

Result<repository::Published> Writer::accept_system(const Request& request) {
  GATECAST_TRY_STATUS(check_rate(request.files, "system.json"));
  auto published = repository::accept_system(*disk_, repository_, request.files, staging_, online_,
                                             clock_->now(), repository::TakeObjects::move);
  if (!published)
    log_error(published.error());
  else
    log_info("an operating system is offered to the kiosks, version " +
             std::to_string(published->role_version) + " of its role");
  return published;
}

Result<repository::Published> Writer::accept(const Request& request) {
  if (request.is_system) return accept_system(request);
  if (!request.site.empty()) return accept_device(request);
  if (request.channel.empty()) return accept_statements(request);
  GATECAST_TRY_STATUS(
      write_file_durably(*disk_, staging_ / ("content-" + request.channel + ".json"), request.metadata));
  auto published =
      repository::accept_publish(*disk_, repository_, staging_, request.channel, online_, clock_->now());
  if (!published) {
    log_error(published.error());
    return published;
  }
  log_info("release " + std::to_string(published->release_number) + " of " + request.channel +
           " is published");
  return published;
}

}  // namespace gatecast::server
