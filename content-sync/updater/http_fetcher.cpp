#include "content-sync/updater/http_fetcher.h"

#include <netinet/in.h>

#include <algorithm>
#include <utility>

#include "content-sync/updater/connection_width.h"
#include "content-sync/updater/http_transfer.h"
#include "content-sync/updater/line_count.h"

namespace gatecast::updater {
namespace {

struct MultiDeleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Multi = std::unique_ptr<CURLM, MultiDeleter>;

// A handle, and the job that it is at.
struct Line {
  Easy handle;
  FetchJob* job = nullptr;
  std::unique_ptr<Transfer> transfer;
};

constexpr int kPollMs = 200;
constexpr long kBuffer = 64 * 1024;

// What is under way when power or program ends comes again: no more than the line needs to be full. Where
// answers come at once that is what 160 Mbit/s carry in the time of the quickest one, as the kernel would
// take a megabyte ahead of a reader that syncs its file.
constexpr std::int64_t kLeastUnderWay = 16 * 1024;
constexpr std::int64_t kBytesAMicrosecond = 20;
constexpr std::int64_t kMostBounded = 256 * 1024;  // beyond that the kernel knows better
// A program that starts may be one that is ended again and again: its first connections take little at a
// time.
constexpr int kGentle = 16 * 1024;
constexpr std::chrono::seconds kGentleFor{8};

void bound_buffer(curl_socket_t socket, int bytes) {
  // Unlike a clamp of the window, the kernel leaves this as it is.
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

}  // namespace

struct HttpFetcher::Session {
  using Clock = std::chrono::steady_clock;
  HttpOptions options;
  LineCount cost;  // outlives the connections
  Multi multi;     // keeps the connections
  std::chrono::seconds kept = kKeptConnection;
  Clock::time_point opened = Clock::now();
  Clock::time_point used = Clock::now();  // when an answer came last
  std::chrono::seconds idle{0};           // before the jobs that are under way
  int under_way = 0;                      // bytes a connection; 0: as the kernel thinks
  ConnectionWidth width;
  std::vector<Line> lines;  // destroyed before the multi handle
  std::uint64_t wire = 0;

  ~Session() {
    for (auto& line : lines)
      if (line.job != nullptr) curl_multi_remove_handle(multi.get(), line.handle.get());
    lines.clear();
  }
  Line& free_line() {
    for (auto& line : lines)
      if (line.job == nullptr) return line;
    lines.push_back({new_handle(), nullptr, nullptr});
    return lines.back();
  }
  void start(FetchJob& job, FetchRequest request) {
    auto& line = free_line();
    CURL* handle = line.handle.get();
    line.job = &job;
    line.transfer = std::make_unique<Transfer>(options, std::move(request), *job.sink);
    line.transfer->prepare_for(handle, wire);
    cost.watch(handle);
    set_option(handle, CURLOPT_SOCKOPTFUNCTION, &on_new_socket);
    set_option(handle, CURLOPT_SOCKOPTDATA, static_cast<void*>(this));
    set_option(handle, CURLOPT_MAXAGE_CONN, static_cast<long>(kept.count()));
    limit_rate(handle);
    GATECAST_INVARIANT(curl_multi_add_handle(multi.get(), handle) == CURLM_OK);
  }
  void limit_rate(CURL* handle) const {
    const auto rate = static_cast<long>(options.most_bytes_per_second) / width.now();
    const long buffer = under_way > 0 ? std::min<long>(kBuffer, under_way) : kBuffer;
    if (rate > 0) set_option(handle, CURLOPT_MAX_RECV_SPEED_LARGE, static_cast<curl_off_t>(rate));
    // libcurl reads up to a hundred portions before it waits: they must be small against the rate.
    set_option(handle, CURLOPT_BUFFERSIZE, rate > 0 ? std::clamp(rate / 400, 1024L, buffer) : buffer);
  }
  // Small answers are over before libcurl's limit takes hold: no more are begun than the rate allows.
  [[nodiscard]] bool may_begin(std::chrono::steady_clock::time_point begun, std::uint64_t wire_then) const {
    if (options.most_bytes_per_second == 0) return true;
    const std::chrono::duration<double> due(static_cast<double>(wire - wire_then) /
                                            static_cast<double>(options.most_bytes_per_second));
    return std::chrono::steady_clock::now() - begun >= due;
  }
  [[nodiscard]] int busy() const {
    return static_cast<int>(
        std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.job != nullptr; }));
  }
  // One transfer has ended; its error where it ends all.
  std::optional<Error> end(CURL* handle, CURLcode code) {
    const auto line = std::find_if(lines.begin(), lines.end(),
                                   [&](const auto& candidate) { return candidate.handle.get() == handle; });
    GATECAST_INVARIANT(line != lines.end() && line->job != nullptr);
    count(handle);
    const bool is_lost = code != CURLE_OK && is_lost_line(handle, *line->transfer);
    auto outcome = is_lost ? std::nullopt : line->transfer->outcome(code);
    used = Clock::now();
    curl_multi_remove_handle(multi.get(), handle);
    auto* job = std::exchange(line->job, nullptr);
    line->transfer.reset();
    if (!outcome) {
      auto again = job->request;
      if (!is_lost) {  // the range was refused
        again.offset = 0;
        if (again.end != kToTheEnd) again.end = again.limit_bytes;
      }
      start(*job, std::move(again));
      return std::nullopt;
    }
    job->outcome = std::move(*outcome);
    if (job->outcome || !ends_all(job->outcome.error())) return std::nullopt;
    return job->outcome.error();
  }
  // Heads of both sides; bodies were counted as they came.
  void count(CURL* handle) {
    long in = 0;
    long out = 0;
    curl_off_t wait_us = 0;
    curl_off_t asked_us = 0;
    curl_easy_getinfo(handle, CURLINFO_HEADER_SIZE, &in);
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &out);
    curl_easy_getinfo(handle, CURLINFO_STARTTRANSFER_TIME_T, &wait_us);
    curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &asked_us);
    wire += static_cast<std::uint64_t>(std::max(0L, in) + std::max(0L, out));
    if (wait_us > asked_us) width.saw_answer_after(std::chrono::microseconds(wait_us - asked_us));
    bound(handle);
  }
  // The line's connections, this one too.
  void bound(CURL* handle) {
    const auto quickest = width.quickest_answer();
    const auto needed = quickest ? kLeastUnderWay + quickest->count() * kBytesAMicrosecond : kMostBounded;
    under_way = needed < kMostBounded ? static_cast<int>(needed / width.now()) : 0;
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
      return;
    if (under_way > 0)
      bound_buffer(socket, under_way);
    else if (!is_gentle())
      bound_buffer(socket, static_cast<int>(kMostBounded));  // as much as the kernel allows
  }
  [[nodiscard]] bool is_gentle() const { return Clock::now() - opened < kGentleFor; }
  static int on_new_socket(void* user, curl_socket_t socket, curlsocktype) {
    const auto* session = static_cast<const Session*>(user);
    if (session->under_way > 0)
      bound_buffer(socket, session->under_way);
    else if (session->is_gentle())
      bound_buffer(socket, kGentle);
    return CURL_SOCKOPT_OK;
  }
  // Nothing at all came over a connection that was kept: something on the way has forgotten it meanwhile.
  // Others as old are not used any more, and from now on none is kept for so long.
  bool is_lost_line(CURL* handle, const Transfer& transfer) {
    long connects = 0;
    curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &connects);
    if (connects > 0 || !transfer.is_silent() || idle < options.forgotten_after) return false;
    kept = std::max(options.forgotten_after, idle / 2);
    idle = std::chrono::seconds(0);
    return true;
  }
  void work_through(std::span<FetchJob> jobs);
};

void HttpFetcher::Session::work_through(std::span<FetchJob> jobs) {
  std::size_t next = 0;
  std::optional<Error> ended;
  const auto begun = std::chrono::steady_clock::now();
  const auto wire_then = wire;
  idle = std::chrono::duration_cast<std::chrono::seconds>(begun - used);
  width.begin(begun, wire);
  while (busy() > 0 || (next < jobs.size() && !ended)) {
    for (; next < jobs.size() && !ended && busy() < std::min(width.now(), options.most_connections) &&
           may_begin(begun, wire_then);
         ++next)
      start(jobs[next], jobs[next].request);
    int running = 0;
    curl_multi_perform(multi.get(), &running);
    int left = 0;
    bool has_ended = false;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      has_ended = true;
      if (auto error = end(message->easy_handle, message->data.result); error && !ended)
        ended = std::move(error);
    }
    width.look(std::chrono::steady_clock::now(), wire, jobs.size() - next);
    if (!has_ended) curl_multi_poll(multi.get(), nullptr, 0, kPollMs, nullptr);
    if (busy() == 0 && !ended && options.should_stop && options.should_stop())
      ended = environment_error("fetch.stopped", options.address, "stopped on request");
  }
  for (; next < jobs.size(); ++next) jobs[next].outcome = fail(*ended);
}

HttpFetcher::HttpFetcher(std::unique_ptr<Session> session) : session_(std::move(session)) {}
HttpFetcher::~HttpFetcher() = default;

Result<std::unique_ptr<HttpFetcher>> HttpFetcher::create(HttpOptions options) {
  if (!options.address.starts_with("http://") && !options.address.starts_with("https://"))
    return fail(usage_error("fetch.address", options.address,
                            "not an address that starts with http:// or https://",
                            "for instance https://gate.example/gatecast, or http://127.0.0.1:8377"));
  auto session = std::make_unique<Session>();
  session->options = std::move(options);
  session->lines.push_back({new_handle(), nullptr, nullptr});  // initialises libcurl
  session->multi.reset(curl_multi_init());
  GATECAST_INVARIANT(session->multi != nullptr);
  return std::unique_ptr<HttpFetcher>(new HttpFetcher(std::move(session)));
}

std::string HttpFetcher::name() const {
  return session_->options.address;
}
std::uint64_t HttpFetcher::wire_bytes() const {
  return session_->wire;
}
std::uint64_t HttpFetcher::line_bytes() const {
  return session_->cost.bytes();
}

Status HttpFetcher::fetch(const FetchRequest& request, FetchSink& sink) {
  FetchJob job{request, &sink, {}};
  session_->work_through({&job, 1});
  return job.outcome;
}

void HttpFetcher::fetch_all(std::span<FetchJob> jobs) {
  session_->work_through(jobs);
}

}  // namespace gatecast::updater
