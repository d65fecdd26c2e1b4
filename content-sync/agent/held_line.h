// A connection that a gatecast-server holds until something new is published: `GET x/wait?timestamp=N`. It
// only says "look now" and is never trusted: what is looked at is verified like everything else. Plain file
// servers do not know it; then the usual interval holds. Threads: its own, which asks; any other may use it.
// Errors: none; what fails is tried again with patience. Source: shared/design/sync.md; issue 5, Alerts on
// the screen within 5 s of publishing.
#pragma once
#include <functional>
#include <memory>
#include <thread>

#include "content-sync/base/queue.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::agent {

class HeldLine {
 public:
  // `address`: of the server; one that is no http address is never asked.
  HeldLine(std::string address, std::function<bool()> should_stop);
  ~HeldLine();
  HeldLine(const HeldLine&) = delete;
  HeldLine& operator=(const HeldLine&) = delete;

  // What is known now: wait for something newer.
  void expect(std::int64_t timestamp_version);
  // True once after the server said that there is something newer.
  bool take_news();

 private:
  std::shared_ptr<Queue<std::int64_t>> expected_;
  std::shared_ptr<Queue<bool>> news_;
  std::jthread thread_;
};

}  // namespace gatecast::agent
