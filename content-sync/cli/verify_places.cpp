#include "content-sync/cli/verify_places.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "content-sync/cli/build_folder.h"
#include "content-sync/repository/online_documents.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"
#include "content-sync/tuf/threshold.h"

namespace gatecast::cli {
namespace {

constexpr auto kWarnBefore = std::chrono::days(90);

std::string day(Instant instant) {
  return format_instant(instant).substr(0, 10);
}

bool exists(Disk& disk, const Path& path) {
  const auto status = disk.status(path);
  return status && status->kind != FileKind::missing;
}

void add(VerifiedPlace& place, const Status& status) {
  if (!status) place.faults.push_back(status.error());
}

void add_release(Disk& disk, VerifiedPlace& place, const Path& objects, const bundle::Release& release,
                 std::vector<std::string> signers) {
  place.channels.push_back({release.channel, release.number, release.created, std::move(signers),
                            release.objects.size(), bytes_of(release)});
  for (auto& fault : damaged_objects(disk, objects, release)) place.faults.push_back(std::move(fault));
}

Status check_named(Disk& disk, const Path& path, const std::string& name) {
  GATECAST_TRY(const auto file, disk.open_read(path));
  Sha256Stream hash;
  Bytes buffer(256 * 1024, '\0');
  for (std::uint64_t at = 0;;) {
    GATECAST_TRY(const auto got, file->read_at(at, {buffer.data(), buffer.size()}));
    if (got == 0) break;
    hash.update({buffer.data(), got});
    at += got;
  }
  if (hash.finish().hex() == name) return {};
  return fail(trust_error("verify.object", path, "its bytes do not give its name",
                          "no active release uses it; delete the file, or run gatecast-sync once"));
}

// Objects that no release in force names (older generations) must at least be what their names say.
void check_other_objects(Disk& disk, VerifiedPlace& place, const Path& objects,
                         const std::set<std::string>& named) {
  std::size_t others = 0;
  for (const auto& folder : disk.list(objects).value_or(std::vector<std::string>{})) {
    for (const auto& name : disk.list(objects / folder).value_or(std::vector<std::string>{})) {
      if (named.contains(name) || name.ends_with(".new")) continue;
      ++others;
      if (!Sha256::from_hex(name) || name.substr(0, 2) != folder)
        place.notes.push_back(
            fmt::format("{}: not an object; it can be deleted", (objects / folder / name).string()));
      else
        add(place, check_named(disk, objects / folder / name, name));
    }
  }
  if (others > 0)
    place.notes.push_back(fmt::format("{} more objects, of other releases, checked by their names", others));
}

void name_objects(const bundle::Release& release, std::set<std::string>& named) {
  for (const auto& [name, length] : store::needed_objects(release)) named.insert(name.hex());
}

void note_expiry(VerifiedPlace& place, const std::string& what, const tuf::SignedPart& part, Instant now,
                 bool is_fault) {
  if (part.expires <= now) {
    const std::string message = fmt::format("{} expired on {}", what, day(part.expires));
    if (is_fault)
      place.faults.push_back(
          trust_error("verify.expired", what, "expired on " + day(part.expires),
                      "kiosks take nothing new until it is signed again; they keep what they show"));
    else
      place.notes.push_back(message + ": nothing new is taken, what is there stays on the screen");
  } else if (part.expires < now + kWarnBefore && what != "timestamp" && what != "snapshot") {
    place.notes.push_back(fmt::format("{} expires soon, on {}: sign it again", what, day(part.expires)));
  }
}

// The root in force, from the first along the whole chain.
Result<tuf::TrustedMetadataSet> walk_roots(Disk& disk, const Path& folder, const Path& first, Instant now,
                                           VerifiedPlace& place) {
  GATECAST_TRY(const Bytes root, read_file(disk, first, tuf::kRootLimit));
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  GATECAST_TRY(auto set, tuf::TrustedMetadataSet::create(root, now, policy));
  const auto from = set.root().version;
  for (int i = 0; i < tuf::kMostRootUpdates; ++i) {
    const Path next = folder / (std::to_string(set.root().version + 1) + ".root.json");
    if (!exists(disk, next)) break;
    GATECAST_TRY(const Bytes bytes, read_file(disk, next, tuf::kRootLimit));
    GATECAST_TRY_STATUS(set.update_root(bytes));
  }
  place.is_demo = set.is_demo();
  place.notes.push_back(
      set.root().version == from
          ? fmt::format("trust starts from root {}: {}", from, first.string())
          : fmt::format("trust goes from root {} to {}: {}", from, set.root().version, first.string()));
  return set;
}

Path oldest_root(Disk& disk, const Path& folder) {
  std::int64_t oldest = 0;
  for (const auto& name : disk.list(folder).value_or(std::vector<std::string>{})) {
    if (!name.ends_with(".root.json")) continue;
    const auto version = std::strtoll(name.c_str(), nullptr, 10);
    if (version > 0 && (oldest == 0 || version < oldest)) oldest = version;
  }
  return folder / (std::to_string(std::max<std::int64_t>(oldest, 1)) + ".root.json");
}

// ---- repository ----------------------------------------------------------------------------------------

void verify_channel(Disk& disk, const VerifyQuestion& question, const std::string& channel,
                    repository::RepositoryView& view, VerifiedPlace& place, std::set<std::string>& named) {
  auto active = repository::read_active_release(disk, question.path, view, channel);
  if (!active) {
    place.faults.push_back(active.error());
    return;
  }
  if (!*active) {
    place.notes.push_back("channel " + channel + " has no release yet");
    return;
  }
  const auto& release = (*active)->release;
  name_objects(release, named);
  note_expiry(place, "content-" + channel, *view.trusted.targets("content-" + channel), question.now, true);
  add_release(disk, place, question.path / "objects", release, (*active)->signers);
}

void verify_repository(Disk& disk, const VerifyQuestion& question, VerifiedPlace& place) {
  place.kind = "repository";
  const Path metadata = question.path / "metadata";
  const Path first = question.root.empty() ? oldest_root(disk, metadata) : question.root;
  const auto chain = walk_roots(disk, metadata, first, question.now, place);
  if (!chain) {
    place.faults.push_back(chain.error());
    return;
  }
  auto view = repository::read_repository(disk, question.path, question.now);
  if (!view) {
    place.faults.push_back(view.error());
    return;
  }
  if (tuf::to_document(view->trusted.root()) != tuf::to_document(chain->root()))
    place.faults.push_back(trust_error("verify.root", metadata,
                                       "the newest root does not follow from the first",
                                       "a root of the chain is missing or foreign"));
  const auto& trusted = view->trusted;
  note_expiry(place, "root", trusted.root(), question.now, true);
  note_expiry(place, "timestamp", *trusted.timestamp(), question.now, true);
  note_expiry(place, "snapshot", *trusted.snapshot(), question.now, true);
  note_expiry(place, "targets", *trusted.targets("targets"), question.now, true);
  if (trusted.timestamp()->signed_at)
    place.notes.push_back("freshness signed on " + format_instant(*trusted.timestamp()->signed_at));
  std::set<std::string> named;
  for (const auto& channel : repository::channels_of(*view))
    verify_channel(disk, question, channel, *view, place, named);
  check_other_objects(disk, place, question.path / "objects", named);
}

// ---- store ---------------------------------------------------------------------------------------------

std::string channel_of_generation(Disk& disk, const Path& folder) {
  for (const auto& name : disk.list(folder).value_or(std::vector<std::string>{}))
    if (name.starts_with("content-") && name.ends_with(".json")) return name.substr(8, name.size() - 13);
  return {};
}

Status verify_active(Disk& disk, const VerifyQuestion& question, VerifiedPlace& place) {
  GATECAST_TRY(const auto number, store::active_generation(disk, question.path));
  const Path folder = question.path / "generations" / std::to_string(number);
  const std::string channel =
      question.channel.empty() ? channel_of_generation(disk, folder) : question.channel;
  const Path root_path = question.root.empty() ? oldest_root(disk, folder) : question.root;
  place.notes.push_back(fmt::format("generation {} is active", number));
  place.notes.push_back("trust starts from " + root_path.string() +
                        (question.root.empty() ? "; give --root to use the one in the kiosk's image" : ""));
  GATECAST_TRY(const Bytes root, read_file(disk, root_path, tuf::kRootLimit));
  GATECAST_TRY(const auto verified,
               store::load_verified_release(disk, folder, root, channel, {}, question.now));
  place.is_demo = verified.is_demo;
  for (const auto& role : verified.expired_roles)
    place.notes.push_back(role + " has expired: nothing new is taken, what is there stays on the screen");
  add_release(disk, place, question.path / "objects", *verified.release, verified.signers);
  std::set<std::string> named;
  name_objects(*verified.release, named);
  check_other_objects(disk, place, question.path / "objects", named);
  return {};
}

void verify_store(Disk& disk, const VerifyQuestion& question, VerifiedPlace& place) {
  place.kind = "store";
  if (!exists(disk, question.path / "active")) {
    const bool has_other =
        !disk.list(question.path / "generations").value_or(std::vector<std::string>{}).empty();
    if (has_other)
      place.faults.push_back(trust_error("verify.active", question.path / "active", "no generation is active",
                                         "run gatecast-sync once: it sets the link again"));
    else
      place.notes.push_back("nothing was synced into it yet");
    return;
  }
  add(place, verify_active(disk, question, place));
  const auto partial = disk.list(question.path / "partial").value_or(std::vector<std::string>{});
  if (!partial.empty()) place.notes.push_back(fmt::format("{} downloads are under way", partial.size()));
}

// ---- build ---------------------------------------------------------------------------------------------

Status verify_build(Disk& disk, const VerifyQuestion& question, VerifiedPlace& place) {
  place.kind = "build";
  GATECAST_TRY(const auto build, read_build_folder(disk, question.path));
  std::vector<std::string> signers;
  if (question.active.empty()) {
    place.notes.push_back(fmt::format("{} signatures; give --active REPOSITORY to check whose they are",
                                      build.envelope.signatures.size()));
  } else {
    GATECAST_TRY(const auto view, repository::read_repository(disk, question.active, question.now));
    const auto delegations = view.trusted.targets("targets")->delegations.value_or(tuf::Delegations{});
    const auto role = std::find_if(delegations.roles.begin(), delegations.roles.end(),
                                   [&](const auto& entry) { return entry.name == build.role(); });
    if (role == delegations.roles.end())
      return fail(trust_error(
          "verify.channel", question.active, "the repository has no channel " + build.channel,
          "is it the repository that this build is for? Its officers add a channel with `gatecast "
          "keys editors`"));
    const auto count = tuf::count_signatures(role->role, delegations.keys, build.envelope.canonical,
                                             build.envelope.signatures);
    signers = count.signers;
    add(place, tuf::require_threshold(count, role->role.threshold,
                                      {"delegated", build.metadata_file.string(), "5.6.3", true}));
  }
  add_release(disk, place, question.path / "objects", build.release, signers);
  return {};
}

}  // namespace

Result<VerifiedPlace> verify_place(Disk& disk, const VerifyQuestion& question) {
  VerifiedPlace place;
  if (exists(disk, question.path / "metadata" / "timestamp.json") ||
      exists(disk, question.path / "metadata" / "1.root.json")) {
    verify_repository(disk, question, place);
  } else if (exists(disk, question.path / "FORMAT") || exists(disk, question.path / "generations")) {
    verify_store(disk, question, place);
  } else if (exists(disk, question.path / "release.json")) {
    add(place, verify_build(disk, question, place));
  } else if (!exists(disk, question.path)) {
    return fail(environment_error("disk.missing", question.path, "there is nothing of this name",
                                  "give the folder of a kiosk's store (/var/lib/gatecast/store), of a "
                                  "repository or of a build"));
  } else {
    return fail(
        usage_error("verify.unknown", question.path,
                    "this is neither a kiosk's store nor a repository nor a build folder",
                    "a store holds FORMAT, a repository metadata/, a build release.json; for a single "
                    "file use `gatecast inspect FILE`"));
  }
  return place;
}

}  // namespace gatecast::cli
