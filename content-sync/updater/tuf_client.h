// The TUF client workflow alone, as gatecast-tuf-client offers it: one folder of trusted metadata, the root
// that it began with, and targets by name. None of Gatecast's own policy; expired metadata refuses. Threads:
// one owner. Errors: trust errors of tuf, environment errors of fetcher and disk, "tuf.root.missing". Source:
// TUF 1.0.34, section 5; the command line of theupdateframework/tuf-conformance.
#pragma once
#include <string>
#include <vector>

#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

class TufClient {
 public:
  // `now` is fixed for all that this object does (5.1).
  TufClient(Disk& disk, Path metadata_folder, Instant now)
      : disk_(&disk), folder_(std::move(metadata_folder)), now_(now) {}

  // Trust this root from now on (5.2). It must hold by its own keys; nothing is asked of anybody.
  Status init(ByteView root);
  // 5.3 to 5.6: root.json, timestamp.json, snapshot.json, targets.json.
  Status refresh(Fetcher& metadata);
  // Refresh, then 5.6.7 and 5.7 for each name in turn; the first that fails ends it. A file that is there
  // with the right length and hashes is not fetched. Its name in `to` is the target's, percent-encoded.
  Status download(Fetcher& metadata, Fetcher& targets, const std::vector<std::string>& names, const Path& to);

 private:
  [[nodiscard]] RefreshOptions options() const;
  Result<TrustedMetadata> refreshed(Fetcher& metadata);
  Status download_one(Fetcher& metadata, Fetcher& targets, TrustedMetadata& trusted, const std::string& name,
                      const Path& to);

  Disk* disk_;
  Path folder_;
  Instant now_;
};

}  // namespace gatecast::updater
