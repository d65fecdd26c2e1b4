// What the player trusts: the release of a generation, verified from the pinned root by the player itself.
// A generation folder holds raw TUF metadata and the release document; nothing that the agent says is used.
// Threads: pure over the disk. Errors: trust errors of tuf, "store.floor.*" for anything below the floor.
// Source: shared/design/trust.md, The kiosk.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"

namespace gatecast::store {

// The least that is accepted; the owner keeps it (the player in player-state/, the agent in its store).
struct Floor {
  std::int64_t root_version = 0;
  std::map<std::string, std::int64_t> role_versions;    // "targets", "content-lao-bao-hall", ...
  std::map<std::string, std::int64_t> release_numbers;  // by channel
};

struct VerifiedRelease {
  std::shared_ptr<const bundle::Release> release;
  Path generation;  // the real folder, links resolved
  Sha256 document_hash;
  bool is_demo = false;
  std::vector<std::string> signers;  // persons
  std::optional<Instant> signed_at;  // of the verified timestamp: it is not earlier than this
  std::vector<std::string> expired_roles;
  Floor seen;  // versions of what was verified; raise the floor to these once it plays
};

// `now` (only for expired_roles): the verification time; without it, the time at which the timestamp was
// signed. `link_or_generation`: store/active or store/generations/<n>. `pinned_root`: bytes of the root in
// the image.
Result<VerifiedRelease> load_verified_release(Disk& disk, const Path& link_or_generation,
                                              ByteView pinned_root, const std::string& channel,
                                              const Floor& floor, std::optional<Instant> now = std::nullopt);

// The generation that store/active names: exactly "generations/<number>", or "store.active".
Result<std::int64_t> active_generation(Disk& disk, const Path& store);

}  // namespace gatecast::store
