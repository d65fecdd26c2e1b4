#include "content-sync/updater/http_fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kAnswerLimit = 256 * 1024;  // of an upload

// libcurl wants one call before all others; a local static is made once.
void initialise_curl() {
  static const CURLcode kCode = curl_global_init(CURL_GLOBAL_DEFAULT);
  GATECAST_INVARIANT(kCode == CURLE_OK);
}

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

template <class T>
void set(CURL* handle, CURLoption option, T value) {
  GATECAST_INVARIANT(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

// Told about once a second how many bytes went either way. libcurl's own limit is an average over some
// seconds; this one is exact: no byte at all for so long.
struct Watch {
  const HttpOptions* options = nullptr;
  curl_off_t bytes = -1;
  std::chrono::steady_clock::time_point moved = std::chrono::steady_clock::now();
  bool is_stalled = false;
};

int on_transfer(void* data, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent) {
  auto* watch = static_cast<Watch*>(data);
  if (watch->options->should_stop && watch->options->should_stop()) return 1;
  const auto now = std::chrono::steady_clock::now();
  if (received + sent != watch->bytes) {
    watch->bytes = received + sent;
    watch->moved = now;
  }
  const auto limit = std::max(watch->options->stall, watch->options->connect_timeout);
  watch->is_stalled = now - watch->moved > (watch->bytes > 0 ? watch->options->stall : limit);
  return watch->is_stalled ? 1 : 0;
}

// What every request has in common.
void prepare(CURL* handle, const HttpOptions& options, const std::string& address, Watch& watch) {
  watch.options = &options;
  set(handle, CURLOPT_URL, address.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_USERAGENT, "gatecast/" GATECAST_VERSION);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count() * 1000));
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &on_transfer);
  set(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&watch));
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
}

std::string join(const std::string& address, const std::string& path) {
  return address.ends_with('/') ? address + path : address + "/" + path;
}

Error network_error(CURLcode code, const std::string& address, const Watch& watch) {
  const auto& options = *watch.options;
  if (watch.is_stalled) code = CURLE_OPERATION_TIMEDOUT;
  const std::string what = curl_easy_strerror(code);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return environment_error("fetch.stalled", address,
                               "nothing came for " + std::to_string(options.stall.count()) +
                                   " s, or no connection within " +
                                   std::to_string(options.connect_timeout.count()) + " s",
                               "look at the network; the download goes on from where it stopped");
    case CURLE_ABORTED_BY_CALLBACK:
      return environment_error("fetch.stopped", address, "stopped on request");
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return environment_error("fetch.network", address, "cannot reach the server: " + what,
                               "check the address, the cable and the network");
    case CURLE_PARTIAL_FILE:
      return environment_error("fetch.network", address, "the connection ended before the file did",
                               "the download goes on from where it stopped");
    default:
      return environment_error("fetch.network", address, what);
  }
}

// "bytes 100-199/1000": the first number.
std::optional<std::uint64_t> range_start(std::string_view value) {
  const auto digits = value.find_first_of("0123456789");
  if (!value.starts_with("bytes ") || digits != 6) return std::nullopt;
  std::uint64_t start = 0;
  const auto result = std::from_chars(value.data() + digits, value.data() + value.size(), start);
  if (result.ec != std::errc{} || result.ptr == value.data() + value.size() || *result.ptr != '-')
    return std::nullopt;
  return start;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

std::string_view header_value(std::string_view line, std::string_view name) {
  line.remove_prefix(name.size());
  const auto first = line.find_first_not_of(" \t");
  const auto last = line.find_last_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : line.substr(first, last - first + 1);
}

// One answer while it arrives.
struct Transfer {
  CURL* handle = nullptr;
  const FetchRequest* request = nullptr;
  FetchSink* sink = nullptr;
  std::string address;
  std::optional<std::uint64_t> content_start;
  std::uint64_t received = 0;
  std::uint64_t offset = 0;
  bool is_web_page = false;
  bool has_begun = false;
  std::optional<Error> refused;

  [[nodiscard]] long code() const {
    long value = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &value);
    return value;
  }
  [[nodiscard]] bool is_range_refused() const { return request->offset > 0 && code() == 416; }
  Status begin() {
    const long code = this->code();
    if (code == 404 || code == 410)
      return fail(
          environment_error("fetch.missing", address, "the server does not have this file",
                            "is this the address of a Gatecast repository, and is the release published?"));
    if (code == 206 && request->offset == 0)
      return fail(environment_error("fetch.answer", address, "a part came where the whole was asked for"));
    if (code == 206 && !content_start)
      return fail(
          environment_error("fetch.answer", address, "a part came that does not say where it belongs"));
    if (code != 200 && code != 206)
      return fail(environment_error(
          "fetch.answer", address, "the server answered " + std::to_string(code) + " instead of the file",
          code >= 300 && code < 400 ? "redirects are not followed: give the server's final address"
                                    : "see the server's log"));
    if (is_web_page)
      return fail(
          environment_error("fetch.web_page", address, "a web page came instead of the file",
                            "a captive portal or proxy stands in between: log in there, or ask for access"));
    offset = code == 206 ? *content_start : 0;
    if (offset > request->offset)
      return fail(environment_error("fetch.answer", address,
                                    "the part begins at " + std::to_string(offset) + ", behind the " +
                                        std::to_string(request->offset) + " asked for"));
    has_begun = true;
    return sink->begin(offset);
  }
  Status take(ByteView bytes) {
    if (!has_begun) GATECAST_TRY_STATUS(begin());
    received += bytes.size();
    if (offset + received > request->limit_bytes)
      return fail(environment_error(
          "fetch.too_long", address,
          "more than the " + std::to_string(request->limit_bytes) + " bytes allowed; the rest was not read",
          "the server is broken or hostile"));
    return sink->append(bytes);
  }
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto* transfer = static_cast<Transfer*>(user);
  if (transfer->is_range_refused()) return size;  // the words of a 416
  const auto status = transfer->take({data, size});
  if (status) return size;
  transfer->refused = status.error();
  return 0;
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto* transfer = static_cast<Transfer*>(user);
  const std::string_view line(data, size);
  if (starts_with_ignoring_case(line, "http/")) {
    transfer->content_start.reset();
    transfer->is_web_page = false;
  } else if (starts_with_ignoring_case(line, "content-range:")) {
    transfer->content_start = range_start(header_value(line, "content-range:"));
  } else if (starts_with_ignoring_case(line, "content-type:")) {
    transfer->is_web_page = starts_with_ignoring_case(header_value(line, "content-type:"), "text/html");
  }
  return size;
}

struct Upload {
  ReadFile* file = nullptr;
  std::uint64_t offset = 0;
  const std::function<void(std::uint64_t)>* on_progress = nullptr;
  std::optional<Error> failed;
};

std::size_t on_upload(char* data, std::size_t, std::size_t size, void* user) {
  auto* upload = static_cast<Upload*>(user);
  const auto got = upload->file->read_at(upload->offset, {data, size});
  if (!got) {
    upload->failed = got.error();
    return CURL_READFUNC_ABORT;
  }
  upload->offset += *got;
  if (*upload->on_progress) (*upload->on_progress)(upload->offset);
  return *got;
}

std::size_t on_answer(char* data, std::size_t, std::size_t size, void* user) {
  auto* body = static_cast<Bytes*>(user);
  if (body->size() + size > kAnswerLimit) return 0;
  body->append(data, size);
  return size;
}

Result<HttpAnswer> perform(CURL* handle, const Watch& watch, const std::string& address) {
  HttpAnswer answer;
  set(handle, CURLOPT_WRITEFUNCTION, &on_answer);
  set(handle, CURLOPT_WRITEDATA, &answer.body);
  const auto code = curl_easy_perform(handle);
  if (code != CURLE_OK) return fail(network_error(code, address, watch));
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.code);
  return answer;
}

Easy new_handle() {
  initialise_curl();
  Easy handle(curl_easy_init());
  GATECAST_INVARIANT(handle != nullptr);
  return handle;
}

}  // namespace

struct HttpFetcher::Session {
  HttpOptions options;
  Easy handle;
  std::uint64_t received = 0;
};

HttpFetcher::HttpFetcher(std::unique_ptr<Session> session) : session_(std::move(session)) {}
HttpFetcher::~HttpFetcher() = default;

Result<std::unique_ptr<HttpFetcher>> HttpFetcher::create(HttpOptions options) {
  if (!options.address.starts_with("http://") && !options.address.starts_with("https://"))
    return fail(
        usage_error("fetch.address", options.address, "not an address that starts with http:// or https://"));
  auto session = std::make_unique<Session>();
  session->options = std::move(options);
  session->handle = new_handle();
  return std::unique_ptr<HttpFetcher>(new HttpFetcher(std::move(session)));
}

std::string HttpFetcher::name() const {
  return session_->options.address;
}
std::uint64_t HttpFetcher::bytes_received() const {
  return session_->received;
}

Status HttpFetcher::fetch(const FetchRequest& request, FetchSink& sink) {
  CURL* handle = session_->handle.get();
  curl_easy_reset(handle);  // keeps the connection
  Transfer transfer{handle, &request, &sink, join(session_->options.address, request.path), {}, 0, 0,
                    false,  false,    {}};
  Watch watch;
  prepare(handle, session_->options, transfer.address, watch);
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, &transfer);
  set(handle, CURLOPT_HEADERFUNCTION, &on_header);
  set(handle, CURLOPT_HEADERDATA, &transfer);
  const std::string range = std::to_string(request.offset) + "-";
  if (request.offset > 0) set(handle, CURLOPT_RANGE, range.c_str());
  const auto code = curl_easy_perform(handle);
  session_->received += transfer.received;
  if (transfer.refused) return fail(*transfer.refused);
  if (code != CURLE_OK) return fail(network_error(code, transfer.address, watch));
  if (transfer.is_range_refused()) {
    // The server's file is shorter than what is here, or it knows no ranges: ask for the whole.
    return fetch({request.path, request.limit_bytes, 0}, sink);
  }
  if (!transfer.has_begun) return transfer.begin();  // an empty body
  return {};
}

Result<HttpAnswer> http_head(const HttpOptions& options, const std::string& path) {
  const auto handle = new_handle();
  const auto address = join(options.address, path);
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set(handle.get(), CURLOPT_NOBODY, 1L);
  return perform(handle.get(), watch, address);
}

Result<HttpAnswer> http_put(const HttpOptions& options, const std::string& path, ReadFile& file,
                            const std::function<void(std::uint64_t)>& on_progress) {
  const auto handle = new_handle();
  const auto address = join(options.address, path);
  GATECAST_TRY(const auto size, file.size());
  Upload upload{&file, 0, &on_progress, {}};
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set(handle.get(), CURLOPT_UPLOAD, 1L);
  set(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  set(handle.get(), CURLOPT_READFUNCTION, &on_upload);
  set(handle.get(), CURLOPT_READDATA, &upload);
  auto answer = perform(handle.get(), watch, address);
  if (upload.failed) return fail(*upload.failed);
  return answer;
}

Result<HttpAnswer> http_post(const HttpOptions& options, const std::string& path, ByteView body) {
  const auto handle = new_handle();
  const auto address = join(options.address, path);
  const List headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  set(handle.get(), CURLOPT_POSTFIELDS, body.data());
  set(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  return perform(handle.get(), watch, address);
}

}  // namespace gatecast::updater
