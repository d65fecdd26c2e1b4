// What `gatecast publish` and the held line ask of a server.
#include <utility>

#include "content-sync/updater/http_transfer.h"
#include "content-sync/updater/line_count.h"

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kAnswerLimit = 256 * 1024;  // of an upload

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
  set_option(handle, CURLOPT_WRITEFUNCTION, &on_answer);
  set_option(handle, CURLOPT_WRITEDATA, &answer.body);
  const auto code = curl_easy_perform(handle);
  if (code != CURLE_OK) return fail(network_error(code, address, watch));
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.code);
  return answer;
}

}  // namespace

Result<HttpAnswer> http_head(const HttpOptions& options, const std::string& path) {
  const auto handle = new_handle();
  const auto address = join_address(options.address, path);
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set_option(handle.get(), CURLOPT_NOBODY, 1L);
  return perform(handle.get(), watch, address);
}

Result<HttpAnswer> http_put(const HttpOptions& options, const std::string& path, ReadFile& file,
                            const std::function<void(std::uint64_t)>& on_progress) {
  const auto handle = new_handle();
  const auto address = join_address(options.address, path);
  GATECAST_TRY(const auto size, file.size());
  Upload upload{&file, 0, &on_progress, {}};
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set_option(handle.get(), CURLOPT_UPLOAD, 1L);
  set_option(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
  set_option(handle.get(), CURLOPT_READFUNCTION, &on_upload);
  set_option(handle.get(), CURLOPT_READDATA, &upload);
  auto answer = perform(handle.get(), watch, address);
  if (upload.failed) return fail(*upload.failed);
  return answer;
}

Result<HttpAnswer> http_post(const HttpOptions& options, const std::string& path, ByteView body) {
  const auto handle = new_handle();
  const auto address = join_address(options.address, path);
  const List headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  Watch watch;
  prepare(handle.get(), options, address, watch);
  set_option(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  set_option(handle.get(), CURLOPT_POSTFIELDS, body.data());
  set_option(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  return perform(handle.get(), watch, address);
}

struct HttpCaller::Parts {
  explicit Parts(HttpOptions all) : options(std::move(all)) {}
  HttpOptions options;
  LineCount cost;  // outlives the connection
  List headers{curl_slist_append(nullptr, "Accept:")};
  Easy handle = new_handle();
};

HttpCaller::HttpCaller(HttpOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}
HttpCaller::~HttpCaller() = default;

Result<HttpAnswer> HttpCaller::get(const std::string& path, std::chrono::seconds stall) {
  CURL* handle = parts_->handle.get();
  parts_->options.stall = stall;
  const auto address = join_address(parts_->options.address, path);
  Watch watch;
  curl_easy_reset(handle);  // keeps the connection
  prepare(handle, parts_->options, address, watch);
  parts_->cost.watch(handle);
  set_option(handle, CURLOPT_MAXAGE_CONN, static_cast<long>(kKeptConnection.count()));
  set_option(handle, CURLOPT_HTTPHEADER, parts_->headers.get());
  return perform(handle, watch, address);
}

std::uint64_t HttpCaller::line_bytes() const {
  return parts_->cost.bytes();
}

}  // namespace gatecast::updater
