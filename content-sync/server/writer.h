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
#include "content-sync/repository/publish_statements.h"
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

 private:
  struct Request {
    std::string channel;
    Bytes metadata;
    store::StatementFiles statements;  // where there is no channel
    std::shared_ptr<std::promise<Result<repository::Published>>> verdict;
  };
  void work();
  void refresh();
  void look_at_feeds();
  Result<repository::Published> accept(const Request& request);
  Result<repository::Published> accept_statements(const Request& request);
  Status check_rate(const std::string& officer);

  Disk* disk_;
  const Clock* clock_;
  Path repository_;
  Path staging_;
  repository::OnlineKeys online_;
  std::chrono::seconds refresh_each_;
  FeedFolder feeds_;
  std::set<std::string> told_feeds_;  // what of the office's reports was refused at the last look
  std::map<std::string, std::deque<SteadyInstant>> said_;  // by officer, when
  Queue<Request> requests_{"publishes", 16};
  std::jthread thread_;
};

}  // namespace gatecast::server
