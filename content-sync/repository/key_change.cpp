#include "content-sync/repository/key_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "content-sync/repository/online_documents.h"
#include "content-sync/tuf/threshold.h"

namespace gatecast::repository {
namespace {

bool is_online(const std::string& role) {
  return role == "snapshot" || role == "timestamp";
}

// Takes the persons' keys out of the role; each must have been in it.
Status remove_persons(tuf::Root& root, const KeyExchange& exchange) {
  auto& ids = root.roles[exchange.role].key_ids;
  for (const auto& person : exchange.removed) {
    const auto before = ids.size();
    std::erase_if(ids, [&](const std::string& id) { return root.keys[id].person == person; });
    if (ids.size() == before)
      return fail(usage_error(
          "repository.change", exchange.role, person + " holds no key of the role " + exchange.role,
          "`gatecast inspect` on the newest root.json says who does; write the name as there"));
  }
  return {};
}

Status exchange_role(tuf::Root& root, const KeyExchange& exchange) {
  if (is_online(exchange.role))
    root.roles[exchange.role].key_ids.clear();
  else
    GATECAST_TRY_STATUS(remove_persons(root, exchange));
  auto& role = root.roles[exchange.role];
  std::set<std::string> persons;
  for (const auto& id : role.key_ids) persons.insert(root.keys[id].person);
  for (const auto& key : exchange.added) {
    const auto id = tuf::key_id_of(key);
    if (!is_online(exchange.role) && !persons.insert(key.person).second)
      return fail(usage_error("repository.change", exchange.role,
                              key.person + " would hold two keys of the role " + exchange.role,
                              "take the old one out with --remove in the same command"));
    root.keys[id] = key;
    role.key_ids.push_back(id);
  }
  if (role.key_ids.size() >= static_cast<std::size_t>(role.threshold)) return {};
  return fail(usage_error("repository.change", exchange.role,
                          fmt::format("{} would have {} keys where {} must sign", exchange.role,
                                      role.key_ids.size(), role.threshold),
                          "add a key for each that is taken out"));
}

void drop_unnamed_keys(tuf::Root& root) {
  std::set<std::string> named;
  for (const auto& [name, role] : root.roles) named.insert(role.key_ids.begin(), role.key_ids.end());
  std::erase_if(root.keys, [&](const auto& key) { return !named.contains(key.first); });
}

// As a kiosk that knows the old root.
Result<tuf::TrustedMetadataSet> follow(const RepositoryView& view, const KeyChange& change, Instant now) {
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(view.root, now, policy));
  if (!change.root.empty()) GATECAST_TRY_STATUS(set.update_root(change.root));
  return set;
}

Bytes sign_targets(tuf::Targets targets, const std::vector<tuf::SigningKey>& keys, Instant now) {
  ++targets.version;
  targets.expires = now + kTargetsLife;
  return tuf::write_metadata(targets, keys);
}

Status check_targets(const tuf::Root& root, ByteView bytes) {
  GATECAST_TRY(const auto envelope, tuf::parse_targets(bytes, "targets.json"));
  const auto& role = root.roles.at("targets");
  const auto count = tuf::count_signatures(role, root.keys, envelope.canonical, envelope.signatures);
  return tuf::require_threshold(count, role.threshold, {"targets", "targets.json", "5.6.3"});
}

Result<KeyChange> changed_targets(const RepositoryView& view, tuf::Targets targets,
                                  const std::vector<tuf::SigningKey>& keys, Instant now) {
  KeyChange change;
  change.targets = sign_targets(std::move(targets), keys, now);
  GATECAST_TRY_STATUS(check_targets(view.trusted.root(), change.targets));
  return change;
}

Result<KeyChange> signed_root(const RepositoryView& view, tuf::Root root, const OfficerKeys& officers,
                              bool has_targets, Instant now) {
  ++root.version;
  root.expires = now + kRootLife;
  drop_unnamed_keys(root);
  KeyChange change;
  change.root = tuf::write_metadata(root, officers.root);
  GATECAST_TRY(const auto followed, follow(view, change, now));
  if (has_targets) {
    change.targets = sign_targets(*view.trusted.targets("targets"), officers.targets, now);
    GATECAST_TRY_STATUS(check_targets(followed.root(), change.targets));
  }
  return change;
}

// No release that is shown may lose its signatures by the change.
Status check_releases(Disk& disk, const Path& folder, RepositoryView& view, tuf::TrustedMetadataSet& after) {
  for (const auto& channel : channels_of(view)) {
    GATECAST_TRY(const auto active, read_active_release(disk, folder, view, channel));
    const std::string role = "content-" + channel;
    if (active && !after.update_delegated(active->metadata, role, "targets"))
      return fail(
          usage_error("repository.editors_signed", channel,
                      "the release that is shown now would no longer be signed by two of its editors",
                      "add the new editors first, publish a release that two of those who stay have signed, "
                      "then take the others off the list"));
  }
  return {};
}

// The state before the change, also where an earlier try wrote the new root and was cut off.
Result<RepositoryView> view_before(Disk& disk, const Path& folder, const KeyChange& change, Instant now) {
  if (change.root.empty()) return read_repository(disk, folder, now);
  GATECAST_TRY(const auto next, tuf::parse_root(change.root, "root.json of the change"));
  const auto version = next.signed_part.version;
  const auto there = read_file(disk, metadata_path(folder, "root", version), tuf::kRootLimit);
  if (there && *there != change.root)
    return fail(usage_error("repository.change", metadata_path(folder, "root", version),
                            "another change was taken in meanwhile",
                            "make the change again, over a fresh copy of the repository's metadata"));
  return there ? read_repository(disk, folder, now, version - 1) : read_repository(disk, folder, now);
}

}  // namespace

Result<KeyChange> exchange_keys(Disk& disk, const Path& folder, const std::vector<KeyExchange>& exchanges,
                                const OfficerKeys& officers, Instant now) {
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  tuf::Root root = view.trusted.root();
  bool has_targets = false;
  for (const auto& exchange : exchanges) {
    GATECAST_TRY_STATUS(exchange_role(root, exchange));
    has_targets = has_targets || exchange.role == "targets";
  }
  return signed_root(view, std::move(root), officers, has_targets, now);
}

Result<KeyChange> renew(Disk& disk, const Path& folder, const OfficerKeys& officers, Instant now) {
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  return signed_root(view, view.trusted.root(), officers, true, now);
}

Result<KeyChange> change_editors(Disk& disk, const Path& folder, const ChannelEditors& channel,
                                 const std::vector<tuf::SigningKey>& targets_keys, Instant now) {
  GATECAST_TRY_STATUS(check_channel(channel));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  return changed_targets(view, with_editors(*view.trusted.targets("targets"), channel), targets_keys, now);
}

Result<KeyChange> change_technicians(Disk& disk, const Path& folder, const SiteTechnicians& site,
                                     const std::vector<tuf::SigningKey>& targets_keys, Instant now) {
  GATECAST_TRY_STATUS(check_technicians(site));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  return changed_targets(view, with_technicians(*view.trusted.targets("targets"), site), targets_keys, now);
}

Result<KeyChange> change_release_officers(Disk& disk, const Path& folder,
                                          const std::vector<tuf::Key>& officers,
                                          const std::vector<tuf::SigningKey>& targets_keys, Instant now) {
  GATECAST_TRY_STATUS(check_release_officers(officers));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  return changed_targets(view, with_release_officers(*view.trusted.targets("targets"), officers),
                         targets_keys, now);
}

Status write_change(Disk& disk, const Path& to, const KeyChange& change) {
  GATECAST_TRY(const auto there, disk.status(to));
  if (there.kind != FileKind::missing)
    return fail(usage_error("disk.exists", to,
                            "there is something already; a change is never written over another",
                            "choose a new folder for it"));
  GATECAST_TRY_STATUS(make_directories(disk, to));
  if (!change.root.empty()) GATECAST_TRY_STATUS(write_file_durably(disk, to / "root.json", change.root));
  if (!change.targets.empty())
    GATECAST_TRY_STATUS(write_file_durably(disk, to / "targets.json", change.targets));
  return {};
}

Result<KeyChange> read_change(Disk& disk, const Path& from) {
  KeyChange change;
  auto root = read_file(disk, from / "root.json", tuf::kRootLimit);
  auto targets = read_file(disk, from / "targets.json", tuf::kTargetsLimit);
  if (root) change.root = std::move(*root);
  if (targets) change.targets = std::move(*targets);
  if (root || targets) return change;
  return fail(usage_error("repository.change", from,
                          "no change is in this folder: neither root.json nor targets.json",
                          "give the folder that `gatecast keys rotate` or `gatecast keys editors` wrote"));
}

Status apply_change(Disk& disk, const Path& folder, const KeyChange& change, const OnlineKeys& online,
                    Instant now) {
  GATECAST_TRY(auto view, view_before(disk, folder, change, now));
  GATECAST_TRY(const auto followed, follow(view, change, now));
  const auto root_version = followed.root().version;
  const Bytes root = change.root.empty() ? view.root : change.root;
  const Bytes targets = change.targets.empty() ? view.targets : change.targets;
  GATECAST_TRY(const auto envelope, tuf::parse_targets(targets, "targets.json of the change"));
  const auto version = envelope.signed_part.version;
  const auto before = view.trusted.targets("targets")->version;
  if (!change.targets.empty() && version != before + 1)
    return fail(usage_error("repository.change", "targets.json",
                            fmt::format("version {}, but {} comes next", version, before + 1),
                            "another change was taken in meanwhile: make this one again, over a fresh copy"));
  GATECAST_TRY(const Bytes old_snapshot,
               read_file(disk, metadata_path(folder, "snapshot", view.trusted.snapshot()->version),
                         tuf::kSnapshotLimit));
  // Named as changed even where it is not: the snapshot must be signed anew when its key is new.
  NewState state = sign_state(view.trusted.snapshot(), old_snapshot, view.trusted.timestamp(),
                              {{"targets.json", {targets, version}}}, online, now);
  if (!change.root.empty()) state.files[metadata_path("", "root", root_version).string()] = root;
  if (!change.targets.empty()) state.files[metadata_path("", "targets", version).string()] = targets;
  GATECAST_TRY(auto after, verify_state(root, state, targets, now));
  GATECAST_TRY_STATUS(check_releases(disk, folder, view, after));
  return write_state(disk, folder, state);
}

}  // namespace gatecast::repository
