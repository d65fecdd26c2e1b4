// The pre-order walk over delegations for one target (5.6.7), over the roles loaded so far.
// Threads: pure. Errors: "tuf.delegated.too_many". Source: TUF 1.0.34, section 5.6.7.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::tuf {

struct LoadedTargets {
  Targets part;
  std::string parent;  // whose keys it was verified with; "" for the top
};
using LoadedRoles = std::map<std::string, LoadedTargets>;

Result<TrustedMetadataSet::TargetSearch> search_delegations(const LoadedRoles& loaded,
                                                            const std::string& path);

}  // namespace gatecast::tuf
