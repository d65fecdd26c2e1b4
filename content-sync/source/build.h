// A checked draft becomes a release in a build folder: objects by hash, piece lists, typefaces cut down to
// what is shown, the canonical document. The same draft, number and time give the same bytes. Threads: main
// only. Errors: "source.changed" where a file changed since it was checked; errors of the disk. Source:
// ARCHITECTURE.md, The journey of a release.
#pragma once
#include "content-sync/source/draft.h"
#include "content-sync/source/media_facts.h"

namespace gatecast::source {

struct BuildRequest {
  Path out;
  std::int64_t number = 1;
  Instant created;
  Progress progress;
};
struct Built {
  bundle::Release release;
  Bytes document;  // as written to release.json
  std::uint64_t total_bytes = 0;
};

Result<Built> build_release(Disk& disk, const Draft& draft, const BuildRequest& request);

}  // namespace gatecast::source
