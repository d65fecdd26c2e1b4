#include "content-sync/updater/http_transfer.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace gatecast::updater {
namespace {

constexpr std::size_t kLongestTag = 200;

// libcurl wants one call before all others; a local static is made once.
void initialise_curl() {
  static const CURLcode kCode = curl_global_init(CURL_GLOBAL_DEFAULT);
  GATECAST_INVARIANT(kCode == CURLE_OK);
}

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

std::optional<std::uint64_t> number_at(std::string_view& text) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr == text.data()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return value;
}

// "bytes 100-199/1000": the first number, and the last where it is said.
std::optional<std::uint64_t> range_start(std::string_view value, std::optional<std::uint64_t>& total) {
  if (!value.starts_with("bytes ")) return std::nullopt;
  value.remove_prefix(6);
  const auto start = number_at(value);
  if (!start || !value.starts_with('-')) return std::nullopt;
  if (const auto slash = value.find('/'); slash != std::string_view::npos) {
    value.remove_prefix(slash + 1);
    total = number_at(value);
  }
  return start;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

std::string_view value_of(std::string_view line, std::string_view name) {
  line.remove_prefix(name.size());
  const auto first = line.find_first_not_of(" \t");
  const auto last = line.find_last_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : line.substr(first, last - first + 1);
}

}  // namespace

Easy new_handle() {
  initialise_curl();
  Easy handle(curl_easy_init());
  GATECAST_INVARIANT(handle != nullptr);
  return handle;
}

// What every request has in common.
void prepare(CURL* handle, const HttpOptions& options, const std::string& address, Watch& watch) {
  watch.options = &options;
  set_option(handle, CURLOPT_URL, address.c_str());
  set_option(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(handle, CURLOPT_NOSIGNAL, 1L);
  set_option(handle, CURLOPT_USERAGENT, "gatecast/" GATECAST_VERSION);
  set_option(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count() * 1000));
  set_option(handle, CURLOPT_NOPROGRESS, 0L);
  set_option(handle, CURLOPT_XFERINFOFUNCTION, &on_transfer);
  set_option(handle, CURLOPT_XFERINFODATA, static_cast<void*>(&watch));
  // No probes of the kernel: one a minute on an idle connection costs as much as all questions together.
  set_option(handle, CURLOPT_TCP_KEEPALIVE, 0L);
}

std::string join_address(const std::string& address, const std::string& path) {
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
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return environment_error("fetch.tls", address, "no secure connection: " + what,
                               "look at this machine's clock and its ca-certificates, then at the server's "
                               "certificate");
    case CURLE_PARTIAL_FILE:
      return environment_error("fetch.network", address, "the connection ended before the file did",
                               "the download goes on from where it stopped");
    default:
      return environment_error("fetch.network", address, what,
                               "gatecast-sync doctor looks for the cause on this machine and its network");
  }
}

Transfer::Transfer(const HttpOptions& options, FetchRequest request, FetchSink& sink)
    : request_(std::move(request)),
      sink_(&sink),
      address_(join_address(options.address, request_.path)),
      options_(&options) {}

void Transfer::prepare_for(CURL* handle, std::uint64_t& wire) {
  handle_ = handle;
  wire_ = &wire;
  curl_easy_reset(handle);  // keeps the connection
  prepare(handle, *options_, address_, watch_);
  set_option(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set_option(handle, CURLOPT_WRITEDATA, this);
  set_option(handle, CURLOPT_HEADERFUNCTION, &on_header);
  set_option(handle, CURLOPT_HEADERDATA, this);
  set_option(handle, CURLOPT_PRIVATE, this);
  headers_.reset(curl_slist_append(nullptr, "Accept:"));  // says nothing, and costs its bytes each time
  if (!request_.known_tag.empty())
    headers_.reset(curl_slist_append(headers_.release(), ("If-None-Match: " + request_.known_tag).c_str()));
  set_option(handle, CURLOPT_HTTPHEADER, headers_.get());
  if (!asks_for_part()) return;
  std::string range = std::to_string(request_.offset) + "-";
  if (request_.end != kToTheEnd) range += std::to_string(request_.end - 1);
  set_option(handle, CURLOPT_RANGE, range.c_str());
}

std::optional<Status> Transfer::outcome(CURLcode code) {
  if (refused_) return fail(*refused_);
  if (has_enough_) return Status();
  if (code != CURLE_OK) return fail(network_error(code, address_, watch_));
  // The server's file is shorter than what is here, or it knows no ranges.
  if (is_range_refused()) return std::nullopt;
  if (!has_begun_) return begin();  // an empty body
  return Status();
}

long Transfer::code() const {
  long value = 0;
  curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &value);
  return value;
}

bool Transfer::asks_for_part() const {
  return request_.offset > 0 || (request_.end != kToTheEnd && request_.end < request_.limit_bytes);
}

Status Transfer::check_answer() const {
  const long code = this->code();
  if (code == 404 || code == 410)
    return fail(
        environment_error("fetch.missing", address_, "the server does not have this file",
                          "is this the address of a Gatecast repository, and is the release published?"));
  if (code == 304 && !request_.known_tag.empty())
    return fail(environment_error("fetch.unchanged", address_, "the server has what is here already"));
  if (code == 206 && !asks_for_part())
    return fail(environment_error("fetch.answer", address_, "a part came where the whole was asked for"));
  if (code == 206 && !content_start_)
    return fail(
        environment_error("fetch.answer", address_, "a part came that does not say where it belongs"));
  if (code >= 300 && code < 400)
    return fail(environment_error("fetch.answer", address_,
                                  "the server answered " + std::to_string(code) + " and sends elsewhere" +
                                      (location_.empty() ? "" : ": " + location_),
                                  "redirects are not followed: give the server's final address; or a captive "
                                  "portal stands in between: log in there"));
  if (code != 200 && code != 206)
    return fail(environment_error("fetch.answer", address_,
                                  "the server answered " + std::to_string(code) + " instead of the file",
                                  "see the server's log"));
  if (is_web_page_)
    return fail(
        environment_error("fetch.web_page", address_, "a web page came instead of the file",
                          "a captive portal or proxy stands in between: log in there, or ask for access"));
  if (!encoding_.empty())
    return fail(
        environment_error("fetch.encoded", address_,
                          "the answer was compressed on the way (" + encoding_ + "), which was not asked for",
                          "switch off compression of this address at the server or proxy"));
  return check_length();
}

// Where it is known how long the file is, another length is another file: nothing of it need be read.
Status Transfer::check_length() const {
  if (request_.end == kToTheEnd) return {};
  const auto& said = code() == 206 ? content_total_ : content_length_;
  if (!said || *said == request_.limit_bytes) return {};
  return fail(
      environment_error("fetch.length", address_,
                        "the answer is of a file of " + std::to_string(*said) + " bytes, signed are " +
                            std::to_string(request_.limit_bytes),
                        "the file was cut off or changed at the server or on the way: publish again, or "
                        "look at the proxy"));
}

Status Transfer::begin() {
  GATECAST_TRY_STATUS(check_answer());
  offset_ = code() == 206 ? *content_start_ : 0;
  if (offset_ > request_.offset)
    return fail(environment_error("fetch.answer", address_,
                                  "the part begins at " + std::to_string(offset_) + ", behind the " +
                                      std::to_string(request_.offset) + " asked for"));
  has_begun_ = true;
  sink_->tagged(tag_);
  return sink_->begin(offset_);
}

Status Transfer::take(ByteView bytes) {
  if (!has_begun_) GATECAST_TRY_STATUS(begin());
  received_ += bytes.size();
  if (offset_ + received_ > request_.limit_bytes)
    return fail(environment_error(
        "fetch.too_long", address_,
        "more than the " + std::to_string(request_.limit_bytes) + " bytes allowed; the rest was not read",
        "the server is broken or hostile"));
  GATECAST_TRY_STATUS(sink_->append(bytes));
  has_enough_ = sink_->has_enough();
  return {};
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto* transfer = static_cast<Transfer*>(user);
  *transfer->wire_ += size;
  if (transfer->is_range_refused()) return size;  // the words of a 416
  // The few words of a refusal are let go by: to end them would end the connection.
  if (transfer->refused_) return size;
  const auto status = transfer->take({data, size});
  if (!status) transfer->refused_ = status.error();
  // To end an answer is to end its connection: one that is over by itself is left to.
  if (!status && !transfer->has_begun_ && transfer->is_short()) return size;
  return status && (!transfer->has_enough_ || transfer->is_over()) ? size : 0;
}

std::size_t Transfer::on_header(char* data, std::size_t, std::size_t size, void* user) {
  static_cast<Transfer*>(user)->header({data, size});
  return size;
}

void Transfer::header(std::string_view line) {
  const auto is = [&](std::string_view name) { return starts_with_ignoring_case(line, name); };
  if (is("http/")) {
    has_answer_ = true;
    content_start_.reset();
    content_total_.reset();
    content_length_.reset();
    tag_.clear();
    location_.clear();
    encoding_.clear();
    is_web_page_ = false;
  } else if (is("content-range:")) {
    content_start_ = range_start(value_of(line, "content-range:"), content_total_);
  } else if (is("content-length:")) {
    auto value = value_of(line, "content-length:");
    content_length_ = number_at(value);
  } else if (is("content-type:")) {
    is_web_page_ = starts_with_ignoring_case(value_of(line, "content-type:"), "text/html");
  } else if (is("etag:")) {
    tag_ = value_of(line, "etag:");
    if (tag_.size() > kLongestTag) tag_.clear();
  } else if (is("location:")) {
    location_ = value_of(line, "location:").substr(0, 200);
  } else if (is("content-encoding:")) {
    encoding_ = value_of(line, "content-encoding:").substr(0, 40);
    if (starts_with_ignoring_case(encoding_, "identity")) encoding_.clear();
  }
}

}  // namespace gatecast::updater
