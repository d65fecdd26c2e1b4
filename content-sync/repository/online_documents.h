// The two documents that the online keys sign, and the question whether a new state would hold on a kiosk.
// Threads: pure; write_state goes through the disk. Errors: trust errors of tuf.
// Source: TUF 1.0.34, section 6.1 (order of writing with consistent snapshots).
#pragma once
#include <map>
#include <string>

#include "content-sync/repository/repository.h"

namespace gatecast::repository {

struct NewState {
  std::map<std::string, Bytes> files;  // by path under the repository, durable before the timestamp
  Bytes snapshot;
  Bytes timestamp;
  std::int64_t snapshot_version = 1;
};

// `changed`: file of a role ("targets.json") -> its bytes and version. Nothing changed: the snapshot is kept
// unless it must be renewed.
struct ChangedRole {
  Bytes bytes;
  std::int64_t version = 1;
};
NewState sign_state(const tuf::Snapshot* snapshot, const Bytes& snapshot_bytes,
                    const tuf::Timestamp* timestamp, const std::map<std::string, ChangedRole>& changed,
                    const OnlineKeys& online, Instant now);

// As a kiosk: root, timestamp, snapshot, targets; expired metadata refuses.
Result<tuf::TrustedMetadataSet> verify_state(ByteView root, const NewState& state, ByteView targets,
                                             Instant now);

Status write_state(Disk& disk, const Path& folder, const NewState& state);

Path metadata_path(const Path& folder, const std::string& role, std::int64_t version);

}  // namespace gatecast::repository
