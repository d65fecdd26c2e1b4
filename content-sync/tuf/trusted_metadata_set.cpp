#include "content-sync/tuf/trusted_metadata_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-sync/tuf/check_bytes.h"
#include "content-sync/tuf/delegation_search.h"
#include "content-sync/tuf/keys.h"
#include "content-sync/tuf/path_pattern.h"
#include "content-sync/tuf/threshold.h"

namespace gatecast::tuf {
namespace {

constexpr auto kFetchAgain =
    "the server, or somebody between, gives old or foreign files; what is shown stays as it is";

tl::unexpected<Error> refuse(std::string rule, const std::string& subject, const std::string& message,
                             const std::string& hint = kFetchAgain) {
  return fail(trust_error(std::move(rule), subject, message, hint));
}

// 5.3.11 speaks of keys, not of ids or their order.
std::set<Bytes> key_set(const Root& root, const std::string& role) {
  std::set<Bytes> set;
  for (const auto& id : root.roles.at(role).key_ids) {
    const auto key = root.keys.find(id);
    if (key == root.keys.end()) continue;
    set.insert(key_bytes(key->second)
                   .value_or(key->second.type + "\n" + key->second.scheme + "\n" + key->second.value));
  }
  return set;
}

const Role* role_in(const std::optional<Delegations>& delegations, const std::string& name) {
  if (!delegations) return nullptr;
  if (delegations->succinct)
    return is_bin(*delegations->succinct, name) ? &delegations->succinct->role : nullptr;
  for (const auto& delegated : delegations->roles)
    if (delegated.name == name) return &delegated.role;
  return nullptr;
}

}  // namespace

struct TrustedMetadataSet::State {
  Instant now;
  Policy policy;
  Root root;
  bool is_root_final = false;
  int root_updates = 0;
  bool must_forget = false;
  std::optional<Timestamp> timestamp;
  std::optional<Snapshot> snapshot;
  LoadedRoles targets;
  std::map<std::string, std::vector<std::string>> signers;
  std::vector<std::string> expired;

  // 5.3.10, 5.4.4, 5.5.6, 5.6.5: against a freeze.
  Status check_expiry(const SignedPart& part, const std::string& rule_role, const std::string& role,
                      const char* section) {
    if (part.expires > now) return {};
    if (policy.expiry == ExpiryRule::note) {
      if (std::find(expired.begin(), expired.end(), role) == expired.end()) expired.push_back(role);
      return {};
    }
    return refuse("tuf." + rule_role + ".expired", metadata_file_name(role),
                  fmt::format("expired on {}, and the time counted on is {} (section {})",
                              format_instant(part.expires), format_instant(now), section),
                  "nothing new is taken until the publisher signs again; what is shown stays on the screen");
  }

  template <class T>
  Result<SignatureCount> check_signatures(const Role& role, const std::map<std::string, Key>& keys,
                                          const Envelope<T>& envelope, ThresholdQuestion question) const {
    auto count = count_signatures(role, keys, envelope.canonical, envelope.signatures);
    GATECAST_TRY_STATUS(require_threshold(count, role.threshold, question));
    return count;
  }

  // 5.5.5: no role that was there is gone or older.
  Status check_snapshot_rollback(const Snapshot& next) const {
    if (!snapshot) return {};
    for (const auto& [file, trusted] : snapshot->meta) {
      const auto found = next.meta.find(file);
      if (found == next.meta.end())
        return refuse("tuf.snapshot.role_removed", "snapshot.json",
                      fmt::format("{} is no longer listed (section 5.5.5)", file));
      if (found->second.version < trusted.version)
        return refuse("tuf.snapshot.role_rollback", "snapshot.json",
                      fmt::format("{} would go back from version {} to {} (section 5.5.5)", file,
                                  trusted.version, found->second.version));
    }
    return {};
  }

  // What is built upon must itself be whole: an expired timestamp or a snapshot of another version is only a
  // floor.
  Status check_timestamp_holds() {
    if (!timestamp)
      return refuse("tuf.snapshot.order", "snapshot.json", "no timestamp is trusted yet (section 5.5)");
    return check_expiry(*timestamp, "timestamp", "timestamp", "5.4.4");
  }
  Status check_snapshot_version() const {
    if (snapshot->version != timestamp->snapshot.version)
      return refuse("tuf.snapshot.version", "snapshot.json",
                    fmt::format("version {}, but the timestamp says {} (section 5.5.4)", snapshot->version,
                                timestamp->snapshot.version));
    return {};
  }
  Status check_snapshot_holds(const std::string& rule_role, const std::string& file) {
    if (!snapshot)
      return refuse("tuf." + rule_role + ".order", file, "no snapshot is trusted yet (section 5.6)");
    GATECAST_TRY_STATUS(check_timestamp_holds());
    GATECAST_TRY_STATUS(check_snapshot_version());
    return check_expiry(*snapshot, "snapshot", "snapshot", "5.5.6");
  }

  struct TargetsQuestion {
    std::string rule_role;
    std::string role;
    std::string parent;
    Role keys_of;
    const std::map<std::string, Key>* keys = nullptr;
    bool counts_persons = false;
  };
  Status load_targets(ByteView bytes, const TargetsQuestion& question);
};

Result<TrustedMetadataSet> TrustedMetadataSet::create(ByteView root, Instant now, Policy policy) {
  GATECAST_TRY(auto envelope, parse_root(root, "root.json"));
  TrustedMetadataSet set;
  set.state_ = std::make_shared<State>();
  State& state = *set.state_;
  state.now = now;
  state.policy = policy;
  const Root& part = envelope.signed_part;
  GATECAST_TRY(const auto count, state.check_signatures(part.roles.at("root"), part.keys, envelope,
                                                        {"root", "root.json", "5.2"}));
  state.signers["root"] = count.signers;
  state.root = std::move(envelope.signed_part);
  return set;
}

Status TrustedMetadataSet::update_root(ByteView bytes) {
  State& state = *state_;
  const std::string name = std::to_string(state.root.version + 1) + ".root.json";
  if (state.is_root_final)
    return refuse("tuf.root.order", name,
                  "the chain of roots was already ended in this update (section 5.3)");
  if (++state.root_updates > kMostRootUpdates)
    return refuse("tuf.root.too_many", name,
                  fmt::format("more than {} new roots in one update (section 5.3.3)", kMostRootUpdates));
  GATECAST_TRY(auto envelope, parse_root(bytes, name));
  Root& next = envelope.signed_part;
  // 5.3.4: by the keys that are trusted now, and by its own.
  GATECAST_TRY_STATUS(state.check_signatures(state.root.roles.at("root"), state.root.keys, envelope,
                                             {"root", name, "5.3.4"}));
  GATECAST_TRY(const auto count, state.check_signatures(next.roles.at("root"), next.keys, envelope,
                                                        {"root", name + " (by its own keys)", "5.3.4"}));
  // 5.3.5: exactly the next one: no older, no repeated, none left out.
  if (next.version != state.root.version + 1)
    return refuse("tuf.root.version", name,
                  fmt::format("version {}, but {} comes after the trusted {} (section 5.3.5)", next.version,
                              state.root.version + 1, state.root.version));
  for (const auto* role : {"timestamp", "snapshot"})
    if (key_set(state.root, role) != key_set(next, role)) state.must_forget = true;
  state.signers["root"] = count.signers;
  state.root = std::move(next);
  return {};
}

Status TrustedMetadataSet::finish_root() {
  State& state = *state_;
  if (state.is_root_final) return {};
  GATECAST_TRY_STATUS(state.check_expiry(state.root, "root", "root", "5.3.10"));
  state.is_root_final = true;
  return {};
}

Result<TrustedMetadataSet::TimestampOutcome> TrustedMetadataSet::update_timestamp(ByteView bytes) {
  State& state = *state_;
  GATECAST_TRY_STATUS(finish_root());
  if (state.snapshot)
    return refuse("tuf.timestamp.order", "timestamp.json",
                  "a snapshot is already trusted in this update (section 5.4)");
  GATECAST_TRY(auto envelope, parse_timestamp(bytes, "timestamp.json"));
  // 5.4.2
  GATECAST_TRY(const auto count, state.check_signatures(state.root.roles.at("timestamp"), state.root.keys,
                                                        envelope, {"timestamp", "timestamp.json", "5.4.2"}));
  Timestamp& next = envelope.signed_part;
  if (state.timestamp) {
    const Timestamp& trusted = *state.timestamp;
    // 5.4.3.1
    if (next.version < trusted.version)
      return refuse("tuf.timestamp.rollback", "timestamp.json",
                    fmt::format("version {} is older than the trusted {} (section 5.4.3.1)", next.version,
                                trusted.version));
    if (next.version == trusted.version) return TimestampOutcome::equal_version;
    // 5.4.3.2
    if (next.snapshot.version < trusted.snapshot.version)
      return refuse("tuf.timestamp.snapshot_rollback", "timestamp.json",
                    fmt::format("its snapshot {} is older than the trusted {} (section 5.4.3.2)",
                                next.snapshot.version, trusted.snapshot.version));
  }
  state.signers["timestamp"] = count.signers;
  state.timestamp = std::move(next);
  GATECAST_TRY_STATUS(state.check_timestamp_holds());
  return TimestampOutcome::updated;
}

Status TrustedMetadataSet::update_snapshot(ByteView bytes, bool is_trusted_copy) {
  State& state = *state_;
  const std::string name = "snapshot.json";
  GATECAST_TRY_STATUS(state.check_timestamp_holds());
  if (!state.targets.empty())
    return refuse("tuf.snapshot.order", name, "targets are already trusted in this update (section 5.5)");
  const MetaFile& signed_file = state.timestamp->snapshot;
  // 5.5.2
  if (!is_trusted_copy)
    GATECAST_TRY_STATUS(
        check_bytes(bytes, signed_file.length_bytes, signed_file.hashes, {"snapshot", name, "5.5.2"}));
  GATECAST_TRY(auto envelope, parse_snapshot(bytes, name));
  // 5.5.3
  GATECAST_TRY(const auto count, state.check_signatures(state.root.roles.at("snapshot"), state.root.keys,
                                                        envelope, {"snapshot", name, "5.5.3"}));
  const Snapshot& next = envelope.signed_part;
  // 5.5.4
  if (!is_trusted_copy && next.version != signed_file.version)
    return refuse("tuf.snapshot.version", name,
                  fmt::format("version {}, but the timestamp says {} (section 5.5.4)", next.version,
                              signed_file.version));
  GATECAST_TRY_STATUS(state.check_snapshot_rollback(next));
  // 5.5.6; an old copy of our own stays as the floor all the same.
  if (!is_trusted_copy) GATECAST_TRY_STATUS(state.check_expiry(next, "snapshot", "snapshot", "5.5.6"));
  state.signers["snapshot"] = count.signers;
  state.snapshot = std::move(envelope.signed_part);
  return state.check_snapshot_holds("snapshot", name);
}

Status TrustedMetadataSet::State::load_targets(ByteView bytes, const TargetsQuestion& question) {
  const std::string file = metadata_file_name(question.role);
  GATECAST_TRY_STATUS(check_snapshot_holds(question.rule_role, file));
  const auto listed = snapshot->meta.find(question.role + ".json");
  if (listed == snapshot->meta.end())
    return refuse("tuf." + question.rule_role + ".unlisted", file,
                  "the snapshot does not list it (section 5.6.1)");
  // 5.6.2
  GATECAST_TRY_STATUS(check_bytes(bytes, listed->second.length_bytes, listed->second.hashes,
                                  {question.rule_role, file, "5.6.2"}));
  GATECAST_TRY(auto envelope, parse_targets(bytes, file));
  // 5.6.3
  GATECAST_TRY(auto count, check_signatures(question.keys_of, *question.keys, envelope,
                                            {question.rule_role, file, "5.6.3", question.counts_persons}));
  Targets& next = envelope.signed_part;
  // 5.6.4
  if (next.version != listed->second.version)
    return refuse("tuf." + question.rule_role + ".version", file,
                  fmt::format("version {}, but the snapshot says {} (section 5.6.4)", next.version,
                              listed->second.version));
  // 5.6.5
  GATECAST_TRY_STATUS(check_expiry(next, question.rule_role, question.role, "5.6.5"));
  signers[question.role] = std::move(count.signers);
  targets[question.role] = {std::move(next), question.parent};
  return {};
}

Status TrustedMetadataSet::update_targets(ByteView bytes) {
  return state_->load_targets(
      bytes, {"targets", "targets", "", state_->root.roles.at("targets"), &state_->root.keys});
}

Status TrustedMetadataSet::update_delegated(ByteView bytes, const std::string& role,
                                            const std::string& parent) {
  const std::string file = metadata_file_name(role);
  const auto found = state_->targets.find(parent);
  if (found == state_->targets.end())
    return refuse("tuf.delegated.order", file, fmt::format("{} is not trusted yet (section 5.6.7)", parent));
  const Role* delegated = role_in(found->second.part.delegations, role);
  if (delegated == nullptr)
    return refuse("tuf.delegated.unknown", file,
                  fmt::format("{} does not delegate to it (section 5.6.7)", parent));
  // Copies: loading may replace the parent's own entry.
  const auto keys = found->second.part.delegations->keys;
  return state_->load_targets(bytes, {"delegated", role, parent, Role(*delegated), &keys,
                                      state_->policy.threshold == ThresholdRule::persons});
}

const Root& TrustedMetadataSet::root() const {
  return state_->root;
}
const Timestamp* TrustedMetadataSet::timestamp() const {
  return state_->timestamp ? &*state_->timestamp : nullptr;
}
const Snapshot* TrustedMetadataSet::snapshot() const {
  return state_->snapshot ? &*state_->snapshot : nullptr;
}
const Targets* TrustedMetadataSet::targets(const std::string& role) const {
  const auto found = state_->targets.find(role);
  return found == state_->targets.end() ? nullptr : &found->second.part;
}

std::vector<std::string> TrustedMetadataSet::signers(const std::string& role) const {
  const auto found = state_->signers.find(role);
  return found == state_->signers.end() ? std::vector<std::string>{} : found->second;
}
const std::vector<std::string>& TrustedMetadataSet::expired_roles() const {
  return state_->expired;
}

bool TrustedMetadataSet::is_demo() const {
  const auto found = state_->root.document.find("x-gatecast-demo");
  return found != state_->root.document.end() && found->is_boolean() && found->get<bool>();
}

bool TrustedMetadataSet::must_forget_timestamp_and_snapshot() const {
  return state_->must_forget;
}

Result<TrustedMetadataSet::TargetSearch> TrustedMetadataSet::find_target(const std::string& path) const {
  return search_delegations(state_->targets, path);
}

Status verify_target(const TargetFile& target, ByteView bytes, std::string_view name) {
  return check_bytes(bytes, target.length_bytes, target.hashes, {"target", std::string(name), "5.7.2"});
}

}  // namespace gatecast::tuf
