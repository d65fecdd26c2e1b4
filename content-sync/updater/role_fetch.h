// What every small delegated role has in common when it is fetched into one file (store/role_files.h).
// Threads: pure. Errors: none.
#pragma once
#include "content-sync/store/role_files.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

// Delegated by the top-level targets, and listed by the snapshot.
bool is_published(const TrustedMetadata& trusted, const std::string& role);
// The stored file holds roots and targets as they are now, and the role in the version that the snapshot
// names.
bool is_newest(const store::RoleFiles& stored, const TrustedMetadata& trusted, const std::string& role);

}  // namespace gatecast::updater
