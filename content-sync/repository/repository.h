// The signing side of a repository on disk: made, its editors changed, its freshness signed again.
// Readers (servers, nginx, a kiosk on a folder) see a whole repository at every moment: all files of a new
// state are durable before timestamp.json names them, and that is renamed into place last.
// Threads: one writer. Errors: "repository.*"; trust errors of tuf, since each new state is first verified as
// a kiosk would; environment errors of the disk. Source: shared/design/trust.md, Signing (roles, thresholds,
// expiries); TUF 1.0.34, section 6.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"
#include "content-sync/repository/private_file.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::repository {

inline constexpr std::chrono::days kRootLife{3 * 365};
inline constexpr std::chrono::days kTargetsLife{2 * 365};  // targets and content-<channel>
inline constexpr std::chrono::days kOnlineLife{45};        // snapshot and timestamp
inline constexpr std::chrono::days kAlertLife{365};
inline constexpr int kOfflineThreshold = 2;  // root, targets, persons of content-<channel>

struct ChannelEditors {
  std::string channel;
  std::vector<tuf::Key> editors;  // each with its person; at least two persons
};
// Two persons or more, no key twice, a plain name: what every other function here asks first.
Status check_channel(const ChannelEditors& channel);
struct NewRepository {
  std::vector<tuf::SigningKey> root_keys;     // three officers
  std::vector<tuf::SigningKey> targets_keys;  // at least two
  OnlineKeys online;
  std::vector<ChannelEditors> channels;
  std::vector<tuf::Key> officers;  // on duty: the role "alert"; may be empty
  bool is_demo = false;
};
Status create_repository(Disk& disk, const Path& folder, const NewRepository& plan, Instant now);

// The targets metadata with the channel's role put in, or given other keys.
tuf::Targets with_editors(tuf::Targets targets, const ChannelEditors& channel);

// Who may move the kiosks of a site: all of them from now on; put in, or given other keys.
struct SiteTechnicians {
  std::string site;
  std::vector<tuf::Key> technicians;
};
Status check_technicians(const SiteTechnicians& site);
tuf::Targets with_technicians(tuf::Targets targets, const SiteTechnicians& site);

// A repository as it stands, verified from its own newest root (or the one that is named); expiry only noted.
struct RepositoryView {
  Bytes root;
  Bytes targets;
  tuf::TrustedMetadataSet trusted;
};
Result<RepositoryView> read_repository(Disk& disk, const Path& folder, Instant now,
                                       std::optional<std::int64_t> root_version = {});
std::vector<std::string> channels_of(const RepositoryView& view);

// What a channel shows now; empty before its first release.
struct ActiveRelease {
  bundle::Release release;
  std::int64_t role_version = 0;
  Bytes metadata;
  std::vector<std::string> signers;
};
Result<std::optional<ActiveRelease>> read_active_release(Disk& disk, const Path& folder, RepositoryView& view,
                                                         const std::string& channel);

// Adds a channel or gives one other editors: a new targets metadata. Refused where the release that is shown
// would no longer be signed by enough of them.
Status set_editors(Disk& disk, const Path& folder, const ChannelEditors& channel,
                   const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online, Instant now);

// Who may speak in the role "alert": one of them is enough to show what two editors have signed, or to take
// it off.
Status set_officers(Disk& disk, const Path& folder, const std::vector<tuf::Key>& officers,
                    const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online, Instant now);

// The online key that signs the feeds' values: a delegation like any other, so that a root of before stays.
Status set_feeds_key(Disk& disk, const Path& folder, const tuf::Key& feeds,
                     const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online, Instant now);

// Who may move the kiosks of a site, within the releases' bounds.
Status set_technicians(Disk& disk, const Path& folder, const SiteTechnicians& site,
                       const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online,
                       Instant now);

// Who may offer an operating system: release officers, two of them together (role "system").
Status check_release_officers(const std::vector<tuf::Key>& officers);
tuf::Targets with_release_officers(tuf::Targets targets, const std::vector<tuf::Key>& officers);
Status set_release_officers(Disk& disk, const Path& folder, const std::vector<tuf::Key>& officers,
                            const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online,
                            Instant now);

// A new timestamp with x-gatecast-signed-at, hourly; the snapshot too when its last 30 days begin.
Status refresh_timestamp(Disk& disk, const Path& folder, const OnlineKeys& online, Instant now);

}  // namespace gatecast::repository
