// What the feeds say on this kiosk, as the player will judge it: one sentence each. Threads: pure over the
// disk. Errors: told in the status. Source: shared/design/trust.md, What must be visible.
#pragma once
#include "content-sync/agent/status.h"
#include "content-sync/store/verified_feeds.h"

namespace gatecast::agent {

void fill_feeds(SyncStatus& status, Disk& disk, const Path& store, ByteView root,
                const Result<store::VerifiedRelease>& active, Instant now);

}  // namespace gatecast::agent
