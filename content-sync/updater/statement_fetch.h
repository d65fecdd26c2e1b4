// Brings what duty officers say into the store, ahead of all content: a few hundred bytes and one rename.
// Threads: one owner. Errors: trust errors of tuf, environment errors of fetcher and disk; on any the file
// that was there stays. Source: shared/design/trust.md, Signing (role alert); TUF 1.0.34, 5.6 and 5.7.
#pragma once
#include "content-sync/store/verified_statements.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::updater {

struct StatementFetch {
  std::size_t standing = 0;  // how many the role names
  bool is_new = false;       // the stored file changed
};
// `trusted` is refreshed up to the top-level targets. A repository without the role gives nothing.
Result<StatementFetch> fetch_statements(Disk& disk, const Path& store, Fetcher& fetcher,
                                        TrustedMetadata& trusted, const RefreshOptions& options);

}  // namespace gatecast::updater
