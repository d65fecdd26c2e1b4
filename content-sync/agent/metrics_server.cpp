// The one file of the agent that knows the web server's library, and catches what it throws.
#include <httplib.h>

#include <chrono>
#include <thread>

#include "content-sync/agent/metrics.h"
#include "content-sync/base/queue.h"

namespace gatecast::agent {

struct MetricsServer::Parts {
  httplib::Server http;
  Queue<std::string> newest{"metrics", 1};
  std::string shown;  // of the one thread that answers
  std::jthread thread;
};

MetricsServer::MetricsServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

MetricsServer::~MetricsServer() {
  parts_->newest.close();
  parts_->http.stop();
}

Result<std::unique_ptr<MetricsServer>> MetricsServer::open(int port) {
  auto parts = std::make_unique<Parts>();
  auto& all = *parts;
  // One that answers, for a moment each: who scrapes holds nothing up.
  all.http.new_task_queue = [] { return new httplib::ThreadPool(1); };
  // A port that is taken shall be refused, not shared.
  all.http.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  all.http.set_keep_alive_max_count(1);
  all.http.set_read_timeout(2);
  all.http.set_write_timeout(2);
  all.http.set_payload_max_length(1024);
  all.http.set_exception_handler(
      [](const auto&, auto& response, const std::exception_ptr&) { response.status = 500; });
  all.http.Get("/metrics", [&all](const auto&, auto& response) {
    if (auto text = all.newest.try_pop()) all.shown = std::move(*text);
    response.set_content(all.shown, "text/plain; version=0.0.4; charset=utf-8");
  });
  if (!all.http.bind_to_port("127.0.0.1", port))
    return fail(environment_error("metrics.port", "127.0.0.1:" + std::to_string(port),
                                  "another program listens there",
                                  "choose another \"metrics_port\" in kiosk.json"));
  all.thread = std::jthread([&all] { all.http.listen_after_bind(); });
  // Only what listens can be stopped.
  for (int i = 0; i < 1000 && !all.http.is_running(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(parts)));
}

void MetricsServer::show(const SyncStatus& status) {
  // The only one who puts something in: what nobody asked for gives way.
  (void)parts_->newest.try_pop();
  (void)parts_->newest.try_push(exposition(status));
}

}  // namespace gatecast::agent
