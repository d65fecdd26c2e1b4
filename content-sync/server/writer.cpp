#include "content-sync/server/writer.h"

#include "content-sync/base/log.h"

namespace gatecast::server {

Writer::Writer(Disk& disk, const Clock& clock, Path repository, Path staging, repository::OnlineKeys online,
               std::chrono::seconds refresh_each)
    : disk_(&disk),
      clock_(&clock),
      repository_(std::move(repository)),
      staging_(std::move(staging)),
      online_(std::move(online)),
      refresh_each_(refresh_each),
      thread_([this] { work(); }) {}

Writer::~Writer() {
  requests_.close();
}

Result<repository::Published> Writer::publish(const std::string& channel, Bytes metadata) {
  Request request{channel, std::move(metadata),
                  std::make_shared<std::promise<Result<repository::Published>>>()};
  auto verdict = request.verdict->get_future();
  if (!requests_.try_push(std::move(request)))
    return fail(
        environment_error("server.busy", channel, "the server is busy with other publishes", "try again"));
  return verdict.get();
}

void Writer::work() {
  refresh();
  auto due = clock_->steady_now() + refresh_each_;
  while (!requests_.is_closed() || requests_.size() > 0) {
    const auto left = due - clock_->steady_now();
    if (auto request = requests_.pop_for(std::max(left, SteadyInstant::duration(0)))) {
      request->verdict->set_value(accept(*request));
      continue;
    }
    if (requests_.is_closed() || clock_->steady_now() < due) continue;
    refresh();
    due = clock_->steady_now() + refresh_each_;
  }
}

void Writer::refresh() {
  const auto status = repository::refresh_timestamp(*disk_, repository_, online_, clock_->now());
  if (!status) log_error(status.error());
}

Result<repository::Published> Writer::accept(const Request& request) {
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
