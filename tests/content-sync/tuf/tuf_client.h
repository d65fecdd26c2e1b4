// What an updater does, in the smallest form: loads a TestRepository into a TrustedMetadataSet.
#pragma once
#include <catch2/catch.hpp>

#include "content-sync/tuf/trusted_metadata_set.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline tuf::TrustedMetadataSet start(const TestRepository& repository, tuf::Policy policy = {},
                                     std::int64_t root_version = 1) {
  auto set = tuf::TrustedMetadataSet::create(repository.root_file(root_version), repository.now, policy);
  REQUIRE(set);
  return *set;
}

// Every file in the order of the specification; the first refusal comes back.
inline Status load(tuf::TrustedMetadataSet& set, const TestRepository& repository,
                   const std::vector<std::string>& channels = {"lao-bao-hall"}) {
  for (auto version = set.root().version + 1; version <= repository.root.version; ++version)
    GATECAST_TRY_STATUS(set.update_root(repository.root_file(version)));
  GATECAST_TRY(const auto outcome, set.update_timestamp(repository.timestamp_file()));
  (void)outcome;
  GATECAST_TRY_STATUS(set.update_snapshot(repository.snapshot_file()));
  GATECAST_TRY_STATUS(set.update_targets(repository.role_file("targets")));
  for (const auto& channel : channels)
    GATECAST_TRY_STATUS(
        set.update_delegated(repository.role_file("content-" + channel), "content-" + channel, "targets"));
  return {};
}

inline std::string rule_of(const Status& status) {
  return status ? "accepted" : status.error().rule;
}
template <class T>
std::string rule_of(const Result<T>& result) {
  return result ? "accepted" : result.error().rule;
}

// The rule by which a fresh client refuses this repository.
inline std::string verdict(const TestRepository& repository, tuf::Policy policy = {}) {
  auto set = tuf::TrustedMetadataSet::create(repository.root_file(1), repository.now, policy);
  return set ? rule_of(load(*set, repository)) : set.error().rule;
}

}  // namespace gatecast::test
