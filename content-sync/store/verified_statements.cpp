#include "content-sync/store/verified_statements.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatecast::store {
namespace {

using tuf::TrustedMetadataSet;

// One target: named by the role that may, whole, and a statement by its form.
Result<bundle::Statement> load_one(const RoleFiles& files, const TrustedMetadataSet& set,
                                   const std::string& name) {
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != kAlertRole)
    return fail(trust_error("tuf.target.role", name, "the role \"alert\" may not speak for it (5.6.7)",
                            "statements are targets alerts/<id>.json"));
  GATECAST_TRY(const auto bytes, role_part(files, name));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, bytes, name));
  return bundle::parse_statement(bytes, name);
}

}  // namespace

Result<VerifiedStatements> load_verified_statements(Disk& disk, const Path& file, ByteView pinned_root,
                                                    const Floor& floor, std::optional<Instant> now) {
  GATECAST_TRY(const auto bytes, read_file(disk, file, kStatementFileLimit));
  GATECAST_TRY(const auto files, parse_statement_files(bytes, file.string()));
  GATECAST_TRY(const auto set, load_role(files, pinned_root, kAlertRole, now));
  VerifiedStatements verified;
  verified.seen = seen_of(set, kAlertRole);
  GATECAST_TRY_STATUS(check_role_floor(verified.seen, floor, file));
  verified.signers = set.signers(kAlertRole);
  verified.signed_at = set.timestamp()->signed_at;
  const auto& targets = set.targets(kAlertRole)->targets;
  if (targets.size() > bundle::kMostStatements)
    return fail(trust_error(
        "alert.too_many", file,
        fmt::format("{} statements at a time; at most {} stand", targets.size(), bundle::kMostStatements),
        "end those that are over: gatecast alert end"));
  const bool has_expired = is_expired(set, kAlertRole);
  for (const auto& [name, target] : targets) {
    auto statement = load_one(files, set, name);
    if (!statement) {
      verified.refused.push_back(std::move(statement).error());
    } else if (has_expired && statement->kind != bundle::StatementKind::recall) {
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
