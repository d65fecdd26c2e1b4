// The one thread that changes the repository: publishes as they come, and the hourly signature.
// Threads: ask() from any; the work is done on a thread of its own. Errors: as repository/publish.h.
#pragma once
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "content-sync/base/clock.h"
#include "content-sync/base/queue.h"
#include "content-sync/repository/publish_device.h"
#include "content-sync/repository/publish_statements.h"
#include "content-sync/repository/publish_system.h"
#include "content-sync/server/feed_folder.h"

namespace gatecast::server {

class Writer {
 public:
  Writer(Disk& disk, const Clock& clock, Path repository, Path staging, repository::OnlineKeys online,
         std::chrono::seconds refresh_each, FeedSource feeds = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits for the verdict on this channel's upload: `metadata` are its signed bytes.
  Result<repository::Published> publish(const std::string& channel, Bytes metadata);
  // The same for what a duty officer says.
  Result<repository::Published> publish(store::StatementFiles statements);
  // And for what a technician asks of the kiosks of a site.
  Result<repository::Published> publish_device(const std::string& site, store::RoleFiles files);
  // And for an operating system, whose images lie in the staging folder.
  Result<repository::Published> publish_system(store::RoleFiles files);

 private:
  struct Request {
    std::string channel;
    std::string site;  // where there is no channel: of kiosks
    bool is_system = false;
    Bytes metadata;
    store::RoleFiles files;  // of a role that one person signs
    std::shared_ptr<std::promise<Result<repository::Published>>> verdict;
  };
  void work();
  void refresh();
  void look_at_feeds();
  Result<repository::Published> accept(const Request& request);
  Result<repository::Published> accept_statements(const Request& request);
  Result<repository::Published> accept_device(const Request& request);
  Result<repository::Published> accept_system(const Request& request);
  Result<repository::Published> wait_for(Request request, const std::string& subject);
  Status check_rate(const store::RoleFiles& files, const std::string& name);

  Disk* disk_;
  const Clock* clock_;
  Path repository_;
  Path staging_;
  repository::OnlineKeys online_;
  std::chrono::seconds refresh_each_;
  FeedFolder feeds_;
  std::set<std::string> told_feeds_;  // what of the office's reports was refused at the last look
  std::map<std::string, std::deque<SteadyInstant>> said_;  // by signer, when
  Queue<Request> requests_{"publishes", 16};
  std::jthread thread_;
};

}  // namespace gatecast::server
