#include "content-sync/tuf/delegation_search.h"

#include <fmt/format.h>

#include <set>

#include "content-sync/tuf/path_pattern.h"

namespace gatecast::tuf {
namespace {

struct Visit {
  std::string role;
  std::string parent;
};

// 5.6.7.2: those of this role's delegations that speak for the path, to be visited next and in their order.
// After a terminating one nothing else is asked, neither here nor further up.
void add_children(const LoadedTargets& loaded, const std::string& role, const std::string& path,
                  std::vector<Visit>& to_visit) {
  if (!loaded.part.delegations) return;
  if (const auto& succinct = loaded.part.delegations->succinct) {
    to_visit = {{bin_of(*succinct, path), role}};  // terminating, by TAP 15
    return;
  }
  std::vector<Visit> children;
  for (const auto& delegated : loaded.part.delegations->roles) {
    if (!speaks_for(delegated, path)) continue;
    children.push_back({delegated.name, role});
    if (delegated.is_terminating) {
      to_visit.clear();
      break;
    }
  }
  to_visit.insert(to_visit.end(), children.rbegin(), children.rend());
}

}  // namespace

Result<TrustedMetadataSet::TargetSearch> search_delegations(const LoadedRoles& loaded,
                                                            const std::string& path) {
  TrustedMetadataSet::TargetSearch answer;
  std::vector<Visit> to_visit{{"targets", ""}};
  std::set<std::string> visited;
  while (!to_visit.empty()) {
    const Visit next = to_visit.back();
    to_visit.pop_back();
    if (visited.contains(next.role)) continue;  // 5.6.7.1: a cycle ends here
    if (static_cast<int>(visited.size()) > kMostDelegations)
      return fail(trust_error(
          "tuf.delegated.too_many", path,
          fmt::format("not found within {} delegated roles (section 5.6.7.1)", kMostDelegations)));
    const auto found = loaded.find(next.role);
    if (found == loaded.end() || found->second.parent != next.parent) {
      answer.missing_role = next.role;
      answer.missing_parent = next.parent;
      return answer;
    }
    visited.insert(next.role);
    if (const auto target = found->second.part.targets.find(path);
        target != found->second.part.targets.end()) {
      answer.target = target->second;
      answer.role = next.role;
      return answer;
    }
    add_children(found->second, next.role, path, to_visit);
  }
  return answer;
}

}  // namespace gatecast::tuf
