// A repository over HTTP: static files with ranges and strong ETags, publishes that their signatures alone
// authorise, and the hourly signature of the timestamp. The same folder can stand behind any web server.
// Threads: requests are answered on threads of their own; all that changes the repository happens on one.
// Errors: "server.*" and those of repository/; a request's error goes to the client as JSON.
// Source: ARCHITECTURE.md, Publish; RFC 9110.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/repository/private_file.h"

namespace gatecast::server {

struct ServerOptions {
  Path repository;
  Path staging;  // for uploads, on the same file system; not served
  std::string host = "127.0.0.1";
  int port = 0;                                  // 0: any free one
  std::optional<repository::OnlineKeys> online;  // without them nothing can be published
  std::uint64_t object_limit_bytes = std::uint64_t{8} << 30U;
  std::uint64_t staging_limit_bytes = std::uint64_t{32} << 30U;
  std::chrono::seconds refresh_each = std::chrono::hours(1);
  Path feeds_from;  // a folder in which the office leaves what it reports; empty: none
  std::chrono::seconds feeds_each{10};
  Path devices;  // kiosks that are enrolled, and what they report; not served. Empty: devices_beside()
};
Path devices_beside(const Path& repository);  // REPOSITORY.devices

class Server {
 public:
  // Listens when this returns.
  static Result<std::unique_ptr<Server>> start(Disk& disk, const Clock& clock, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] int port() const;
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatecast::server
