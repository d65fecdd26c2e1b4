#include "content-sync/cli/upload.h"

#include <fmt/format.h>

#include "content-sync/base/json.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/server_refusal.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/download.h"

namespace gatecast::cli {
namespace {

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

}  // namespace

// What a server answered instead of yes.
Error refusal(const updater::HttpAnswer& answer, const std::string& subject) {
  const auto document = parse_json(answer.body, "answer");
  if (document && document->is_object() && document->contains("error") && (*document)["error"].is_object()) {
    const auto& error = (*document)["error"];
    const auto text = [&](const char* name) {
      const auto found = error.find(name);
      return found != error.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    auto made = Error{ErrorKind::trust, text("rule"), text("message"), text("subject"), text("hint")};
    if (answer.code >= 500) made.kind = ErrorKind::environment;
    if (answer.code == 400 || answer.code == 403) made.kind = ErrorKind::usage;
    return made;
  }
  return environment_error("publish.answer", subject, fmt::format("the server answered {}", answer.code),
                           "is this the address of a gatecast-server?");
}

Upload::Upload(Disk& disk, const std::string& address) : disk_(&disk) {
  options_.address = address;
}

Result<std::map<Sha256, std::uint64_t>> Upload::find_missing(const bundle::Release& release) {
  std::map<Sha256, std::uint64_t> missing;
  for (const auto& [hash, length] : store::needed_objects(release)) {
    GATECAST_TRY(const auto answer, updater::http_head(options_, updater::object_name(hash)));
    if (answer.code == 200) continue;
    if (answer.code != 404) return fail(refusal(answer, options_.address));
    missing[hash] = length;
  }
  return missing;
}

Status Upload::send_objects(const Path& folder, const bundle::Release& release) {
  GATECAST_TRY(const auto missing, find_missing(release));
  for (const auto& [hash, length] : missing) total_ += length;
  const auto needed = store::needed_objects(release).size();
  progress(fmt::format("{} of {} objects are on the server already; {} to send", needed - missing.size(),
                       needed, megabytes(total_)));
  for (const auto& [hash, length] : missing) {
    GATECAST_TRY_STATUS(put(updater::object_name(hash), store::object_path(folder / "objects", hash)));
    sent_ += length;
  }
  return {};
}

Status Upload::put(const std::string& name, const Path& file) {
  GATECAST_TRY(const auto opened, disk_->open_read(file));
  const auto on_progress = [&](std::uint64_t done) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_line_ < std::chrono::seconds(1)) return;
    last_line_ = now;
    progress(fmt::format("sent {} of {}", megabytes(sent_ + done), megabytes(total_)));
  };
  GATECAST_TRY(const auto answer, updater::http_put(options_, name, *opened, on_progress));
  if (answer.code == 200 || answer.code == 201) return {};
  return fail(refusal(answer, options_.address));
}

Result<nlohmann::json> Upload::post(const std::string& path, ByteView body) {
  GATECAST_TRY(const auto answer, updater::http_post(options_, path, body));
  if (answer.code != 200) return fail(refusal(answer, options_.address));
  return parse_json(answer.body, "answer");
}

}  // namespace gatecast::cli
