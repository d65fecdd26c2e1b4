// An operating system comes in: verified as a kiosk would, both images there and whole, then taken into the
// repository. The signatures of two release officers alone authorise it. Threads: one writer. Errors: trust
// errors of tuf and store; "system.*" of bundle/system_image.h; "system.version" (not higher than what is
// offered), "publish.release_officers" (nobody may offer one yet), "publish.version", "publish.object".
// Source: shared/design/trust.md, Signing (role system); issue 7, 4.
#pragma once
#include <map>
#include <string>

#include "content-sync/bundle/system_image.h"
#include "content-sync/repository/publish.h"

namespace gatecast::repository {

inline constexpr std::chrono::days kSystemLife{2 * 365};

// system.json without signatures for these documents, each under its target's name.
Bytes write_system_metadata(std::int64_t version, const std::map<std::string, Bytes>& documents, Instant now);

// `incoming` holds "system.json", signed, "system/<arch>.json" of at least those that are new, and their
// objects/.
Result<Published> accept_system(Disk& disk, const Path& folder, const Path& incoming,
                                const OnlineKeys& online, Instant now, TakeObjects take = TakeObjects::copy);

}  // namespace gatecast::repository
