#include "content-sync/repository/repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "content-sync/bundle/system_image.h"
#include "content-sync/repository/online_documents.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/verified_feeds.h"
#include "content-sync/store/verified_statements.h"

namespace gatecast::repository {
namespace {

constexpr std::string_view kContent = "content-";

std::string name_in(const std::string& role, std::int64_t version) {
  return metadata_path("", role, version).string();
}

// Two persons or more, no key twice; `what` they hold is said where they are not.
Status check_pairs(const std::vector<tuf::Key>& holders, const std::string& role, const std::string& rule,
                   const std::string& what) {
  std::set<std::string> persons;
  std::set<Bytes> keys;
  for (const auto& holder : holders) {
    const auto bytes = tuf::key_bytes(holder);
    if (!bytes || !keys.insert(*bytes).second)
      return fail(usage_error(rule, role, "one key stands twice in the list, or is not an Ed25519 key",
                              "give each " + what + "'s own public key once"));
    if (holder.person.empty())
      return fail(usage_error(rule, role, "a key of the list names no person",
                              "make it with `gatecast keys new --person NAME`"));
    persons.insert(holder.person);
  }
  if (persons.size() >= static_cast<std::size_t>(kOfflineThreshold)) return {};
  return fail(usage_error(rule, role, fmt::format("keys of {} person; two must sign", persons.size()),
                          "give the public keys of at least two different persons"));
}

Status check_channel_name(const std::string& channel) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!channel.empty() && channel.size() <= 60 && std::all_of(channel.begin(), channel.end(), is_plain))
    return {};
  return fail(usage_error("repository.channel", channel, "not a channel's name",
                          "use small letters, digits and hyphens, as in lao-bao-hall"));
}

// Puts the role in, or gives it other keys; keys that no role names any more go.
void delegate(tuf::Delegations& delegations, const std::string& role, const std::string& path, int threshold,
              const std::vector<tuf::Key>& holders) {
  auto found = std::find_if(delegations.roles.begin(), delegations.roles.end(),
                            [&](const auto& entry) { return entry.name == role; });
  if (found == delegations.roles.end()) found = delegations.roles.insert(found, tuf::DelegatedRole{});
  found->name = role;
  found->is_terminating = true;
  found->paths = {path};
  found->role = {};
  found->role.threshold = threshold;
  for (const auto& holder : holders) {
    const auto id = tuf::key_id_of(holder);
    delegations.keys[id] = holder;
    found->role.key_ids.push_back(id);
  }
  std::set<std::string> named;
  for (const auto& entry : delegations.roles)
    named.insert(entry.role.key_ids.begin(), entry.role.key_ids.end());
  std::erase_if(delegations.keys, [&](const auto& key) { return !named.contains(key.first); });
}

void delegate(tuf::Delegations& delegations, const ChannelEditors& channel) {
  delegate(delegations, std::string(kContent) + channel.channel, "releases/" + channel.channel + ".json",
           kOfflineThreshold, channel.editors);
}

// `what`: "officer", "technician".
Status check_persons(const std::vector<tuf::Key>& holders, const std::string& role, const std::string& what) {
  for (const auto& holder : holders)
    if (holder.person.empty())
      return fail(usage_error("repository." + what + "s", role, "a key of the list names no person",
                              "make it with `gatecast keys new --purpose " + what + " --person NAME`"));
  if (!holders.empty()) return {};
  return fail(usage_error("repository." + what + "s", role, "no " + what + " is named",
                          "give the public keys of all of them"));
}

// Delegated roles count persons: the server stands for one.
Status check_feeds_key(const tuf::Key& feeds) {
  if (!feeds.person.empty()) return {};
  return fail(usage_error("repository.feeds", store::kFeedRole,
                          "the key of the feeds names nobody who holds it",
                          "make it with `gatecast keys feeds`"));
}

tuf::Root make_root(const NewRepository& plan, Instant now) {
  tuf::Root root;
  root.expires = now + kRootLife;
  root.consistent_snapshot = true;
  if (plan.is_demo) root.document["x-gatecast-demo"] = true;
  root.roles["root"] = tuf::make_role(root.keys, plan.root_keys, kOfflineThreshold);
  root.roles["targets"] = tuf::make_role(root.keys, plan.targets_keys, kOfflineThreshold);
  root.roles["snapshot"] = tuf::make_role(root.keys, {plan.online.snapshot}, 1);
  root.roles["timestamp"] = tuf::make_role(root.keys, {plan.online.timestamp}, 1);
  return root;
}

Result<std::int64_t> newest_root(Disk& disk, const Path& folder) {
  const auto names = disk.list(folder / "metadata");
  std::int64_t newest = 0;
  for (const auto& name : names.value_or(std::vector<std::string>{})) {
    std::int64_t version = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), version);
    if (error == std::errc{} && std::string_view(end, name.data() + name.size()) == ".root.json")
      newest = std::max(newest, version);
  }
  if (newest > 0) return newest;
  return fail(usage_error("repository.missing", folder, "there is no repository in this folder",
                          "make one with `gatecast keys demo` or `gatecast keys ceremony`"));
}

Result<Bytes> read_snapshot(Disk& disk, const Path& folder, const RepositoryView& view) {
  return read_file(disk, metadata_path(folder, "snapshot", view.trusted.snapshot()->version),
                   tuf::kSnapshotLimit);
}

}  // namespace

Status check_channel(const ChannelEditors& channel) {
  GATECAST_TRY_STATUS(check_channel_name(channel.channel));
  return check_pairs(channel.editors, channel.channel, "repository.editors", "editor");
}

Status create_repository(Disk& disk, const Path& folder, const NewRepository& plan, Instant now) {
  GATECAST_TRY(const auto there, disk.status(folder / "metadata" / "timestamp.json"));
  if (there.kind != FileKind::missing)
    return fail(usage_error("repository.exists", folder, "there is a repository in this folder already",
                            "choose another folder; a repository is never made over an old one"));
  tuf::Targets targets;
  targets.expires = now + kTargetsLife;
  targets.delegations.emplace();
  for (const auto& channel : plan.channels) {
    GATECAST_TRY_STATUS(check_channel(channel));
    delegate(*targets.delegations, channel);
  }
  if (!plan.officers.empty()) {
    GATECAST_TRY_STATUS(check_persons(plan.officers, store::kAlertRole, "officer"));
    delegate(*targets.delegations, store::kAlertRole, "alerts/*", 1, plan.officers);
  }
  if (plan.online.feeds) {
    GATECAST_TRY_STATUS(check_feeds_key(plan.online.feeds->key));
    delegate(*targets.delegations, store::kFeedRole, "feeds/*", 1, {plan.online.feeds->key});
  }
  const Bytes root_bytes = tuf::write_metadata(make_root(plan, now), plan.root_keys);
  const Bytes targets_bytes = tuf::write_metadata(targets, plan.targets_keys);
  NewState state = sign_state(nullptr, {}, nullptr, {{"targets.json", {targets_bytes, 1}}}, plan.online, now);
  state.files[name_in("root", 1)] = root_bytes;
  state.files[name_in("targets", 1)] = targets_bytes;
  GATECAST_TRY(const auto verified, verify_state(root_bytes, state, targets_bytes, now));
  GATECAST_INVARIANT(verified.root().version == 1);
  GATECAST_TRY_STATUS(make_directories(disk, folder / "objects"));
  GATECAST_TRY_STATUS(make_directories(disk, folder / "targets" / "releases"));
  return write_state(disk, folder, state);
}

tuf::Targets with_editors(tuf::Targets targets, const ChannelEditors& channel) {
  if (!targets.delegations) targets.delegations.emplace();
  delegate(*targets.delegations, channel);
  return targets;
}

Status check_technicians(const SiteTechnicians& site) {
  if (!bundle::is_device_name(site.site))
    return fail(usage_error("repository.site", site.site, "not a site's name",
                            "small letters, digits and '-', as lao-bao"));
  return check_persons(site.technicians, bundle::device_role(site.site), "technician");
}

tuf::Targets with_technicians(tuf::Targets targets, const SiteTechnicians& site) {
  if (!targets.delegations) targets.delegations.emplace();
  delegate(*targets.delegations, bundle::device_role(site.site), "devices/" + site.site + "/*", 1,
           site.technicians);
  return targets;
}

Result<RepositoryView> read_repository(Disk& disk, const Path& folder, Instant now,
                                       std::optional<std::int64_t> root_version) {
  GATECAST_TRY(auto version, newest_root(disk, folder));
  if (root_version) version = *root_version;
  GATECAST_TRY(Bytes root, read_file(disk, metadata_path(folder, "root", version), tuf::kRootLimit));
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(root, now, policy));
  GATECAST_TRY(const Bytes timestamp,
               read_file(disk, folder / "metadata" / "timestamp.json", tuf::kTimestampLimit));
  GATECAST_TRY(const auto outcome, set.update_timestamp(timestamp));
  GATECAST_INVARIANT(outcome == tuf::TrustedMetadataSet::TimestampOutcome::updated);
  const auto snapshot_version = set.timestamp()->snapshot.version;
  GATECAST_TRY(const Bytes snapshot,
               read_file(disk, metadata_path(folder, "snapshot", snapshot_version), tuf::kSnapshotLimit));
  GATECAST_TRY_STATUS(set.update_snapshot(snapshot));
  const auto targets_version = set.snapshot()->meta.at("targets.json").version;
  GATECAST_TRY(Bytes targets,
               read_file(disk, metadata_path(folder, "targets", targets_version), tuf::kTargetsLimit));
  GATECAST_TRY_STATUS(set.update_targets(targets));
  return RepositoryView{std::move(root), std::move(targets), std::move(set)};
}

std::vector<std::string> channels_of(const RepositoryView& view) {
  std::vector<std::string> channels;
  if (const auto& delegations = view.trusted.targets("targets")->delegations)
    for (const auto& role : delegations->roles)
      if (role.name.starts_with(kContent)) channels.push_back(role.name.substr(kContent.size()));
  return channels;
}

Result<std::optional<ActiveRelease>> read_active_release(Disk& disk, const Path& folder, RepositoryView& view,
                                                         const std::string& channel) {
  const std::string role = std::string(kContent) + channel;
  const auto listed = view.trusted.snapshot()->meta.find(role + ".json");
  if (listed == view.trusted.snapshot()->meta.end()) return std::optional<ActiveRelease>{};
  ActiveRelease active;
  active.role_version = listed->second.version;
  GATECAST_TRY(active.metadata,
               read_file(disk, metadata_path(folder, role, active.role_version), tuf::kTargetsLimit));
  GATECAST_TRY_STATUS(view.trusted.update_delegated(active.metadata, role, "targets"));
  active.signers = view.trusted.signers(role);
  const std::string path = "releases/" + channel + ".json";
  const auto& targets = view.trusted.targets(role)->targets;
  const auto target = targets.find(path);
  if (target == targets.end() || !target->second.hashes.contains("sha256"))
    return fail(trust_error("repository.no_release", metadata_path(folder, role, active.role_version),
                            "the channel's metadata names no " + path));
  const Path document_path =
      folder / "targets" / "releases" / (target->second.hashes.at("sha256") + "." + channel + ".json");
  GATECAST_TRY(const Bytes document, read_file(disk, document_path, store::kReleaseLimit));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, document, document_path.string()));
  GATECAST_TRY(active.release, bundle::parse_release(document, document_path.string()));
  return std::optional<ActiveRelease>(std::move(active));
}

namespace {

struct NextState {
  NewState state;
  tuf::TrustedMetadataSet verified;  // as a kiosk would see it
};

// The targets' next version, signed, under a new snapshot and timestamp; nothing is written yet.
Result<NextState> with_targets(Disk& disk, const Path& folder, const RepositoryView& view,
                               tuf::Targets targets, const std::vector<tuf::SigningKey>& targets_keys,
                               const OnlineKeys& online, Instant now) {
  ++targets.version;
  targets.expires = now + kTargetsLife;
  const Bytes bytes = tuf::write_metadata(targets, targets_keys);
  GATECAST_TRY(const Bytes old_snapshot, read_snapshot(disk, folder, view));
  NewState state = sign_state(view.trusted.snapshot(), old_snapshot, view.trusted.timestamp(),
                              {{"targets.json", {bytes, targets.version}}}, online, now);
  state.files[name_in("targets", targets.version)] = bytes;
  GATECAST_TRY(auto verified, verify_state(view.root, state, bytes, now));
  return NextState{std::move(state), std::move(verified)};
}

}  // namespace

Status set_editors(Disk& disk, const Path& folder, const ChannelEditors& channel,
                   const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online, Instant now) {
  GATECAST_TRY_STATUS(check_channel(channel));
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY(auto next,
               with_targets(disk, folder, view, with_editors(*view.trusted.targets("targets"), channel),
                            targets_keys, online, now));
  GATECAST_TRY(const auto active, read_active_release(disk, folder, view, channel.channel));
  if (active &&
      !next.verified.update_delegated(active->metadata, std::string(kContent) + channel.channel, "targets"))
    return fail(
        usage_error("repository.editors_signed", channel.channel,
                    "the release that is shown now would no longer be signed by two of its editors",
                    "add the new editors first, publish a release that two of those who stay have signed, "
                    "then take the others off the list"));
  return write_state(disk, folder, next.state);
}

Status set_officers(Disk& disk, const Path& folder, const std::vector<tuf::Key>& officers,
                    const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online, Instant now) {
  GATECAST_TRY_STATUS(check_persons(officers, store::kAlertRole, "officer"));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  tuf::Targets targets = *view.trusted.targets("targets");
  if (!targets.delegations) targets.delegations.emplace();
  delegate(*targets.delegations, store::kAlertRole, "alerts/*", 1, officers);
  const auto version = targets.version + 1;
  // What an officer who is no longer one has said falls with his key: the next officer signs it anew or not.
  GATECAST_TRY(const auto next,
               with_targets(disk, folder, view, std::move(targets), targets_keys, online, now));
  GATECAST_INVARIANT(next.verified.targets("targets")->version == version);
  return write_state(disk, folder, next.state);
}

Status set_technicians(Disk& disk, const Path& folder, const SiteTechnicians& site,
                       const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online,
                       Instant now) {
  GATECAST_TRY_STATUS(check_technicians(site));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  GATECAST_TRY(const auto next,
               with_targets(disk, folder, view, with_technicians(*view.trusted.targets("targets"), site),
                            targets_keys, online, now));
  return write_state(disk, folder, next.state);
}

Status set_feeds_key(Disk& disk, const Path& folder, const tuf::Key& feeds,
                     const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online,
                     Instant now) {
  GATECAST_TRY_STATUS(check_feeds_key(feeds));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  tuf::Targets targets = *view.trusted.targets("targets");
  if (!targets.delegations) targets.delegations.emplace();
  delegate(*targets.delegations, store::kFeedRole, "feeds/*", 1, {feeds});
  const auto version = targets.version + 1;
  // Values under the key of before fall with it; the next report is signed with this one.
  GATECAST_TRY(const auto next,
               with_targets(disk, folder, view, std::move(targets), targets_keys, online, now));
  GATECAST_INVARIANT(next.verified.targets("targets")->version == version);
  return write_state(disk, folder, next.state);
}

Status check_release_officers(const std::vector<tuf::Key>& officers) {
  return check_pairs(officers, bundle::kSystemRole, "repository.release_officers", "release officer");
}

tuf::Targets with_release_officers(tuf::Targets targets, const std::vector<tuf::Key>& officers) {
  if (!targets.delegations) targets.delegations.emplace();
  delegate(*targets.delegations, bundle::kSystemRole, "system/*", kOfflineThreshold, officers);
  return targets;
}

Status set_release_officers(Disk& disk, const Path& folder, const std::vector<tuf::Key>& officers,
                            const std::vector<tuf::SigningKey>& targets_keys, const OnlineKeys& online,
                            Instant now) {
  GATECAST_TRY_STATUS(check_release_officers(officers));
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  GATECAST_TRY(
      const auto next,
      with_targets(disk, folder, view, with_release_officers(*view.trusted.targets("targets"), officers),
                   targets_keys, online, now));
  return write_state(disk, folder, next.state);
}

Status refresh_timestamp(Disk& disk, const Path& folder, const OnlineKeys& online, Instant now) {
  GATECAST_TRY(const auto view, read_repository(disk, folder, now));
  GATECAST_TRY(const Bytes old_snapshot, read_snapshot(disk, folder, view));
  const NewState state =
      sign_state(view.trusted.snapshot(), old_snapshot, view.trusted.timestamp(), {}, online, now);
  // Expired offline metadata is no reason to let freshness lapse too: only the online signatures are checked.
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(view.root, now, policy));
  GATECAST_TRY(const auto outcome, set.update_timestamp(state.timestamp));
  GATECAST_INVARIANT(outcome == tuf::TrustedMetadataSet::TimestampOutcome::updated);
  GATECAST_TRY_STATUS(set.update_snapshot(state.snapshot));
  return write_state(disk, folder, state);
}

}  // namespace gatecast::repository
