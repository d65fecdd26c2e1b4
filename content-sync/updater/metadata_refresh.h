// The TUF client workflow over a fetcher and a folder of trusted metadata, in the order of the specification.
// Each root is durable before the next is asked for; what fails leaves what was trusted before.
// Threads: one owner. Errors: trust errors of tuf, environment errors of fetcher and disk.
// Source: TUF 1.0.34, section 5; shared/design/sync.md 3a.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/tuf/trusted_metadata_set.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

// chain: root/<n>.root.json, all of them (the player follows it from its own root). newest: root.json alone.
enum class RootFiles { chain, newest };

// What a running program remembers between two refreshes, so that a server with nothing new costs one small
// question: "anything but this timestamp?". No part of trust: what is on the disk is verified each time.
struct RefreshMemory {
  std::string tag;              // what the server called its timestamp; empty: it gives no such names
  Sha256 timestamp;             // of the bytes of the trusted one
  std::optional<Instant> full;  // when the whole workflow was gone through last
};
// A root that nobody could tell us of for longer than this is asked for though the timestamp is the same.
inline constexpr std::chrono::hours kFullRefreshEach{6};

struct RefreshOptions {
  Disk* disk = nullptr;
  Path trusted;  // the folder; it must be there
  RootFiles root_files = RootFiles::chain;
  Instant now;  // fixed for the whole update (5.1)
  tuf::Policy policy;
  std::string prefix = "metadata/";  // before each name that is fetched
  Path floor;                        // where the floor of versions is kept (version_floor.h); empty: nowhere
  RefreshMemory* memory = nullptr;   // null: the whole workflow, each time
};

struct TrustedMetadata {
  tuf::TrustedMetadataSet set;
  // Raw bytes of what is trusted now, as a generation holds them: "2.root.json", "timestamp.json", ...
  std::map<std::string, Bytes> files;
};

// `root`: the root that came with the machine. Ends with verified timestamp, snapshot and targets.
Result<TrustedMetadata> refresh_metadata(Fetcher& fetcher, ByteView root, const RefreshOptions& options);

struct FoundTarget {
  tuf::TargetFile file;
  std::string role;  // which role spoke for it
};
// 5.6.7: loads delegated roles as far as the search needs them. A target that nobody names is
// "tuf.target.unknown".
Result<FoundTarget> find_target(Fetcher& fetcher, TrustedMetadata& trusted, const std::string& path,
                                const RefreshOptions& options);

// One delegated role, without asking for a target.
Status load_delegated(Fetcher& fetcher, TrustedMetadata& trusted, const std::string& role,
                      const std::string& parent, const RefreshOptions& options);

// "releases/x.json" -> "releases/<hash>.x.json" where the repository keeps consistent snapshots (5.7.3).
std::string target_path(const tuf::TargetFile& file, const std::string& path, bool consistent_snapshot);

// A role's or target's name as one part of an address or a file name: RFC 3986's unreserved stand, the rest
// is
// "%2F" and the like.
std::string escaped_name(const std::string& name);

}  // namespace gatecast::updater
