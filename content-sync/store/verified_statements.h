// What duty officers say, as it lies on a kiosk: one file that holds the raw TUF metadata of the role "alert"
// and its targets, so that one rename makes it new: a power cut leaves the old file or the new one. The
// player verifies all of it from its pinned root; nothing that the agent says is used. Threads: pure over the
// disk. Errors: trust errors of tuf; "store.floor.*" below the floor; "alert.too_many"; of a single statement
// (form, length, bytes) in `refused`, the others stand. Source: shared/design/trust.md, Signing.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/statement.h"
#include "content-sync/store/role_files.h"

namespace gatecast::store {

inline constexpr const char* kStatementFile = "statements.json";  // in the store
inline constexpr const char* kAlertRole = "alert";
inline constexpr std::uint64_t kStatementFileLimit = kRoleFileLimit;

// By name: "1.root.json", "timestamp.json", "snapshot.json", "targets.json", "alert.json",
// "alerts/<id>.json".
using StatementFiles = RoleFiles;
inline Bytes write_statement_files(const StatementFiles& files) {
  return write_role_files(files);
}
inline Result<StatementFiles> parse_statement_files(ByteView bytes, std::string_view name) {
  return parse_role_files(bytes, name);
}

struct VerifiedStatements {
  std::vector<bundle::Statement> statements;
  std::vector<Error> refused;
  std::vector<std::string> signers;  // persons
  std::optional<Instant> signed_at;  // of the verified timestamp
  Floor seen;                        // root and the versions of "targets" and "alert"
};
// `now`: the verification time; without it, when the timestamp was signed. Of an expired role only recalls
// are taken: taking away fails open. A file that is not there is an error "disk.missing".
Result<VerifiedStatements> load_verified_statements(Disk& disk, const Path& file, ByteView pinned_root,
                                                    const Floor& floor,
                                                    std::optional<Instant> now = std::nullopt);

}  // namespace gatecast::store
