// The whole check of a source folder: read, measured, fitted, dates looked at. What `gatecast check` tells
// and what `gatecast build` starts from. Threads: main only. Errors: faults; an error only where there is no
// folder to check.
#pragma once
#include "content-sync/source/draft.h"
#include "content-sync/source/media_facts.h"

namespace gatecast::source {

struct CheckRequest {
  Path folder;
  std::string shown;  // how messages call the folder
  Instant now;        // against which facts and rights end
  Progress progress;
};

Result<DraftReading> check_folder(Disk& disk, const CheckRequest& request);

}  // namespace gatecast::source
