// An operating system comes in: verified as a kiosk would, both images there and whole, then taken into the
// repository. The signatures of two release officers alone authorise it. Threads: one writer. Errors: trust
// errors of tuf and store; "system.*" of bundle/system_image.h; "system.version" (not higher than what is
// offered), "publish.release_officers" (nobody may offer one yet), "publish.version", "publish.system" (a
// document is missing), "publish.object".
// Source: shared/design/trust.md, Signing (role system); issue 7, 4.
#pragma once
#include <map>
#include <string>

#include "content-sync/bundle/system_image.h"
#include "content-sync/repository/publish.h"
#include "content-sync/store/role_files.h"

namespace gatecast::repository {

inline constexpr std::chrono::days kSystemLife{2 * 365};

// system.json without signatures for these documents, each under its target's name.
Bytes write_system_metadata(std::int64_t version, const std::map<std::string, Bytes>& documents, Instant now);

// What a draft's folder holds beside its objects: "system.json" as it is signed so far, and each document
// that lies there, "system/<arch>.json".
Result<store::RoleFiles> read_system_draft(Disk& disk, const Path& draft);

// `files`: as read_system_draft gives them, with at least the documents that are new; their objects lie in
// `incoming`/objects.
Result<Published> accept_system(Disk& disk, const Path& folder, const store::RoleFiles& files,
                                const Path& incoming, const OnlineKeys& online, Instant now,
                                TakeObjects take = TakeObjects::copy);

}  // namespace gatecast::repository
