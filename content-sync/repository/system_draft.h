// The two images of a slot become what release officers sign: objects with piece lists, a document, and the
// role's next metadata without signatures, in a folder. Threads: one writer. Errors: "system.part" (empty, or
// too large), usage and environment errors of the disk. Source: issue 7, 4.
#pragma once
#include <string>

#include "content-sync/bundle/system_image.h"
#include "content-sync/repository/publish_system.h"

namespace gatecast::repository {

struct SystemParts {
  std::string arch;
  std::int64_t version = 0;
  Path boot;
  Path root;
};
// Of an image, the zeros at its end do not travel: the boot partition's file system does not use them.
Result<bundle::SystemImage> draft_system(Disk& disk, const SystemParts& parts, const Path& draft);

}  // namespace gatecast::repository
