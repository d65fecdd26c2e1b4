// What every small delegated role has in common when it is fetched into one file (store/role_files.h).
// Threads: pure but for disk and network. Errors: those of tuf and of the fetcher; "tuf.target.length".
#pragma once
#include "content-sync/store/role_files.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

// Delegated by the top-level targets, and listed by the snapshot.
bool is_published(const TrustedMetadata& trusted, const std::string& role);
// The stored file holds roots and targets as they are now, and the role in the version that the snapshot
// names. False where it is missing or damaged.
bool stands_newest(Disk& disk, const Path& file, std::uint64_t limit, const TrustedMetadata& trusted,
                   const std::string& role);

// The role's metadata, and this one of its targets where the role has it.
struct RoleTarget {
  std::string role;
  std::string name;
  std::uint64_t limit_bytes = 0;
  std::string too_long;  // what is said of a target that is larger
};
Result<store::RoleFiles> fetch_role_target(Fetcher& fetcher, TrustedMetadata& trusted,
                                           const RoleTarget& wanted, const RefreshOptions& refresh);

}  // namespace gatecast::updater
