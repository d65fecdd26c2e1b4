// What the machine refused, in words: the one place in which an errno of a file becomes an Error, with what
// to do about it. Threads: pure; near_names reads folders. Errors: makes them: "disk.full", "disk.missing",
// "disk.exists", "disk.permission", "disk.io". Source: errno(3).
#pragma once
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast {

// `action` as in "open", "write the key".
Error system_error(const Path& path, const std::string& action, int number);

// For a person in front of a terminal: a file or folder ("disk.missing", "*.folder") that is missing gets
// what was probably meant, or the first folder of its path that is missing. Other errors stay as they are.
Error with_near_names(Disk& disk, Error error);

}  // namespace gatecast
