#include "content-sync/server/server.h"

#include <httplib.h>

#include <charconv>
#include <thread>
#include <utility>

#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/base/queue.h"
#include "content-sync/server/file_answer.h"
#include "content-sync/server/news.h"
#include "content-sync/server/report_routes.h"
#include "content-sync/server/uploads.h"
#include "content-sync/server/writer.h"
#include "content-sync/store/limits.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::server {
namespace {

constexpr std::size_t kThreads = 256;   // one a connection, also while it is idle
constexpr std::size_t kMostHeld = 192;  // of them by kiosks that wait for something new
constexpr std::chrono::seconds kLongestHold{1200};
constexpr std::chrono::milliseconds kHoldStep{200};
constexpr std::size_t kRequestsAConnection = 10'000;

int code_of(const Error& error) {
  if (error.rule == "upload.too_large") return 413;
  if (error.rule == "disk.full" || error.rule == "upload.quota") return 507;
  if (error.kind == ErrorKind::environment) return 503;
  return error.kind == ErrorKind::usage ? 400 : 422;
}

void answer_done(httplib::Response& response, int code, const nlohmann::json& body) {
  response.status = code;
  response.set_content(body.dump() + "\n", "application/json");
}

}  // namespace

struct Server::Parts {
  Parts(Disk& d, const Clock& c, ServerOptions o)
      : disk(d),
        clock(c),
        options(std::move(o)),
        uploads(disk, options.staging, {options.object_limit_bytes, options.staging_limit_bytes}) {}

  Disk& disk;
  const Clock& clock;
  ServerOptions options;
  Uploads uploads;
  std::optional<Writer> writer;
  std::optional<ReportDesk> desk;
  httplib::Server http;
  int port = 0;
  std::jthread listener;
  Queue<bool> ending{"ending", 1};      // closed when the server stops: nobody is held any longer
  Queue<bool> held{"held", kMostHeld};  // one entry a connection that is held

  void configure() {
    http.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http.set_keep_alive_max_count(kRequestsAConnection);
    http.set_keep_alive_timeout(30);
    http.set_read_timeout(60);
    http.set_write_timeout(60);  // a slow reader is fine; one that takes nothing for a minute is gone
    http.set_tcp_nodelay(true);
    http.set_payload_max_length(options.object_limit_bytes);
    http.set_exception_handler([](const auto&, auto& response, const std::exception_ptr&) {
      answer_error(response, 500,
                   environment_error("server.fault", "request", "the server failed at this request"));
    });
    route_files();
    route_uploads();
    if (desk) route_reports(http, *desk, options.online->timestamp);
  }

  void route_files() {
    // Before the library's own routing, which matches by regular expressions.
    http.set_pre_routing_handler([this](const auto& request, auto& response) {
      if (request.method != "GET" && request.method != "HEAD")
        return httplib::Server::HandlerResponse::Unhandled;
      if (request.path == "/x/wait") {
        answer_wait(request, response);
      } else if (request.path == "/healthz") {
        response.status = 200;
        response.set_content("ok\n", "text/plain");
      } else if (const auto file = parse_request_path(request.path); !file) {
        answer_missing(response);
      } else if (request.method == "HEAD" && is_staged(*file)) {
        response.status = 200;  // here already, though not published: an upload need not repeat it
      } else {
        answer_file(disk, options.repository, *file, request, response);
      }
      return httplib::Server::HandlerResponse::Handled;
    });
  }

  // Held until the timestamp is newer than the one that the asker has. What the answer brings along is
  // verified there like anything that is fetched.
  void answer_wait(const httplib::Request& request, httplib::Response& response) {
    response.set_header("Cache-Control", "no-store");
    const auto number = [&](const char* name) {
      std::int64_t value = 0;
      const auto text = request.get_param_value(name);
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    };
    if (!held.try_push(true)) {
      response.status = 503;
      return;
    }
    const KnownVersions known{number("timestamp"), number("root"), number("snapshot"), number("alert")};
    const auto until =
        clock.steady_now() + std::clamp<std::chrono::seconds>(std::chrono::seconds(number("seconds")),
                                                              std::chrono::seconds(0), kLongestHold);
    response.status = 204;
    Bytes seen;
    while (true) {
      if (timestamp_version(seen) > known.timestamp) {
        response.status = 200;
        if (auto news = news_for(disk, options.repository, seen, known); !news.empty())
          response.set_content(std::move(news), "application/json");
        break;
      }
      if (clock.steady_now() >= until || ending.is_closed()) break;
      ending.pop_for(kHoldStep);
    }
    held.try_pop();
  }

  // 0 while the file is the same as before.
  std::int64_t timestamp_version(Bytes& seen) {
    auto bytes = read_file(disk, options.repository / "metadata" / "timestamp.json", tuf::kTimestampLimit);
    if (!bytes || *bytes == seen) return 0;
    seen = std::move(*bytes);
    const auto timestamp = tuf::parse_timestamp(seen, "timestamp.json");
    return timestamp ? timestamp->signed_part.version : 0;
  }

  bool is_staged(const NamedFile& file) {
    if (file.file_class != FileClass::object) return false;
    const auto status = disk.status(uploads.object(*file.hash));
    return status && status->kind == FileKind::file;
  }

  void route_uploads() {
    http.Put("/objects/.*", [this](const auto& request, auto& response, const auto& reader) {
      const auto file = parse_request_path(request.path);
      if (!file) return refuse_name(request, response);
      const auto there = disk.status(options.repository / file->path);
      if (is_staged(*file) || (there && there->kind == FileKind::file)) {
        response.set_header("Connection", "close");  // its body is not read
        return answer_done(response, 200, {{"ok", true}, {"was_there", true}});
      }
      take_upload(response, uploads.object(*file->hash), *file->hash, options.object_limit_bytes, reader);
    });
    http.Put("/publish/releases/.*", [this](const auto& request, auto& response, const auto& reader) {
      const std::string name = request.path.substr(std::string("/publish/releases/").size());
      const auto file = parse_release_name(name);
      if (!file) return refuse_name(request, response);
      take_upload(response, uploads.release(name), *file->hash, store::kReleaseLimit, reader);
    });
    http.Post("/publish/alert", [this](const auto&, auto& response, const auto& reader) {
      if (auto files = role_files(response, "alert", reader))
        answer_published(response, writer->publish(std::move(*files)));
    });
    http.Post("/publish/system", [this](const auto&, auto& response, const auto& reader) {
      if (auto files = role_files(response, bundle::kSystemRole, reader))
        answer_published(response, writer->publish_system(std::move(*files)));
    });
    http.Post("/publish/device-.*", [this](const auto& request, auto& response, const auto& reader) {
      const std::string site = request.path.substr(std::string("/publish/device-").size());
      if (!bundle::is_device_name(site)) return refuse_name(request, response);
      if (auto files = role_files(response, bundle::device_role(site), reader))
        answer_published(response, writer->publish_device(site, std::move(*files)));
    });
    http.Post("/publish/content-.*", [this](const auto& request, auto& response, const auto& reader) {
      const std::string channel = request.path.substr(std::string("/publish/content-").size());
      if (!is_channel_name(channel)) return refuse_name(request, response);
      publish(channel, response, reader);
    });
  }

  // What one person signs: all its files in one body.
  std::optional<store::RoleFiles> role_files(httplib::Response& response, const std::string& name,
                                             const httplib::ContentReader& reader) const {
    if (!can_publish(response)) return std::nullopt;
    Bytes body;
    const bool is_whole = reader([&](const char* data, std::size_t size) {
      if (body.size() + size > store::kRoleFileLimit) return false;
      body.append(data, size);
      return true;
    });
    if (!is_whole) {
      response.set_header("Connection", "close");
      answer_error(response, 413, usage_error("upload.too_large", name, "more than 8 MiB"));
      return std::nullopt;
    }
    auto files = store::parse_role_files(body, "publish/" + name);
    if (files) return std::move(*files);
    answer_error(response, code_of(files.error()), files.error());
    return std::nullopt;
  }

  static void answer_published(httplib::Response& response, const Result<repository::Published>& published) {
    if (!published) return answer_error(response, code_of(published.error()), published.error());
    answer_done(response, 200,
                {{"ok", true},
                 {"version", published->role_version},
                 {"signers", published->signers},
                 {"was_active", published->was_active}});
  }

  static void refuse_name(const httplib::Request& request, httplib::Response& response) {
    response.set_header("Connection", "close");
    answer_error(response, 400,
                 usage_error("upload.name", request.path, "no name of a file that is taken here"));
  }

  bool can_publish(httplib::Response& response) const {
    if (writer) return true;
    response.set_header("Connection", "close");
    answer_error(
        response, 403,
        usage_error("server.read_only", "publish", "this server takes no publishes: it has no online keys",
                    "start gatecast-server with --online-keys, or publish to the server that has them"));
    return false;
  }

  void take_upload(httplib::Response& response, const Path& to, const Sha256& hash, std::uint64_t limit,
                   const httplib::ContentReader& reader) {
    if (!can_publish(response)) return;
    // The address of this answer is one of its own while it lasts.
    const auto number = reinterpret_cast<std::uintptr_t>(&response);
    const auto status = uploads.take(to, hash, limit, number, [&](const auto& portion) {
      return reader([&](const char* data, std::size_t size) { return portion({data, size}); });
    });
    if (status) return answer_done(response, 201, {{"ok", true}});
    response.set_header("Connection", "close");
    // The library itself turns away what says beforehand that it is too large.
    if (response.status == 413)
      answer_error(response, 413,
                   usage_error("upload.too_large", hash.hex(), "more than this server takes of one file"));
    else
      answer_error(response, code_of(status.error()), status.error());
  }

  void publish(const std::string& channel, httplib::Response& response,
               const httplib::ContentReader& reader) {
    if (!can_publish(response)) return;
    Bytes metadata;
    const bool is_whole = reader([&](const char* data, std::size_t size) {
      if (metadata.size() + size > tuf::kTargetsLimit) return false;
      metadata.append(data, size);
      return true;
    });
    if (!is_whole) {
      response.set_header("Connection", "close");
      return answer_error(response, 413,
                          usage_error("upload.too_large", channel, "metadata of more than 4 MiB"));
    }
    const auto published = writer->publish(channel, std::move(metadata));
    if (!published) return answer_error(response, code_of(published.error()), published.error());
    answer_done(response, 200,
                {{"ok", true},
                 {"channel", channel},
                 {"release_number", published->release_number},
                 {"version", published->role_version},
                 {"signers", published->signers},
                 {"was_active", published->was_active}});
  }
};

Path devices_beside(const Path& repository) {
  auto folder = repository;
  folder += ".devices";
  return folder;
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() {
  stop();
}
int Server::port() const {
  return parts_->port;
}
void Server::stop() {
  parts_->ending.close();
  parts_->http.stop();
}

Result<std::unique_ptr<Server>> Server::start(Disk& disk, const Clock& clock, ServerOptions options) {
  GATECAST_TRY(const auto there, disk.status(options.repository / "metadata"));
  if (there.kind != FileKind::directory)
    return fail(usage_error("server.repository", options.repository,
                            "no repository is here: it has no metadata/",
                            "name the folder that gatecast keys made"));
  if (options.staging.empty()) {
    options.staging = options.repository;
    options.staging += ".staging";
  }
  auto parts = std::make_unique<Parts>(disk, clock, std::move(options));
  const auto& ready = parts->options;
  if (ready.online) {
    GATECAST_TRY_STATUS(parts->uploads.prepare());
    parts->writer.emplace(disk, clock, ready.repository, ready.staging, *ready.online, ready.refresh_each,
                          FeedSource{ready.feeds_from, ready.feeds_each});
    parts->desk.emplace(disk, clock,
                        ready.devices.empty() ? devices_beside(ready.repository) : ready.devices);
  }
  parts->configure();
  // A port that is taken is refused; the library would share it, and requests would go to either server.
  parts->http.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  const bool is_bound = ready.port == 0 ? (parts->port = parts->http.bind_to_any_port(ready.host)) > 0
                                        : parts->http.bind_to_port(ready.host, parts->port = ready.port);
  if (!is_bound)
    return fail(environment_error("server.listen", ready.host + ":" + std::to_string(ready.port),
                                  "cannot listen there: in use, or not an address of this machine",
                                  "choose another with --listen HOST:PORT"));
  parts->listener = std::jthread([http = &parts->http] { http->listen_after_bind(); });
  while (!parts->http.is_running()) std::this_thread::yield();
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

}  // namespace gatecast::server
