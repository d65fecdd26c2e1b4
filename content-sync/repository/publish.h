// A publish comes in: it is verified as a kiosk would, then taken into the repository. Its signatures alone
// authorise it; whoever uploads it needs no right of his own.
// Threads: one writer. Errors: trust errors of tuf and store; "publish.version" (not the one after the
// active), "publish.number" (not higher), "publish.object" (missing or damaged), "publish.release". Source:
// shared/design/trust.md, Signing; ARCHITECTURE.md, Publish.
#pragma once
#include <string>

#include "content-sync/repository/repository.h"

namespace gatecast::repository {

// content-<channel>.json for a release document, without signatures: what `gatecast build` writes.
// `created` (the release's) rather than the clock, so that the same input gives the same bytes.
Bytes write_release_metadata(const std::string& channel, std::int64_t version, ByteView release_document,
                             std::int64_t release_number, Instant created);

// `incoming` holds objects/<2 hex>/<64 hex>, content-<channel>.json, and the release document as
// releases/<sha256>.<channel>.json or (a build folder) release.json.
enum class TakeObjects { move, copy };
// Of `incoming`/objects what the repository lacks; then every object and piece list that `release` names is
// there and whole, or nothing may be published. How many were taken.
Result<std::uint64_t> take_objects(Disk& disk, const Path& folder, const Path& incoming,
                                   const bundle::Release& release, TakeObjects take);
struct Published {
  std::int64_t release_number = 0;
  std::int64_t role_version = 0;
  std::vector<std::string> signers;
  std::uint64_t objects_taken = 0;
  bool was_active = false;  // the very same metadata is active already: nothing was done
};
Result<Published> accept_publish(Disk& disk, const Path& folder, const Path& incoming,
                                 const std::string& channel, const OnlineKeys& online, Instant now,
                                 TakeObjects take = TakeObjects::move);

}  // namespace gatecast::repository
