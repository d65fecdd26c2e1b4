// What technicians ask of one kiosk, fetched beside everything else and stored as one file. Threads: one
// owner. Errors: trust errors of tuf, those of the fetcher and the disk; what is stored stays.
// Source: shared/design/trust.md, Signing (role device-<site>); TUF 1.0.34, 5.6 and 5.7.
#pragma once
#include "content-sync/store/verified_device.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

struct DeviceFetch {
  bool is_new = false;  // the stored file was replaced
};
struct DeviceFetchOptions {
  const RefreshOptions& refresh;
  const std::string& site;
  const std::string& kiosk;
};
// `trusted` has a verified timestamp, snapshot and targets. A repository without the site's role: nothing
// happens.
Result<DeviceFetch> fetch_device(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                                 const DeviceFetchOptions& options);

}  // namespace gatecast::updater
