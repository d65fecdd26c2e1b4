// What technicians ask of this kiosk, as it lies in the store (role_files.h), verified from the pinned root
// by whoever reads it. Verified is only who signed and what is newest; how much of it holds is judged against
// the release that plays (bundle/device.h). Threads: pure over the disk. Errors: trust errors of tuf,
// "store.floor.*", "device.*"; "tuf.delegated.expired": an expired role asks nothing new.
// Source: shared/design/trust.md, Signing (role device-<site>).
#pragma once
#include <optional>
#include <string>

#include "content-sync/bundle/device.h"
#include "content-sync/store/role_files.h"

namespace gatecast::store {

inline constexpr const char* kDeviceFile = "device.json";  // in the store
inline constexpr std::uint64_t kDeviceFileLimit = std::uint64_t{2} << 20U;

struct VerifiedDevice {
  std::optional<bundle::DeviceState> wish;  // nothing: as it is provisioned
  std::vector<std::string> signers;
  std::optional<Instant> signed_at;  // of the verified timestamp
  Floor seen;                        // root and the versions of "targets" and the site's role
};
Result<VerifiedDevice> load_verified_device(Disk& disk, const Path& file, ByteView pinned_root,
                                            const std::string& site, const std::string& kiosk,
                                            const Floor& floor, std::optional<Instant> now = std::nullopt);

}  // namespace gatecast::store
