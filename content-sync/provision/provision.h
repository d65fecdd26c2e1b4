// What a stick says a machine shall become (`provision.json`), judged by its schema, and the files that an
// installed disk gets out of it. Threads: values. Errors: all that is wrong with the file, collected as
// faults "schema.*", "json.*", "provision.*" with place, field and remedy; environment errors of the disk.
// Source: issue 7, 3; assets/schema/provision.schema.json.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_code.h"
#include "content-sync/report/device_key.h"
#include "content-sync/source/fault.h"

namespace gatecast::provision {

inline constexpr std::uint64_t kProvisionLimit = 64 * 1024;

struct Provision {
  report::DeviceName name;
  nlohmann::json settings;                // kiosk.json
  std::optional<nlohmann::json> outputs;  // outputs.json
  std::string network;                    // a file of systemd-networkd's; "" where the router says all
  std::optional<KioskSecret> technician;  // opens its technician's screen
  std::string ticket;                     // by which the server enrols it without a code; 64 digits, or ""
  std::string disk;                       // name or serial number; "": the only one there is
  std::vector<std::string> erase;         // codes as `report::device_code` writes them, or "unreadable"
};
// Nothing where the file has faults; `shown` is the file as the technician knows it.
std::optional<Provision> read_provision(ByteView bytes, const std::string& shown, source::Faults& faults);

// kiosk.json, and where there is something to say outputs.json, wired.network, technician.json and ticket
// (for their owner alone), disk, erase (a code a line). What an earlier call left there under these names is
// gone.
Status write_provision(Disk& disk, const Provision& provision, const Path& folder);

}  // namespace gatecast::provision
