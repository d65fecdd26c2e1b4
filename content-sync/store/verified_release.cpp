#include "content-sync/store/verified_release.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "content-sync/store/limits.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::store {
namespace {

using tuf::TrustedMetadataSet;

// Only "generations/<number>" is followed: the link is the agent's and the player trusts nothing of it.
Result<std::string> generation_name(Disk& disk, const Path& link) {
  GATECAST_TRY(const auto target, disk.read_link(link));
  const std::string text = target.string();
  const std::string prefix = "generations/";
  const auto digits = text.size() > prefix.size() ? text.substr(prefix.size()) : std::string();
  const bool is_number =
      !digits.empty() && digits.size() <= 15 && digits.front() != '0' &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.compare(0, prefix.size(), prefix) != 0 || !is_number)
    return fail(trust_error("store.active", link, "the link leads to \"" + text + "\", not to a generation",
                            "run gatecast-sync once: it sets the link again"));
  return digits;
}

Result<Path> resolve(Disk& disk, const Path& link_or_generation) {
  GATECAST_TRY(const auto status, disk.status(link_or_generation));
  Path folder = link_or_generation;
  if (status.kind == FileKind::link) {
    GATECAST_TRY(const auto name, generation_name(disk, link_or_generation));
    folder = link_or_generation.parent_path() / "generations" / name;
  }
  GATECAST_TRY(const auto real, disk.status(folder));
  if (real.kind == FileKind::missing)
    return fail(environment_error("disk.missing", folder, "there is no release here yet",
                                  "run gatecast-sync once to fetch the first one"));
  if (real.kind != FileKind::directory)
    return fail(trust_error("store.active", folder, "not a generation's folder",
                            "run gatecast-sync once: it builds the generation again"));
  return folder;
}

Status check_floor(std::int64_t seen, std::int64_t least, const std::string& rule, const Path& where,
                   const std::string& what) {
  if (seen >= least) return {};
  return fail(trust_error("store.floor." + rule, where,
                          what + " " + std::to_string(seen) + " is older than " + std::to_string(least) +
                              ", which was already accepted here",
                          "somebody put back an old release; publish a new one with a higher number"));
}

Result<TrustedMetadataSet> load_roots(Disk& disk, const Path& folder, ByteView pinned_root, Instant now) {
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  policy.threshold = tuf::ThresholdRule::persons;
  GATECAST_TRY(auto set, TrustedMetadataSet::create(pinned_root, now, policy));
  for (int rounds = 0; rounds < tuf::kMostRootUpdates; ++rounds) {
    const Path next = folder / (std::to_string(set.root().version + 1) + ".root.json");
    GATECAST_TRY(const auto status, disk.status(next));
    if (status.kind == FileKind::missing) break;
    GATECAST_TRY(const auto bytes, read_file(disk, next, tuf::kRootLimit));
    GATECAST_TRY_STATUS(set.update_root(bytes));
  }
  GATECAST_TRY_STATUS(set.finish_root());
  return set;
}

// What is asked of the metadata: the delegated role that speaks for the channel, and its release's hash.
Status load_roles(Disk& disk, const Path& folder, const std::string& role, TrustedMetadataSet& set,
                  ByteView timestamp) {
  GATECAST_TRY(const auto outcome, set.update_timestamp(timestamp));
  GATECAST_INVARIANT(outcome == TrustedMetadataSet::TimestampOutcome::updated);
  GATECAST_TRY(const auto snapshot, read_file(disk, folder / "snapshot.json", tuf::kSnapshotLimit));
  GATECAST_TRY_STATUS(set.update_snapshot(snapshot));
  GATECAST_TRY(const auto targets, read_file(disk, folder / "targets.json", tuf::kTargetsLimit));
  GATECAST_TRY_STATUS(set.update_targets(targets));
  GATECAST_TRY(const auto content, read_file(disk, folder / (role + ".json"), tuf::kTargetsLimit));
  return set.update_delegated(content, role, "targets");
}

Result<bundle::Release> load_document(Disk& disk, const Path& folder, const std::string& channel,
                                      const std::string& role, const TrustedMetadataSet& set,
                                      Sha256& document_hash) {
  const std::string name = "releases/" + channel + ".json";
  GATECAST_TRY(const auto found, set.find_target(name));
  if (!found.target || found.role != role)
    return fail(trust_error("store.no_release", folder,
                            "the signed metadata of role " + role + " names no release " + name,
                            "check the channel's name; it must be one of those that the server publishes"));
  const Path path = folder / "release.json";
  GATECAST_TRY(const auto bytes, read_file(disk, path, kReleaseLimit));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, bytes, path.string()));
  document_hash = sha256(bytes);
  GATECAST_TRY(auto release, bundle::parse_release(bytes, path.string()));
  if (release.channel != channel)
    return fail(trust_error("store.channel", path,
                            "this is a release of channel " + release.channel + ", not of " + channel,
                            "sign the release under the role of its own channel"));
  return release;
}

}  // namespace

Result<std::int64_t> active_generation(Disk& disk, const Path& store) {
  GATECAST_TRY(const auto name, generation_name(disk, store / "active"));
  std::int64_t number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

Result<VerifiedRelease> load_verified_release(Disk& disk, const Path& link_or_generation,
                                              ByteView pinned_root, const std::string& channel,
                                              const Floor& floor, std::optional<Instant> now) {
  GATECAST_TRY(const auto folder, resolve(disk, link_or_generation));
  GATECAST_TRY(const auto timestamp, read_file(disk, folder / "timestamp.json", tuf::kTimestampLimit));
  if (!now) {
    // Not verified yet: it only decides which roles are noted as expired, never what is accepted.
    GATECAST_TRY(const auto unverified,
                 tuf::parse_timestamp(timestamp, (folder / "timestamp.json").string()));
    now = unverified.signed_part.signed_at.value_or(Instant{});
  }
  GATECAST_TRY(auto set, load_roots(disk, folder, pinned_root, *now));
  GATECAST_TRY_STATUS(check_floor(set.root().version, floor.root_version, "root", folder, "root version"));

  const std::string role = "content-" + channel;
  GATECAST_TRY_STATUS(load_roles(disk, folder, role, set, timestamp));
  VerifiedRelease verified;
  verified.seen.root_version = set.root().version;
  for (const std::string& name : {std::string("targets"), role}) {
    const auto version = set.targets(name)->version;
    const auto least = floor.role_versions.find(name);
    if (least != floor.role_versions.end())
      GATECAST_TRY_STATUS(check_floor(version, least->second, "role", folder / (name + ".json"), "version"));
    verified.seen.role_versions[name] = version;
  }

  GATECAST_TRY(auto release, load_document(disk, folder, channel, role, set, verified.document_hash));
  const auto least = floor.release_numbers.find(channel);
  if (least != floor.release_numbers.end())
    GATECAST_TRY_STATUS(
        check_floor(release.number, least->second, "release", folder / "release.json", "release number"));
  verified.seen.release_numbers[channel] = release.number;
  verified.release = std::make_shared<const bundle::Release>(std::move(release));
  verified.generation = folder;
  verified.is_demo = set.is_demo();
  verified.signers = set.signers(role);
  if (const auto* newest = set.timestamp(); newest != nullptr) verified.signed_at = newest->signed_at;
  verified.expired_roles = set.expired_roles();
  return verified;
}

}  // namespace gatecast::store
