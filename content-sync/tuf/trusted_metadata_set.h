// All rules of the TUF client workflow with no IO: bytes in, verdict out, in the order of the specification.
// The agent's updater, the server (before it signs a snapshot), the CLI and the player all ask this one
// class. Threads: one owner. Errors: trust errors, rule "tuf.<role>.<refusal>" (role: root, timestamp,
// snapshot, targets, delegated), message with the section number. A refused file changes nothing, with one
// exception, so that old copies on disk still count against a rollback: a timestamp that is only expired, and
// a trusted copy of a snapshot that is only expired or of another version than the timestamp says, stay as
// the floor for what comes after; nothing can be loaded on top of them. Source: TUF 1.0.34, section 5; split
// and nouns after python-tuf's TrustedMetadataSet.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

// The agent refuses expired metadata (it would be new content). The player notes it: expiry never takes
// content off the screen (shared/design/trust.md, Signing).
enum class ExpiryRule { refuse, note };
// plain: the specification alone (gatecast-tuf-client). persons: Gatecast's own rule on top: a delegation's
// threshold counts distinct persons (x-gatecast-person of each key) as well as distinct key bytes.
enum class ThresholdRule { plain, persons };

struct Policy {
  ExpiryRule expiry = ExpiryRule::refuse;
  ThresholdRule threshold = ThresholdRule::persons;
};

inline constexpr int kMostRootUpdates = 1024;  // 5.3.3
inline constexpr int kMostDelegations = 32;    // 5.6.7.1

class TrustedMetadataSet {
 public:
  // 5.2: the trusted root that came with the machine (or was persisted). `now` is fixed for the whole update
  // (5.1).
  static Result<TrustedMetadataSet> create(ByteView root, Instant now, Policy policy);

  Status update_root(ByteView bytes);  // 5.3.4 to 5.3.7: version + 1, thresholds of both
  // 5.3.10 ends the chain of roots: the last one must not be expired. Called by update_timestamp if not
  // before.
  Status finish_root();
  // 5.3.11, recovery from a fast-forward attack: a root of this chain changed the set of timestamp or
  // snapshot keys, so stored timestamp.json and snapshot.json must not be loaded but deleted, and time
  // records reset. Delete them before the new root is made durable: then a power cut in between repeats it.
  // Start the chain from the newest stored root, or each start would forget again.
  [[nodiscard]] bool must_forget_timestamp_and_snapshot() const;
  // 5.4. An equal version is not an error: `equal_version` comes back and the trusted one stays.
  enum class TimestampOutcome { updated, equal_version };
  Result<TimestampOutcome> update_timestamp(ByteView bytes);
  Status update_snapshot(ByteView bytes,
                         bool is_trusted_copy = false);  // 5.5; trusted copy: lengths and hashes not checked
  Status update_targets(ByteView bytes);                 // 5.6, top level
  Status update_delegated(ByteView bytes, const std::string& role, const std::string& parent);

  [[nodiscard]] const Root& root() const;
  [[nodiscard]] const Timestamp* timestamp() const;  // null before it is there
  [[nodiscard]] const Snapshot* snapshot() const;
  [[nodiscard]] const Targets* targets(const std::string& role) const;  // "targets" or a delegated name
  // Who signed the role that is trusted now: person (or key id where none is named), sorted, distinct.
  [[nodiscard]] std::vector<std::string> signers(const std::string& role) const;
  [[nodiscard]] const std::vector<std::string>& expired_roles() const;  // under ExpiryRule::note
  [[nodiscard]] bool is_demo() const;                                   // root says "x-gatecast-demo": true

  // 5.6.7: pre-order search of the delegations for a target, over the roles loaded so far. `missing_role`
  // names the delegated role to load next before the answer is known.
  struct TargetSearch {
    std::optional<TargetFile> target;
    std::string role;          // which role spoke
    std::string missing_role;  // load this one (and its parent) and ask again
    std::string missing_parent;
  };
  [[nodiscard]] Result<TargetSearch> find_target(const std::string& path) const;

 private:
  TrustedMetadataSet() = default;
  struct State;
  std::shared_ptr<State> state_;
};

// 5.7.2: length and hashes of a target's bytes.
Status verify_target(const TargetFile& target, ByteView bytes, std::string_view name);

}  // namespace gatecast::tuf
