// Finds the files that a source folder names, inside that folder and the included ones only: no absolute
// path, no "..", no link on the way.
// Threads: one owner. Errors: content errors "source.path", "source.missing_file".
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/disk.h"

namespace gatecast::source {

// `folders` in the order of search; `name` as the editor wrote it; `subject` where.
Result<Path> find_file(Disk& disk, const std::vector<Path>& folders, const std::string& name,
                       const std::string& subject);

}  // namespace gatecast::source
