// The least versions that this machine takes, in a file of its own beside the trusted metadata: whoever
// deletes or damages those (or a disk that rots) does not open the way back to older ones. Threads: values.
// Errors: environment errors of the disk; an unreadable file counts as none, and is said in the log. Source:
// TUF 1.0.34, sections 5.3.5, 5.4.3, 5.5.5, 5.3.11; shared/design/sync.md 6.1.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::updater {

struct VersionFloor {
  std::int64_t root = 0;
  std::int64_t timestamp = 0;
  std::int64_t snapshot = 0;
  std::map<std::string, std::int64_t> roles;     // "targets.json" and the like, as the snapshot lists them
  std::map<std::string, std::int64_t> releases;  // by channel
  bool operator==(const VersionFloor&) const = default;

  // Keys of timestamp or snapshot were exchanged: what they said counts no more. Releases are the editors'
  // word.
  void forget_online();
  void raise_to(const tuf::TrustedMetadataSet& set);
};

VersionFloor load_floor(Disk& disk, const Path& path);
Status save_floor(Disk& disk, const Path& path, const VersionFloor& floor);

Status check_root_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set);
Status check_timestamp_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set);
Status check_snapshot_floor(const VersionFloor& floor, const tuf::TrustedMetadataSet& set);

}  // namespace gatecast::updater
