#include "content-sync/updater/feed_fetch.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

const std::string kFeedsPart = std::string(store::kFeedRole) + ".json";

bool has_feeds_role(const TrustedMetadata& trusted) {
  const auto& delegations = trusted.set.targets("targets")->delegations;
  return delegations &&
         std::any_of(delegations->roles.begin(), delegations->roles.end(),
                     [](const auto& role) { return role.name == store::kFeedRole; }) &&
         trusted.set.snapshot()->meta.contains(kFeedsPart);
}

// Roots and targets as they are now, and the role in the version that the snapshot names.
bool is_newest(const store::RoleFiles& stored, const TrustedMetadata& trusted) {
  const auto part = stored.find(kFeedsPart);
  if (part == stored.end()) return false;
  const auto parsed = tuf::parse_targets(part->second, kFeedsPart);
  if (!parsed || parsed->signed_part.version != trusted.set.snapshot()->meta.at(kFeedsPart).version)
    return false;
  return std::all_of(trusted.files.begin(), trusted.files.end(), [&](const auto& file) {
    if (file.first != "targets.json" && !file.first.ends_with(".root.json")) return true;
    const auto same = stored.find(file.first);
    return same != stored.end() && same->second == file.second;
  });
}

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
  if (!has_feeds_role(trusted)) return fetched;
  const Path file = store / store::kFeedFile;
  if (const auto bytes = read_file(disk, file, store::kFeedFileLimit))
    if (const auto stored = store::parse_role_files(*bytes, file.string());
        stored && is_newest(*stored, trusted))
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
