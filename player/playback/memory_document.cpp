#include "player/playback/memory_document.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/log.h"

namespace gatecast::playback {

store::Floor floor_in(const nlohmann::json& document) {
  store::Floor floor;
  floor.root_version = number_at(document, "root_version", floor.root_version);
  floor.role_versions = numbers_at(document, "role_versions");
  return floor;
}

nlohmann::json document_with(const store::Floor& floor) {
  return {{"format", 1}, {"root_version", floor.root_version}, {"role_versions", floor.role_versions}};
}

std::optional<nlohmann::json> remembered(Disk& disk, const Path& path, std::uint64_t limit_bytes) {
  const auto bytes = read_file(disk, path, limit_bytes);
  if (!bytes) {
    if (bytes.error().rule != "disk.missing") log_error(bytes.error());
    return std::nullopt;
  }
  auto document = parse_json(*bytes, path.string());
  if (!document || !document->is_object() || number_at(*document, "format") != 1) {
    log_warning(path.string() + " is damaged; it is written anew");
    return std::nullopt;
  }
  return std::move(*document);
}

}  // namespace gatecast::playback
