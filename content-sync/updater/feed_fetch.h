// The feeds' values of one channel, fetched beside everything else and stored as one file. Threads: one
// owner. Errors: trust errors of tuf, those of the fetcher and the disk; what is stored stays.
// Source: shared/design/trust.md, Signing (role feeds); issue 5, Transfer (own budget and interval).
#pragma once
#include <functional>

#include "content-sync/store/verified_feeds.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

struct FeedFetch {
  bool is_new = false;  // the stored file was replaced
  bool waits = false;   // there is something newer, and it may not be fetched yet
  std::uint64_t wire_bytes =
      0;  // of the role and its target; the timestamp and snapshot before are everybody's
};
struct FeedFetchOptions {
  const RefreshOptions& refresh;
  const std::string& channel;
  const std::function<bool()>& may_fetch;
};
// `trusted` has a verified timestamp, snapshot and targets. A repository without the role: nothing happens.
Result<FeedFetch> fetch_feeds(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                              const FeedFetchOptions& options);

}  // namespace gatecast::updater
