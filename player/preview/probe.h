// --probe: what `gatecast check` and `build` ask about media files, as one JSON document.
// {"files":[{"file","media":{MediaFacts}|null,"picture":{PictureFacts}|null,
//            "faults":[{"rule","message","hint","is_warning"}]}]}; facts are written as in a release.
// Threads: main only. Errors: none; what cannot be read is a fault of its file.
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/disk.h"

namespace gatecast::preview {

struct Measured {
  std::string json;      // one line
  bool is_fine = false;  // no fault but warnings
};
// `is_for_gallery`: pictures may be as large as those that are cut into tiles.
Measured probe_files(Disk& disk, const std::vector<Path>& files, int loudness_mlufs,
                     bool is_for_gallery = false);

}  // namespace gatecast::preview
