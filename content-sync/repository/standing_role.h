// What stands in a repository now, against which new metadata of an officer or a technician is judged.
// Threads: pure but for reading. Errors: those of the disk and of tuf.
#pragma once
#include <map>

#include "content-sync/repository/online_documents.h"
#include "content-sync/repository/repository.h"

namespace gatecast::repository {

struct StandingRole {
  std::int64_t version = 0;  // 0: nothing was ever said in this role
  Bytes metadata;
  tuf::Targets part;
};
Result<StandingRole> read_standing_role(Disk& disk, const Path& folder, const RepositoryView& view,
                                        const std::string& role);

// The state with this new metadata of a delegated role, signed with the online keys and verified as a kiosk
// would; nothing is written yet, and the files that the role names are still to be added.
struct NextRole {
  NewState state;
  tuf::TrustedMetadataSet verified;
  // An error where another role speaks for this target (section 5.6.7).
  [[nodiscard]] Status speaks_for(const std::string& target);
  std::string role;
};
Result<NextRole> with_role(Disk& disk, const Path& folder, const RepositoryView& view,
                           const std::string& role, const tuf::Targets& part, const Bytes& metadata,
                           const OnlineKeys& online, Instant now);

// What the channels show now, as far as statements and wishes are judged by it.
using ActiveReleases = std::map<std::string, bundle::Release>;
Result<ActiveReleases> active_releases(Disk& disk, const Path& folder, RepositoryView& view);

}  // namespace gatecast::repository
