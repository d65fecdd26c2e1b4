// What a machine says of itself, where it says anything. Threads: pure over the disk. Errors: none; what is
// not there or makes no sense is left out. Source: Linux, Documentation/driver-api/thermal/sysfs-api.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::agent {

// The hottest of its sensors, in tenths of a degree Celsius.
std::optional<std::int64_t> hottest_tenths(Disk& disk, const Path& sys = "/sys");

// How the image's data partition was found at this start ("in order", "mended: ..."), in the words of
// gatecast-data; empty on a machine without one.
std::string data_partition(Disk& disk, const Path& file = "/run/gatecast/data");

}  // namespace gatecast::agent
