#include "content-sync/updater/feed_fetch.h"

#include "content-sync/updater/role_fetch.h"

namespace gatecast::updater {
namespace {

const std::string kFeedsPart = std::string(store::kFeedRole) + ".json";

Status fetch_values(Fetcher& fetcher, TrustedMetadata& trusted, const FeedFetchOptions& options,
                    store::RoleFiles& files) {
  GATECAST_TRY_STATUS(load_delegated(fetcher, trusted, store::kFeedRole, "targets", options.refresh));
  files = trusted.files;
  const auto name = bundle::feeds_target(options.channel);
  const auto& targets = trusted.set.targets(store::kFeedRole)->targets;
  const auto target = targets.find(name);
  if (target == targets.end()) return {};  // nothing is said of this channel
  if (target->second.length_bytes > bundle::kFeedsLimit)
    return fail(trust_error("tuf.target.length", name, "a channel's values of more than 32 kB"));
  const auto path = "targets/" + target_path(target->second, name, trusted.set.root().consistent_snapshot);
  GATECAST_TRY(auto bytes, fetch_bytes(fetcher, path, target->second.length_bytes));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, bytes, name));
  files[name] = std::move(bytes);
  return {};
}

}  // namespace

Result<FeedFetch> fetch_feeds(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                              const FeedFetchOptions& options) {
  FeedFetch fetched;
  if (!is_published(trusted, store::kFeedRole)) return fetched;
  const Path file = store / store::kFeedFile;
  if (const auto bytes = read_file(disk, file, store::kFeedFileLimit))
    if (const auto stored = store::parse_role_files(*bytes, file.string());
        stored && is_newest(*stored, trusted, store::kFeedRole))
      return fetched;
  if (!options.may_fetch()) {
    fetched.waits = true;
    return fetched;
  }
  const auto before = fetcher.wire_bytes();
  store::RoleFiles files;
  const auto status = fetch_values(fetcher, trusted, options, files);
  trusted.files.erase(kFeedsPart);  // no part of a content's generation
  fetched.wire_bytes = fetcher.wire_bytes() - before;
  GATECAST_TRY_STATUS(status);
  GATECAST_TRY_STATUS(write_file_durably(disk, file, store::write_role_files(files)));
  fetched.is_new = true;
  return fetched;
}

}  // namespace gatecast::updater
