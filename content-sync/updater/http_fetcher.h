// A repository behind a web server, by libcurl. Slow is fine, stalled is not: there is no total deadline, a
// transfer ends when not one byte came for `stall`. Ranges, redirects and compression of the
// server are never trusted: what comes is checked by who asked. Several at once as connection_width.h says.
// Threads: one owner; `should_stop` is asked from the fetching thread. Errors: as fetcher.h.
// Source: RFC 9110 (206, 416, Content-Range); shared/design/sync.md 3b.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

struct HttpOptions {
  std::string address;  // "https://host/gatecast"
  std::chrono::seconds connect_timeout{20};
  std::chrono::seconds stall{60};
  // A kept connection that was quiet for so long may have been forgotten by what lies between.
  std::chrono::seconds forgotten_after{30};
  std::function<bool()> should_stop;  // may be empty
  int most_connections = 8;
  std::uint64_t most_bytes_per_second = 0;  // of what comes; 0: as the line gives
};

class HttpFetcher final : public Fetcher {
 public:
  static Result<std::unique_ptr<HttpFetcher>> create(HttpOptions options);
  ~HttpFetcher() override;
  HttpFetcher(const HttpFetcher&) = delete;
  HttpFetcher& operator=(const HttpFetcher&) = delete;

  Status fetch(const FetchRequest& request, FetchSink& sink) override;
  void fetch_all(std::span<FetchJob> jobs) override;
  [[nodiscard]] std::string name() const override;
  [[nodiscard]] std::uint64_t wire_bytes() const override;
  [[nodiscard]] std::uint64_t line_bytes() const override;

 private:
  struct Session;
  explicit HttpFetcher(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

// The least of an upload, for `gatecast publish`: HEAD tells what is there already.
struct HttpAnswer {
  long code = 0;
  Bytes body;
};
Result<HttpAnswer> http_head(const HttpOptions& options, const std::string& path);
Result<HttpAnswer> http_put(const HttpOptions& options, const std::string& path, ReadFile& file,
                            const std::function<void(std::uint64_t)>& on_progress);
Result<HttpAnswer> http_post(const HttpOptions& options, const std::string& path, ByteView body);

// Questions one after the other over a connection that is kept. Threads: one owner.
class HttpCaller {
 public:
  explicit HttpCaller(HttpOptions options);
  ~HttpCaller();
  HttpCaller(const HttpCaller&) = delete;
  HttpCaller& operator=(const HttpCaller&) = delete;

  // Waits for `stall` at the most while nothing comes.
  Result<HttpAnswer> get(const std::string& path, std::chrono::seconds stall);
  [[nodiscard]] std::uint64_t line_bytes() const;  // as Fetcher::line_bytes

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatecast::updater
