// One request to a web server while its answer arrives, and what all requests have in common. Only for the
// files named http_*.cpp: curl's types go no further. Threads: one owner. Errors: as fetcher.h. Source: RFC
// 9110 (206, 416, Content-Range); shared/design/sync.md 3b.
#pragma once
#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <optional>

#include "content-sync/updater/http_fetcher.h"

namespace gatecast::updater {

// A connection is kept between two questions for as long as the line bears it: a new one costs more bytes
// than the question, with TLS tenfold.
inline constexpr std::chrono::seconds kKeptConnection{7200};

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

template <class T>
void set_option(CURL* handle, CURLoption option, T value) {
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

Easy new_handle();
void prepare(CURL* handle, const HttpOptions& options, const std::string& address, Watch& watch);
std::string join_address(const std::string& address, const std::string& path);
Error network_error(CURLcode code, const std::string& address, const Watch& watch);

inline constexpr std::uint64_t kShortAnswer = 4096;

class Transfer {
 public:
  Transfer(const HttpOptions& options, FetchRequest request, FetchSink& sink);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Sets the handle up; `wire` counts what comes.
  void prepare_for(CURL* handle, std::uint64_t& wire);
  // What became of it, after curl's own outcome. Empty: the range was refused, ask for the whole.
  std::optional<Status> outcome(CURLcode code);
  // Not even the first line of an answer came, for as long as it was waited for.
  [[nodiscard]] bool is_silent() const { return watch_.is_stalled && !has_answer_; }

 private:
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* user);
  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* user);
  void header(std::string_view line);
  [[nodiscard]] long code() const;
  [[nodiscard]] bool asks_for_part() const;
  [[nodiscard]] bool is_over() const { return content_length_ && received_ >= *content_length_; }
  [[nodiscard]] bool is_short() const { return content_length_ && *content_length_ <= kShortAnswer; }
  [[nodiscard]] bool is_range_refused() const { return asks_for_part() && code() == 416; }
  [[nodiscard]] Status check_answer() const;
  [[nodiscard]] Status check_length() const;
  Status begin();
  Status take(ByteView bytes);

  CURL* handle_ = nullptr;
  List headers_;
  FetchRequest request_;
  FetchSink* sink_;
  std::string address_;
  Watch watch_;
  const HttpOptions* options_;
  std::uint64_t* wire_ = nullptr;
  std::optional<std::uint64_t> content_start_;
  std::optional<std::uint64_t> content_total_;
  std::optional<std::uint64_t> content_length_;
  std::string tag_;
  std::string location_;
  std::string encoding_;
  bool is_web_page_ = false;
  bool has_answer_ = false;
  bool has_begun_ = false;
  bool has_enough_ = false;
  std::uint64_t offset_ = 0;
  std::uint64_t received_ = 0;
  std::optional<Error> refused_;
};

}  // namespace gatecast::updater
