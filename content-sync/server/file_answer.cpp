#include "content-sync/server/file_answer.h"

#include <utility>

#include "content-sync/base/json_value.h"
#include "content-sync/serving/file_body.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::server {
namespace {

const char* media_type(const NamedFile& file) {
  return file.file_class == FileClass::object ? "application/octet-stream" : "application/json";
}

// 13.1.2: any of the listed tags, weak or strong, or "*".
bool names_tag(const std::string& header, const std::string& tag) {
  return header == "*" || header.find(tag) != std::string::npos;
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
    serving::forget_ranges(request);
    response.status = 304;
    return;
  }
  if (const auto condition = request.get_header_value("If-Range"); !condition.empty() && condition != tag)
    serving::forget_ranges(request);
  serving::answer_file_body(request, response, std::move(*opened), *size, media_type(file));
}

}  // namespace gatecast::server
