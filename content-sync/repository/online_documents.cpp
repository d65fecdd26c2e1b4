#include "content-sync/repository/online_documents.h"

namespace gatecast::repository {

NewState sign_state(const tuf::Snapshot* snapshot, const Bytes& snapshot_bytes,
                    const tuf::Timestamp* timestamp, const std::map<std::string, ChangedRole>& changed,
                    const OnlineKeys& online, Instant now) {
  NewState state;
  tuf::Snapshot next = snapshot != nullptr ? *snapshot : tuf::Snapshot{};
  const bool is_kept = snapshot != nullptr && changed.empty() && next.expires > now + std::chrono::days(30);
  if (snapshot != nullptr && !is_kept) ++next.version;
  for (const auto& [file, role] : changed) next.meta[file] = tuf::meta_file_of(role.bytes, role.version);
  if (!is_kept) next.expires = now + kOnlineLife;
  state.snapshot = is_kept ? snapshot_bytes : tuf::write_metadata(next, {online.snapshot});
  state.snapshot_version = next.version;

  tuf::Timestamp stamp = timestamp != nullptr ? *timestamp : tuf::Timestamp{};
  if (timestamp != nullptr) ++stamp.version;
  stamp.expires = now + kOnlineLife;
  stamp.signed_at = now;
  stamp.snapshot = tuf::meta_file_of(state.snapshot, next.version);
  state.timestamp = tuf::write_metadata(stamp, {online.timestamp});
  return state;
}

Result<tuf::TrustedMetadataSet> verify_state(ByteView root, const NewState& state, ByteView targets,
                                             Instant now) {
  GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(root, now, {}));
  GATECAST_TRY(const auto outcome, set.update_timestamp(state.timestamp));
  GATECAST_INVARIANT(outcome == tuf::TrustedMetadataSet::TimestampOutcome::updated);
  GATECAST_TRY_STATUS(set.update_snapshot(state.snapshot));
  GATECAST_TRY_STATUS(set.update_targets(targets));
  return set;
}

Status write_state(Disk& disk, const Path& folder, const NewState& state) {
  for (const auto& [path, bytes] : state.files) {
    const Path file = folder / path;
    GATECAST_TRY_STATUS(make_directories(disk, file.parent_path()));
    GATECAST_TRY_STATUS(write_file_durably(disk, file, bytes));
  }
  GATECAST_TRY_STATUS(
      write_file_durably(disk, metadata_path(folder, "snapshot", state.snapshot_version), state.snapshot));
  return write_file_durably(disk, folder / "metadata" / "timestamp.json", state.timestamp);
}

Path metadata_path(const Path& folder, const std::string& role, std::int64_t version) {
  return folder / "metadata" / (std::to_string(version) + "." + tuf::metadata_file_name(role));
}

}  // namespace gatecast::repository
