#include "content-sync/updater/role_fetch.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

Result<store::RoleFiles> fetch_with_target(Fetcher& fetcher, TrustedMetadata& trusted,
                                           const RoleTarget& wanted, const RefreshOptions& refresh) {
  GATECAST_TRY_STATUS(load_delegated(fetcher, trusted, wanted.role, "targets", refresh));
  auto files = trusted.files;
  const auto& targets = trusted.set.targets(wanted.role)->targets;
  const auto target = targets.find(wanted.name);
  if (target == targets.end()) return files;  // nothing is said of this one
  if (target->second.length_bytes > wanted.limit_bytes)
    return fail(trust_error("tuf.target.length", wanted.name, wanted.too_long));
  const auto path =
      "targets/" + target_path(target->second, wanted.name, trusted.set.root().consistent_snapshot);
  GATECAST_TRY(auto bytes, fetch_bytes(fetcher, path, target->second.length_bytes));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, bytes, wanted.name));
  files[wanted.name] = std::move(bytes);
  return files;
}

bool is_newest(const store::RoleFiles& stored, const TrustedMetadata& trusted, const std::string& role) {
  const auto name = role + ".json";
  const auto part = stored.find(name);
  if (part == stored.end()) return false;
  const auto parsed = tuf::parse_targets(part->second, name);
  if (!parsed || parsed->signed_part.version != trusted.set.snapshot()->meta.at(name).version) return false;
  return std::all_of(trusted.files.begin(), trusted.files.end(), [&](const auto& file) {
    if (file.first != "targets.json" && !file.first.ends_with(".root.json")) return true;
    const auto same = stored.find(file.first);
    return same != stored.end() && same->second == file.second;
  });
}

}  // namespace

bool is_published(const TrustedMetadata& trusted, const std::string& role) {
  return trusted.set.targets("targets")->has_role(role) &&
         trusted.set.snapshot()->meta.contains(role + ".json");
}

bool stands_newest(Disk& disk, const Path& file, std::uint64_t limit, const TrustedMetadata& trusted,
                   const std::string& role) {
  const auto bytes = read_file(disk, file, limit);
  if (!bytes) return false;
  const auto stored = store::parse_role_files(*bytes, file.string());
  return stored && is_newest(*stored, trusted, role);
}

Result<store::RoleFiles> fetch_role_target(Fetcher& fetcher, TrustedMetadata& trusted,
                                           const RoleTarget& wanted, const RefreshOptions& refresh) {
  auto files = fetch_with_target(fetcher, trusted, wanted, refresh);
  trusted.files.erase(wanted.role + ".json");  // no part of a content's generation
  return files;
}

}  // namespace gatecast::updater
