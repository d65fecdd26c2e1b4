// What technicians ask of the kiosks of a site comes in: verified as a kiosk would, judged against what the
// channels of that site show, taken into the repository. One technician's signature alone authorises it.
// Threads: one writer. Errors: trust errors of tuf; "device.*" of bundle/device.h; "device.site" (no channel
// of this site shows anything), "device.too_many", "publish.technicians" (nobody may ask it yet),
// "publish.version". Source: shared/design/trust.md, Signing (role device-<site>).
#pragma once
#include <map>
#include <string>

#include "content-sync/bundle/device.h"
#include "content-sync/repository/publish_statements.h"
#include "content-sync/store/role_files.h"

namespace gatecast::repository {

inline constexpr std::chrono::days kDeviceLife{365};
inline constexpr std::size_t kMostKiosks = 1000;  // of one site

// device-<site>.json without signatures for these documents, each under its target's name.
Bytes write_device_metadata(std::int64_t version, const std::map<std::string, Bytes>& documents, Instant now);

// Some channel of the site must allow all of it: the one that is asked for, or any where none is. The
// technician's tool asks the same before it signs.
Status check_device(const bundle::DeviceState& wish, const ActiveReleases& releases);

// `incoming`: "device-<site>.json", signed, and "devices/<site>/<kiosk>.json" of at least those that are new.
Result<Published> accept_devices(Disk& disk, const Path& folder, const std::string& site,
                                 const store::RoleFiles& incoming, const OnlineKeys& online, Instant now);

}  // namespace gatecast::repository
