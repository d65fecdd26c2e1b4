// The feeds' values of one channel, as they lie on a kiosk (role_files.h), verified from the pinned root by
// whoever reads them. What is verified is only who signed and what is newest; type, bounds, step and age are
// judged against the release that plays (bundle/feed_value.h). Threads: pure over the disk. Errors: trust
// errors of tuf, "store.floor.*", "feed.form"; "tuf.delegated.expired": an expired role says nothing new.
// Source: shared/design/trust.md, Signing (role feeds).
#pragma once
#include <optional>
#include <string>

#include "content-sync/bundle/feed_value.h"
#include "content-sync/store/role_files.h"

namespace gatecast::store {

inline constexpr const char* kFeedFile = "feeds.json";  // in the store
inline constexpr const char* kFeedRole = "feeds";
inline constexpr std::uint64_t kFeedFileLimit = std::uint64_t{2} << 20U;

struct VerifiedFeeds {
  bundle::FeedValues values;
  std::optional<Instant> signed_at;  // of the verified timestamp
  Floor seen;                        // root and the versions of "targets" and "feeds"
};
// `now`: the verification time; without it, when the timestamp was signed. A file that is not there is an
// error "disk.missing"; a role that says nothing of this channel gives no values.
Result<VerifiedFeeds> load_verified_feeds(Disk& disk, const Path& file, ByteView pinned_root,
                                          const std::string& channel, const Floor& floor,
                                          std::optional<Instant> now = std::nullopt);

}  // namespace gatecast::store
