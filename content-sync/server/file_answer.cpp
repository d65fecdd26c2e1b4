#include "content-sync/server/file_answer.h"

#include <algorithm>
#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::server {
namespace {

constexpr std::size_t kPortion = 64 * 1024;

const char* media_type(const NamedFile& file) {
  return file.file_class == FileClass::object ? "application/octet-stream" : "application/json";
}

// 13.1.2: any of the listed tags, weak or strong, or "*".
bool names_tag(const std::string& header, const std::string& tag) {
  return header == "*" || header.find(tag) != std::string::npos;
}

// The library reads the header but neither clamps nor checks it, and would answer several ranges with a
// multipart body as large as the client likes. So its list is put right here, before it uses it; the request
// that it holds is not const. False: not satisfiable, or more than one range, which nobody of ours asks for.
bool normalise_ranges(const httplib::Request& request, std::uint64_t size, const std::string& tag) {
  auto& ranges = const_cast<httplib::Request&>(request).ranges;
  if (ranges.empty()) return true;
  if (const auto condition = request.get_header_value("If-Range"); !condition.empty() && condition != tag) {
    ranges.clear();
    return true;
  }
  if (ranges.size() > 1) return false;
  auto& [first, last] = ranges.front();
  const auto length = static_cast<ssize_t>(size);
  if (first < 0 && last <= 0) return false;
  if (first < 0) {  // the last so many bytes
    first = std::max<ssize_t>(0, length - last);
    last = length - 1;
  }
  if (last < 0 || last >= length) last = length - 1;
  return first < length && first <= last;
}

void answer_whole(httplib::Response& response, const NamedFile& file, std::unique_ptr<ReadFile> opened,
                  std::uint64_t size) {
  const std::shared_ptr<ReadFile> shared = std::move(opened);
  response.set_content_provider(
      size, media_type(file), [shared](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        Bytes portion(std::min(length, kPortion), '\0');
        const auto got = shared->read_at(offset, {portion.data(), portion.size()});
        if (!got || *got == 0) return false;  // the file went or shrank: end the connection, not the program
        return sink.write(portion.data(), *got);
      });
}

}  // namespace

void answer_error(httplib::Response& response, int code, const Error& error) {
  const nlohmann::json body{
      {"ok", false},
      {"error",
       {{"rule", error.rule}, {"message", error.message}, {"subject", error.subject}, {"hint", error.hint}}}};
  response.status = code;
  response.set_content(body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                       "application/json");
}

void answer_missing(httplib::Response& response) {
  response.status = 404;
  response.set_header("Cache-Control", "no-store");
  response.set_content("not found\n", "text/plain");
}

void answer_file(Disk& disk, const Path& repository, const NamedFile& file, const httplib::Request& request,
                 httplib::Response& response) {
  const Path path = repository / file.path;
  const auto status = disk.status(path);
  if (!status || status->kind != FileKind::file) return answer_missing(response);
  auto opened = disk.open_read(path);
  if (!opened) return answer_missing(response);
  const auto size = (*opened)->size();
  if (!size) return answer_missing(response);
  Sha256 hash;
  if (file.hash) {
    hash = *file.hash;
  } else {
    const auto bytes = read_file(disk, path, tuf::kTargetsLimit);
    if (!bytes) return answer_missing(response);
    hash = sha256(*bytes);
  }
  const std::string tag = "\"" + hash.hex() + "\"";
  response.set_header("ETag", tag);
  response.set_header("Accept-Ranges", "bytes");
  response.set_header("Cache-Control",
                      file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.has_header("If-None-Match") && names_tag(request.get_header_value("If-None-Match"), tag)) {
    const_cast<httplib::Request&>(request).ranges.clear();
    response.status = 304;
    return;
  }
  if (!normalise_ranges(request, *size, tag)) {
    const_cast<httplib::Request&>(request).ranges.clear();
    response.status = 416;
    response.set_header("Content-Range", "bytes */" + std::to_string(*size));
    return;
  }
  if (*size == 0) return response.set_content("", media_type(file));
  answer_whole(response, file, std::move(*opened), *size);
}

}  // namespace gatecast::server
