// TUF metadata as values, and reading it from its own file format (canonical JSON inside, any JSON outside).
// The received bytes are kept as they came; signatures are checked over the canonical form of "signed".
// Threads: values. Errors: "tuf.<role>.format" and "json.*".
// Source: TUF 1.0.34, section 4; succinct_roles after TAP 15.
// "tuf.<role>.*": root, timestamp, snapshot, targets; for every delegated role "tuf.delegated.*", the subject
// names it.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/result.h"

namespace gatecast::tuf {

struct Key {
  std::string type;    // "ed25519", "ecdsa", "rsa"
  std::string scheme;  // "ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256", ...
  std::string value;   // keyval.public as it stands
  std::string person;  // x-gatecast-person, may be empty
};
struct Role {
  std::vector<std::string> key_ids;
  int threshold = 1;
};
struct DelegatedRole {
  std::string name;
  Role role;
  bool is_terminating = false;
  std::vector<std::string> paths;          // glob; '*' does not cross '/'
  std::vector<std::string> hash_prefixes;  // path_hash_prefixes
};
// 2^bit_length roles "<prefix>-<number in hex>" that share keys; the first bits of a path's SHA-256 say which
// one speaks.
struct SuccinctRoles {
  Role role;
  int bit_length = 1;  // 1 to 32
  std::string name_prefix;
};
struct Delegations {
  std::map<std::string, Key> keys;
  std::vector<DelegatedRole> roles;
  std::optional<SuccinctRoles> succinct;  // instead of `roles`
};
struct MetaFile {
  std::int64_t version = 1;
  std::optional<std::uint64_t> length_bytes;
  std::map<std::string, std::string> hashes;  // algorithm -> hex
};
struct TargetFile {
  std::uint64_t length_bytes = 0;
  std::map<std::string, std::string> hashes;
  nlohmann::json custom;  // null where absent
};

struct SignedPart {
  std::int64_t version = 1;
  Instant expires;
  nlohmann::json document;  // the whole "signed" object, unknown fields kept
};
struct Root : SignedPart {
  bool consistent_snapshot = false;
  std::map<std::string, Key> keys;
  std::map<std::string, Role> roles;  // root, timestamp, snapshot, targets
};
struct Timestamp : SignedPart {
  MetaFile snapshot;
  std::optional<Instant> signed_at;  // x-gatecast-signed-at: what verification time rests on
};
struct Snapshot : SignedPart {
  std::map<std::string, MetaFile> meta;  // "targets.json", "content-lao-bao-hall.json"
};
struct Targets : SignedPart {
  std::map<std::string, TargetFile> targets;
  std::optional<Delegations> delegations;
  // Whether this role delegates to one of that name (not among succinct roles).
  [[nodiscard]] bool has_role(std::string_view name) const;
};

struct Signature {
  std::string key_id;
  std::string value;  // hex, as it stands
};
template <class T>
struct Envelope {
  T signed_part;
  std::vector<Signature> signatures;
  Bytes canonical;  // canonical form of "signed": what is signed
};

// The most that is read of a role's file; longer ones are refused before they are parsed (endless
// data, 5.x.1).
inline constexpr std::uint64_t kRootLimit = 512'000;
inline constexpr std::uint64_t kTimestampLimit = 16'384;
inline constexpr std::uint64_t kSnapshotLimit = 2'000'000;
inline constexpr std::uint64_t kTargetsLimit = 5'000'000;

// The file of a role without its version: "targets.json"; a delegated name is percent-encoded, so that no
// name leaves its folder.
std::string metadata_file_name(const std::string& role);

Result<Envelope<Root>> parse_root(ByteView bytes, std::string_view name);
Result<Envelope<Timestamp>> parse_timestamp(ByteView bytes, std::string_view name);
Result<Envelope<Snapshot>> parse_snapshot(ByteView bytes, std::string_view name);
Result<Envelope<Targets>> parse_targets(ByteView bytes, std::string_view name);

}  // namespace gatecast::tuf
