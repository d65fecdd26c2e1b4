#include "content-sync/updater/device_fetch.h"

#include "content-sync/updater/role_fetch.h"

namespace gatecast::updater {

Result<DeviceFetch> fetch_device(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                                 const DeviceFetchOptions& options) {
  DeviceFetch fetched;
  const auto role = bundle::device_role(options.site);
  if (!is_published(trusted, role)) return fetched;
  const Path file = store / store::kDeviceFile;
  if (stands_newest(disk, file, store::kDeviceFileLimit, trusted, role)) return fetched;
  const RoleTarget wanted{role, bundle::device_target(options.site, options.kiosk), bundle::kDeviceLimit,
                          "what is asked of a kiosk takes more than 16 kB"};
  GATECAST_TRY(const auto files, fetch_role_target(fetcher, trusted, wanted, options.refresh));
  GATECAST_TRY_STATUS(write_file_durably(disk, file, store::write_role_files(files)));
  fetched.is_new = true;
  return fetched;
}

}  // namespace gatecast::updater
