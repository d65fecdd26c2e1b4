// The operating system that release officers offer, as it lies in the store (role_files.h), verified from the
// pinned root by whoever reads it: the agent before it fetches, and the installer, which is root, before it
// writes. Threads: pure over the disk. Errors: trust errors of tuf, "store.floor.*", "system.*";
// "tuf.delegated.expired": an expired role offers nothing.
// Source: shared/design/trust.md, Signing (role system).
#pragma once
#include <optional>
#include <string>

#include "content-sync/bundle/system_image.h"
#include "content-sync/store/role_files.h"

namespace gatecast::store {

inline constexpr const char* kSystemFile = "system.json";             // in the store
inline constexpr const char* kSystemReadyFile = "system-ready.json";  // its objects are all there
inline constexpr std::uint64_t kSystemFileLimit = std::uint64_t{2} << 20U;

struct VerifiedSystem {
  std::optional<bundle::SystemImage> image;  // nothing: none is offered for this architecture
  std::vector<std::string> signers;
  Floor seen;  // root and the versions of "targets" and "system"
};
Result<VerifiedSystem> load_verified_system(Disk& disk, const Path& file, ByteView pinned_root,
                                            const std::string& arch, const Floor& floor,
                                            std::optional<Instant> now = std::nullopt);

}  // namespace gatecast::store
