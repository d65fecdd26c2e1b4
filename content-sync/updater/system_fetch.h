// The operating system that is offered, fetched by verified pieces like content: its document first, then,
// where it is newer than what this machine has, both images into the store. What writes it into a slot
// verifies all of it again (content-sync/system). Threads: one owner. Errors: as updater.h.
// Source: shared/design/trust.md, Signing (role system); issue 7, 4.
#pragma once
#include "content-sync/store/verified_system.h"
#include "content-sync/updater/updater.h"

namespace gatecast::updater {

struct SystemFetchOptions {
  std::string arch;
  std::int64_t known_version =
      0;  // the highest that this machine runs or has tried: only above it anything comes
};
struct SystemFetch {
  std::int64_t version = 0;  // what is offered; 0: nothing
  bool is_wanted = false;    // it is newer
  bool is_new = false;       // its last byte came in this call
  std::uint64_t bytes_fetched = 0;
};
// An update of content in between goes first, and leaves what came so far (UpdateOptions::beside).
Result<SystemFetch> fetch_system(store::Store& store, Fetcher& fetcher, const UpdateOptions& update,
                                 const SystemFetchOptions& options);

// What of the store belongs to an offered system that is wanted: to be kept while content comes and goes.
std::set<Sha256> objects_of_system(store::Store& store, ByteView pinned_root,
                                   const SystemFetchOptions& options);

}  // namespace gatecast::updater
