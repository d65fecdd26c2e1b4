#include "content-sync/repository/standing_role.h"

#include "content-sync/repository/online_documents.h"

namespace gatecast::repository {

Result<StandingRole> read_standing_role(Disk& disk, const Path& folder, const RepositoryView& view,
                                        const std::string& role) {
  StandingRole standing;
  const auto listed = view.trusted.snapshot()->meta.find(role + ".json");
  if (listed == view.trusted.snapshot()->meta.end()) return standing;
  standing.version = listed->second.version;
  const Path path = metadata_path(folder, role, standing.version);
  GATECAST_TRY(standing.metadata, read_file(disk, path, tuf::kTargetsLimit));
  GATECAST_TRY(auto envelope, tuf::parse_targets(standing.metadata, path.string()));
  standing.part = std::move(envelope.signed_part);
  return standing;
}

Result<ActiveReleases> active_releases(Disk& disk, const Path& folder, RepositoryView& view) {
  ActiveReleases releases;
  for (const auto& channel : channels_of(view)) {
    GATECAST_TRY(auto active, read_active_release(disk, folder, view, channel));
    if (active) releases.emplace(channel, std::move(active->release));
  }
  return releases;
}

}  // namespace gatecast::repository
