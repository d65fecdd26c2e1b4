#include "content-sync/updater/role_fetch.h"

#include <algorithm>

namespace gatecast::updater {

bool is_published(const TrustedMetadata& trusted, const std::string& role) {
  return trusted.set.targets("targets")->has_role(role) &&
         trusted.set.snapshot()->meta.contains(role + ".json");
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

}  // namespace gatecast::updater
