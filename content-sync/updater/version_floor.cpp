#include "content-sync/updater/version_floor.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"

namespace gatecast::updater {
namespace {

using nlohmann::json;
constexpr std::uint64_t kFloorLimit = 2'000'000;  // a snapshot's worth of names

Status refuse(const std::string& rule, const std::string& subject, const std::string& what,
              std::int64_t version, std::int64_t least, const std::string& section) {
  if (version >= least) return {};
  return fail(trust_error(rule, subject,
                          what + " " + std::to_string(version) + " is older than " + std::to_string(least) +
                              ", which this machine has already seen (section " + section + ")",
                          "the server, or somebody between, gives old files; what is shown stays as it is"));
}

}  // namespace

void VersionFloor::forget_online() {
  timestamp = 0;
  snapshot = 0;
  roles.clear();
}

void VersionFloor::raise_to(const tuf::TrustedMetadataSet& set) {
  root = std::max(root, set.root().version);
  if (set.timestamp() != nullptr) timestamp = std::max(timestamp, set.timestamp()->version);
  if (set.snapshot() == nullptr) return;
  snapshot = std::max(snapshot, set.snapshot()->version);
  for (const auto& [name, file] : set.snapshot()->meta) roles[name] = std::max(roles[name], file.version);
}

VersionFloor load_floor(Disk& disk, const Path& path) {
  VersionFloor floor;
  const auto bytes = read_file(disk, path, kFloorLimit);
  if (!bytes) {
    if (bytes.error().rule != "disk.missing") log_error(bytes.error());
    return floor;
  }
  const auto document = parse_json(*bytes, path.string());
  if (!document || !document->is_object()) {
    log_warning("the floor of versions is damaged and begins anew: " + path.string());
    return floor;
  }
  floor.root = number_at(*document, "root");
  floor.timestamp = number_at(*document, "timestamp");
  floor.snapshot = number_at(*document, "snapshot");
  floor.roles = numbers_at(*document, "roles");
  floor.releases = numbers_at(*document, "releases");
  return floor;
}

Status save_floor(Disk& disk, const Path& path, const VersionFloor& floor) {
  const json document{{"format", 1},
                      {"root", floor.root},
                      {"timestamp", floor.timestamp},
                      {"snapshot", floor.snapshot},
                      {"roles", floor.roles},
                      {"releases", floor.releases}};
  return write_file_durably(disk, path, document.dump());
}

Status check_root_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set) {
  return refuse("tuf.root.rollback", "root.json", "root version", set.root().version, floor.root, "5.3.5");
}

Status check_timestamp_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set) {
  return refuse("tuf.timestamp.rollback", "timestamp.json", "version", set.timestamp()->version,
                floor.timestamp, "5.4.3.1");
}

Status check_snapshot_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set) {
  const auto& snapshot = *set.snapshot();
  GATECAST_TRY_STATUS(refuse("tuf.snapshot.rollback", "snapshot.json", "version", snapshot.version,
                             floor.snapshot, "5.4.3.2"));
  for (const auto& [name, least] : floor.roles) {
    const auto found = snapshot.meta.find(name);
    GATECAST_TRY_STATUS(refuse("tuf.snapshot.role_rollback", "snapshot.json", name + " in version",
                               found == snapshot.meta.end() ? 0 : found->second.version, least, "5.5.5"));
  }
  return {};
}

}  // namespace gatecast::updater
