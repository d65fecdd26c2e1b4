#include "content-sync/store/role_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::store {
namespace {

using tuf::TrustedMetadataSet;

constexpr const char* kOld = "somebody put back an old file; the server's newest is fetched again";

}  // namespace

Result<Bytes> role_part(const RoleFiles& files, const std::string& name) {
  const auto found = files.find(name);
  if (found != files.end()) return found->second;
  return fail(trust_error("store.statements", name, "is not among the stored files",
                          "run gatecast-sync once: it fetches them again"));
}

Result<TrustedMetadataSet> load_role(const RoleFiles& files, ByteView pinned_root, const char* role,
                                     std::optional<Instant> now) {
  GATECAST_TRY(const auto timestamp, role_part(files, "timestamp.json"));
  if (!now) {
    // Not verified yet: it only decides what is noted as expired.
    GATECAST_TRY(const auto unverified, tuf::parse_timestamp(timestamp, "timestamp.json"));
    now = unverified.signed_part.signed_at.value_or(Instant{});
  }
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto set, TrustedMetadataSet::create(pinned_root, *now, policy));
  for (int round = 0; round < tuf::kMostRootUpdates; ++round) {
    const auto next = files.find(std::to_string(set.root().version + 1) + ".root.json");
    if (next == files.end()) break;
    GATECAST_TRY_STATUS(set.update_root(next->second));
  }
  GATECAST_TRY(const auto outcome, set.update_timestamp(timestamp));
  GATECAST_INVARIANT(outcome == TrustedMetadataSet::TimestampOutcome::updated);
  GATECAST_TRY(const auto snapshot, role_part(files, "snapshot.json"));
  GATECAST_TRY_STATUS(set.update_snapshot(snapshot));
  GATECAST_TRY(const auto targets, role_part(files, "targets.json"));
  GATECAST_TRY_STATUS(set.update_targets(targets));
  GATECAST_TRY(const auto signed_part, role_part(files, std::string(role) + ".json"));
  GATECAST_TRY_STATUS(set.update_delegated(signed_part, role, "targets"));
  return set;
}

Status check_role_floor(const Floor& seen, const Floor& floor, const Path& file) {
  const auto refuse = [&](const std::string& rule, const std::string& what, std::int64_t is,
                          std::int64_t least) {
    return fail(trust_error(
        "store.floor." + rule, file,
        fmt::format("{} {} is older than {}, which was already accepted here", what, is, least), kOld));
  };
  if (seen.root_version < floor.root_version)
    return refuse("root", "root version", seen.root_version, floor.root_version);
  for (const auto& [role, version] : seen.role_versions) {
    const auto least = floor.role_versions.find(role);
    if (least != floor.role_versions.end() && version < least->second)
      return refuse("role", "version of " + role, version, least->second);
  }
  return {};
}

Floor seen_of(const TrustedMetadataSet& set, const char* role) {
  Floor seen;
  seen.root_version = set.root().version;
  for (const char* name : {"targets", role}) seen.role_versions[name] = set.targets(name)->version;
  return seen;
}

bool is_expired(const TrustedMetadataSet& set, const char* role) {
  const auto& expired = set.expired_roles();
  return std::find(expired.begin(), expired.end(), role) != expired.end();
}

Bytes write_role_files(const RoleFiles& files) {
  const nlohmann::json document{{"format", 1}, {"files", files}};
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<RoleFiles> parse_role_files(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kRoleFileLimit;
  limits.depth = 4;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits));
  const auto wrong = [&](const char* what) {
    return fail(trust_error("store.statements", std::string(name), what,
                            "run gatecast-sync once: it fetches them again"));
  };
  if (!document.is_object() || document.value("format", nlohmann::json()) != 1)
    return wrong("not a file of a role, format 1");
  const auto found = document.find("files");
  if (found == document.end() || !found->is_object()) return wrong("it holds no files");
  RoleFiles files;
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) return wrong("one of its files is no text");
    files[key] = value.get<std::string>();
  }
  return files;
}

Floor higher(const Floor& one, const Floor& other) {
  Floor out = one;
  out.root_version = std::max(out.root_version, other.root_version);
  for (const auto& [role, version] : other.role_versions) {
    auto& mine = out.role_versions[role];
    mine = std::max(mine, version);
  }
  for (const auto& [channel, number] : other.release_numbers) {
    auto& mine = out.release_numbers[channel];
    mine = std::max(mine, number);
  }
  return out;
}

}  // namespace gatecast::store
