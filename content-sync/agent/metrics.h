// What the status says, for Prometheus: text exposition format 0.0.4 at http://127.0.0.1:PORT/metrics, where
// the settings name a port. Loopback only: nothing of a kiosk is told to its network. Threads: show() from
// the agent's; a thread of its own answers, they meet in a queue. Errors: environment error "metrics.port".
// Source: Prometheus, Exposition formats and Metric and label naming; issue 5, 4.
#pragma once
#include <memory>
#include <string>

#include "content-sync/agent/status.h"
#include "content-sync/base/result.h"

namespace gatecast::agent {

std::string exposition(const SyncStatus& status);

class MetricsServer {
 public:
  static Result<std::unique_ptr<MetricsServer>> open(int port);
  ~MetricsServer();
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;
  void show(const SyncStatus& status);

 private:
  struct Parts;
  explicit MetricsServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatecast::agent
