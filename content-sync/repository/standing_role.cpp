#include "content-sync/repository/standing_role.h"

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

Status NextRole::speaks_for(const std::string& target) {
  GATECAST_TRY(const auto found, verified.find_target(target));
  if (found.target && found.role == role) return {};
  return fail(
      trust_error("tuf.target.role", target, "the role \"" + role + "\" may not speak for it (5.6.7)"));
}

Result<NextRole> with_role(Disk& disk, const Path& folder, const RepositoryView& view,
                           const std::string& role, const tuf::Targets& part, const Bytes& metadata,
                           const OnlineKeys& online, Instant now) {
  const Path snapshot_file = metadata_path(folder, "snapshot", view.trusted.snapshot()->version);
  GATECAST_TRY(const Bytes old_snapshot, read_file(disk, snapshot_file, tuf::kSnapshotLimit));
  NewState state = sign_state(view.trusted.snapshot(), old_snapshot, view.trusted.timestamp(),
                              {{role + ".json", {metadata, part.version}}}, online, now);
  GATECAST_TRY(auto verified, verify_state(view.root, state, view.targets, now));
  GATECAST_TRY_STATUS(verified.update_delegated(metadata, role, "targets"));
  state.files[metadata_path("", role, part.version).string()] = metadata;
  return NextRole{std::move(state), std::move(verified), role};
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
