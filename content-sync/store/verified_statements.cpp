#include "content-sync/store/verified_statements.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::store {
namespace {

using tuf::TrustedMetadataSet;

constexpr const char* kOld = "somebody put back old statements; the server's newest are fetched again";

Result<Bytes> part(const StatementFiles& files, const std::string& name) {
  const auto found = files.find(name);
  if (found != files.end()) return found->second;
  return fail(trust_error("store.statements", name, "is not among the stored statements",
                          "run gatecast-sync once: it fetches them again"));
}

Result<TrustedMetadataSet> load_metadata(const StatementFiles& files, ByteView pinned_root,
                                         std::optional<Instant> now) {
  GATECAST_TRY(const auto timestamp, part(files, "timestamp.json"));
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
  GATECAST_TRY(const auto snapshot, part(files, "snapshot.json"));
  GATECAST_TRY_STATUS(set.update_snapshot(snapshot));
  GATECAST_TRY(const auto targets, part(files, "targets.json"));
  GATECAST_TRY_STATUS(set.update_targets(targets));
  GATECAST_TRY(const auto alert, part(files, std::string(kAlertRole) + ".json"));
  GATECAST_TRY_STATUS(set.update_delegated(alert, kAlertRole, "targets"));
  return set;
}

Status check_floor(const Floor& seen, const Floor& floor, const Path& file) {
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

// One target: named by the role that may, whole, and a statement by its form.
Result<bundle::Statement> load_one(const StatementFiles& files, const TrustedMetadataSet& set,
                                   const std::string& name) {
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != kAlertRole)
    return fail(trust_error("tuf.target.role", name, "the role \"alert\" may not speak for it (5.6.7)",
                            "statements are targets alerts/<id>.json"));
  GATECAST_TRY(const auto bytes, part(files, name));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, bytes, name));
  return bundle::parse_statement(bytes, name);
}

}  // namespace

Bytes write_statement_files(const StatementFiles& files) {
  const nlohmann::json document{{"format", 1}, {"files", files}};
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<StatementFiles> parse_statement_files(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kStatementFileLimit;
  limits.depth = 4;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits));
  const auto wrong = [&](const char* what) {
    return fail(trust_error("store.statements", std::string(name), what,
                            "run gatecast-sync once: it fetches the statements again"));
  };
  if (!document.is_object() || document.value("format", nlohmann::json()) != 1)
    return wrong("not a file of statements, format 1");
  const auto found = document.find("files");
  if (found == document.end() || !found->is_object()) return wrong("it holds no files");
  StatementFiles files;
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

Result<VerifiedStatements> load_verified_statements(Disk& disk, const Path& file, ByteView pinned_root,
                                                    const Floor& floor, std::optional<Instant> now) {
  GATECAST_TRY(const auto bytes, read_file(disk, file, kStatementFileLimit));
  GATECAST_TRY(const auto files, parse_statement_files(bytes, file.string()));
  GATECAST_TRY(const auto set, load_metadata(files, pinned_root, now));
  VerifiedStatements verified;
  verified.seen.root_version = set.root().version;
  for (const char* role : {"targets", kAlertRole})
    verified.seen.role_versions[role] = set.targets(role)->version;
  GATECAST_TRY_STATUS(check_floor(verified.seen, floor, file));
  verified.signers = set.signers(kAlertRole);
  verified.signed_at = set.timestamp()->signed_at;
  const auto& targets = set.targets(kAlertRole)->targets;
  if (targets.size() > bundle::kMostStatements)
    return fail(trust_error(
        "alert.too_many", file,
        fmt::format("{} statements at a time; at most {} stand", targets.size(), bundle::kMostStatements),
        "end those that are over: gatecast alert end"));
  const auto& expired = set.expired_roles();
  const bool is_expired = std::find(expired.begin(), expired.end(), kAlertRole) != expired.end();
  for (const auto& [name, target] : targets) {
    auto statement = load_one(files, set, name);
    if (!statement) {
      verified.refused.push_back(std::move(statement).error());
    } else if (is_expired && statement->kind != bundle::StatementKind::recall) {
      verified.refused.push_back(trust_error(
          "tuf.delegated.expired", name, "the signatures of the role \"alert\" have expired (section 5.6.5)",
          "an officer signs again; recalls are obeyed all the same"));
    } else {
      verified.statements.push_back(std::move(*statement));
    }
  }
  return verified;
}

}  // namespace gatecast::store
