// Of the agent, this and metrics_server.cpp know the web server's library, and catch what it throws.
#include "content-sync/agent/object_server.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include "content-sync/serving/file_body.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::agent {
namespace {

constexpr std::size_t kAtOnce = 8;  // requests

bool is_whole(Disk& disk, const Path& store, const Sha256& hash) {
  const auto status = disk.status(store::object_path(store / "objects", hash));
  return status && status->kind == FileKind::file;
}

void answer_object(const Path& store, const httplib::Request& request, httplib::Response& response) {
  SystemDisk disk;
  const std::string hex = request.matches[2];
  const auto hash = Sha256::from_hex(hex);
  auto opened = hash && hex.substr(0, 2) == request.matches[1] && is_whole(disk, store, *hash)
                    ? disk.open_read(store::object_path(store / "objects", *hash))
                    : fail(environment_error("disk.missing", hex, "is not here"));
  const auto size = opened ? (*opened)->size() : fail(opened.error());
  if (!size || *size == 0) {
    response.status = 404;
    return;
  }
  serving::answer_file_body(request, response, std::move(*opened), *size, "application/octet-stream");
}

void answer_coming(const Path& store, const httplib::Request& request, httplib::Response& response) {
  SystemDisk disk;
  const auto hash = Sha256::from_hex(request.matches[1].str());
  updater::HoldingAnswer answer;
  if (hash && is_whole(disk, store, *hash))
    answer.holding = updater::Holding::whole;
  else if (hash)
    answer = updater::holding_of(updater::read_wanted(disk, store), *hash);
  response.set_content(updater::to_text(answer), "text/plain");
}

}  // namespace

std::optional<LanAddress> parse_lan_address(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  LanAddress address{text.substr(0, colon), 0};
  const auto* end = text.data() + text.size();
  const auto result = std::from_chars(text.data() + colon + 1, end, address.port);
  if (result.ec != std::errc{} || result.ptr != end || address.port < 1 || address.port > 65535)
    return std::nullopt;
  auto& host = address.host;
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const bool is_plain = !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '.' || c == ':';
  });
  return is_plain ? std::optional(std::move(address)) : std::nullopt;
}

std::vector<std::string> split_neighbours(const std::string& list) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : list + " ") {
    if (c != ' ' && c != ',') {
      name += c;
      continue;
    }
    if (!name.empty()) names.push_back(std::exchange(name, {}));
  }
  return names;
}

struct ObjectServer::Parts {
  httplib::Server http;
  std::jthread thread;
};

ObjectServer::ObjectServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ObjectServer::~ObjectServer() {
  parts_->http.stop();
}

Result<std::unique_ptr<ObjectServer>> ObjectServer::open(const Path& store, const LanAddress& address,
                                                         std::function<bool(const std::string&)> may_ask) {
  auto parts = std::make_unique<Parts>();
  auto& http = parts->http;
  http.new_task_queue = [] { return new httplib::ThreadPool(kAtOnce); };
  http.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  http.set_keep_alive_timeout(1);
  http.set_read_timeout(2);
  http.set_write_timeout(5);
  http.set_payload_max_length(1024);
  http.set_exception_handler(
      [](const auto&, auto& response, const std::exception_ptr&) { response.status = 500; });
  http.set_pre_routing_handler([may_ask = std::move(may_ask)](const auto& request, auto& response) {
    if (may_ask(request.remote_addr)) return httplib::Server::HandlerResponse::Unhandled;
    response.status = 403;
    return httplib::Server::HandlerResponse::Handled;
  });
  http.Get(R"(/objects/([0-9a-f]{2})/([0-9a-f]{64}))",
           [store](const auto& request, auto& response) { answer_object(store, request, response); });
  http.Get(R"(/coming/([0-9a-f]{64}))",
           [store](const auto& request, auto& response) { answer_coming(store, request, response); });
  if (!http.bind_to_port(address.host.c_str(), address.port))
    return fail(environment_error("neighbour.port", address.host + ":" + std::to_string(address.port),
                                  "cannot listen there",
                                  "\"share_on\" names an address of this kiosk and a port that is free"));
  parts->thread = std::jthread([&http] { http.listen_after_bind(); });
  // Only what listens can be stopped.
  for (int i = 0; i < 1000 && !http.is_running(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return std::unique_ptr<ObjectServer>(new ObjectServer(std::move(parts)));
}

}  // namespace gatecast::agent
