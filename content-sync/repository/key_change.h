// Keys are exchanged in two places. Officers sign a change on a machine without network, over a copy of the
// repository's metadata: a folder with a new root, a new targets metadata, or both. The server takes it in,
// with its online keys. Threads: one writer. Errors: "repository.change", "repository.editors_signed", usage
// errors of who is not there, trust errors of tuf: each change is verified as a kiosk would before it is
// written and before it is taken. Source: TUF 1.0.34, sections 5.3 and 6.1; shared/design/trust.md, Signing.
#pragma once
#include <string>
#include <vector>

#include "content-sync/repository/repository.h"

namespace gatecast::repository {

struct KeyChange {
  Bytes root;     // empty: the root stays
  Bytes targets;  // empty: targets stay
};

struct KeyExchange {
  std::string role;                  // "root", "targets", "snapshot", "timestamp"
  std::vector<std::string> removed;  // persons whose keys go (root, targets); of the online roles all go
  std::vector<tuf::Key> added;       // public halves, each with its person (root, targets)
};
struct OfficerKeys {
  std::vector<tuf::SigningKey> root;     // at least two of those that count now, and two of the new ones
  std::vector<tuf::SigningKey> targets;  // two of the new ones, where the targets role is exchanged
};
Result<KeyChange> exchange_keys(Disk& disk, const Path& folder, const std::vector<KeyExchange>& exchanges,
                                const OfficerKeys& officers, Instant now);
// The same root and targets with their full life again.
Result<KeyChange> renew(Disk& disk, const Path& folder, const OfficerKeys& officers, Instant now);
Result<KeyChange> change_editors(Disk& disk, const Path& folder, const ChannelEditors& channel,
                                 const std::vector<tuf::SigningKey>& targets_keys, Instant now);
Result<KeyChange> change_technicians(Disk& disk, const Path& folder, const SiteTechnicians& site,
                                     const std::vector<tuf::SigningKey>& targets_keys, Instant now);

Result<KeyChange> change_release_officers(Disk& disk, const Path& folder,
                                          const std::vector<tuf::Key>& officers,
                                          const std::vector<tuf::SigningKey>& targets_keys, Instant now);

Status write_change(Disk& disk, const Path& to, const KeyChange& change);
Result<KeyChange> read_change(Disk& disk, const Path& from);
// Refused where a release that is shown would no longer be signed by enough of its editors. Cut off in the
// middle, the same call again ends it.
Status apply_change(Disk& disk, const Path& folder, const KeyChange& change, const OnlineKeys& online,
                    Instant now);

}  // namespace gatecast::repository
