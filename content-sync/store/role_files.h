// What one small online role says, as it lies on a kiosk: the raw TUF metadata up to that role and its
// targets in one file, so that one rename makes it new: a power cut leaves the old file or the new one.
// Officers' statements and feeds lie so; the reader verifies all of it from its pinned root. Threads: pure.
// Errors: trust errors of tuf; "store.statements" (not such a file), "store.floor.*" below the floor. Source:
// shared/design/trust.md, The kiosk.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/store/verified_release.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::store {

inline constexpr std::uint64_t kRoleFileLimit = std::uint64_t{8} << 20U;

// By name: "1.root.json", "timestamp.json", "snapshot.json", "targets.json", "<role>.json", targets' names.
using RoleFiles = std::map<std::string, Bytes>;
Bytes write_role_files(const RoleFiles& files);
Result<RoleFiles> parse_role_files(ByteView bytes, std::string_view name);
Result<Bytes> role_part(const RoleFiles& files, const std::string& name);

// The whole workflow over these files. `now`: the verification time; without it, when the timestamp was
// signed. What has expired is noted, not refused.
Result<tuf::TrustedMetadataSet> load_role(const RoleFiles& files, ByteView pinned_root, const char* role,
                                          std::optional<Instant> now);
bool is_expired(const tuf::TrustedMetadataSet& set, const char* role);
// Root and the versions of "targets" and the role.
Floor seen_of(const tuf::TrustedMetadataSet& set, const char* role);
Status check_role_floor(const Floor& seen, const Floor& floor, const Path& file);

// The greater of each.
Floor higher(const Floor& one, const Floor& other);

}  // namespace gatecast::store
