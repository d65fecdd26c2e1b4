#include "content-sync/store/verified_feeds.h"

namespace gatecast::store {

Result<VerifiedFeeds> load_verified_feeds(Disk& disk, const Path& file, ByteView pinned_root,
                                          const std::string& channel, const Floor& floor,
                                          std::optional<Instant> now) {
  GATECAST_TRY(const auto bytes, read_file(disk, file, kFeedFileLimit));
  GATECAST_TRY(const auto files, parse_role_files(bytes, file.string()));
  GATECAST_TRY(const auto set, load_role(files, pinned_root, kFeedRole, now));
  VerifiedFeeds verified;
  verified.seen = seen_of(set, kFeedRole);
  GATECAST_TRY_STATUS(check_role_floor(verified.seen, floor, file));
  verified.signed_at = set.timestamp()->signed_at;
  if (is_expired(set, kFeedRole))
    return fail(trust_error(
        "tuf.delegated.expired", file, "the signature of the role \"feeds\" has expired (section 5.6.5)",
        "the server signs it again while it runs; what is shown stays until it is too old"));
  const auto name = bundle::feeds_target(channel);
  if (!set.targets(kFeedRole)->targets.contains(name)) return verified;
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != kFeedRole)
    return fail(trust_error("tuf.target.role", name, "the role \"feeds\" may not speak for it (5.6.7)",
                            "values are targets feeds/<channel>.json"));
  GATECAST_TRY(const auto document, role_part(files, name));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, document, name));
  GATECAST_TRY(auto feeds, bundle::parse_feeds(document, name));
  verified.values = std::move(feeds.values);
  return verified;
}

}  // namespace gatecast::store
