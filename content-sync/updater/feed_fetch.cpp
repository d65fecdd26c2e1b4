#include "content-sync/updater/feed_fetch.h"

#include "content-sync/updater/role_fetch.h"

namespace gatecast::updater {

Result<FeedFetch> fetch_feeds(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                              const FeedFetchOptions& options) {
  FeedFetch fetched;
  if (!is_published(trusted, store::kFeedRole)) return fetched;
  const Path file = store / store::kFeedFile;
  if (stands_newest(disk, file, store::kFeedFileLimit, trusted, store::kFeedRole)) return fetched;
  if (!options.may_fetch()) {
    fetched.waits = true;
    return fetched;
  }
  const auto before = fetcher.wire_bytes();
  const RoleTarget wanted{store::kFeedRole, bundle::feeds_target(options.channel), bundle::kFeedsLimit,
                          "a channel's values of more than 32 kB"};
  const auto files = fetch_role_target(fetcher, trusted, wanted, options.refresh);
  fetched.wire_bytes = fetcher.wire_bytes() - before;
  if (!files) return fail(files.error());
  GATECAST_TRY_STATUS(write_file_durably(disk, file, store::write_role_files(*files)));
  fetched.is_new = true;
  return fetched;
}

}  // namespace gatecast::updater
