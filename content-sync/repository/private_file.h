// Files that only their owner may read: private keys. They are written by plain system calls, since the seam
// to the disk knows no permissions and keys are no part of a store.
// Threads: pure over the disk. Errors: "disk.exists", "disk.io", "key.permissions".
#pragma once
#include <optional>

#include "content-sync/base/disk.h"
#include "content-sync/repository/key_file.h"

namespace gatecast::repository {

inline constexpr std::uint64_t kKeyFileLimit = 16 * 1024;

// Mode 0600; never replaces a file. The folder is made (0700) where it is missing.
Status write_private_file(const Path& path, ByteView bytes);
// Refuses a closed or open private key that others may read, unless it is a demo key.
Result<Bytes> read_key_bytes(const Path& path);

// The keys that a server needs at hand; `feeds` where it signs what the office reports.
struct OnlineKeys {
  tuf::SigningKey snapshot;
  tuf::SigningKey timestamp;
  std::optional<tuf::SigningKey> feeds = {};
};
// From "snapshot.key.json", "timestamp.key.json" and, where it is there, "feeds.key.json" in `folder`: a
// folder of systemd's credentials, or of the demo keys.
Result<OnlineKeys> load_online_keys(const Path& folder);

// $XDG_DATA_HOME/gatecast/keys, or ~/.local/share/gatecast/keys.
Path default_key_folder();

}  // namespace gatecast::repository
