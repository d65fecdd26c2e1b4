#include "content-sync/repository/publish.h"

#include <fmt/format.h>

#include <array>

#include "content-sync/repository/online_documents.h"
#include "content-sync/repository/standing_role.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"

namespace gatecast::repository {
namespace {

constexpr std::size_t kPortion = 256 * 1024;

struct Incoming {
  std::string role;
  Bytes metadata;
  tuf::Targets part;
  std::string document_hash;
  Bytes document;
};

Result<Incoming> read_incoming(Disk& disk, const Path& folder, const std::string& channel) {
  Incoming incoming;
  incoming.role = "content-" + channel;
  const Path metadata_file = folder / (incoming.role + ".json");
  GATECAST_TRY(incoming.metadata, read_file(disk, metadata_file, tuf::kTargetsLimit));
  GATECAST_TRY(auto envelope, tuf::parse_targets(incoming.metadata, metadata_file.string()));
  incoming.part = std::move(envelope.signed_part);
  const auto target = incoming.part.targets.find("releases/" + channel + ".json");
  if (target == incoming.part.targets.end() || !target->second.hashes.contains("sha256") ||
      !Sha256::from_hex(target->second.hashes.at("sha256")))
    return fail(trust_error("publish.release", metadata_file,
                            "it names no releases/" + channel + ".json with a SHA-256",
                            "publish what `gatecast build` made for this channel"));
  incoming.document_hash = target->second.hashes.at("sha256");
  Path document_file = folder / "releases" / (incoming.document_hash + "." + channel + ".json");
  GATECAST_TRY(const auto there, disk.status(document_file));
  if (there.kind == FileKind::missing) document_file = folder / "release.json";
  GATECAST_TRY(incoming.document, read_file(disk, document_file, store::kReleaseLimit));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, incoming.document, document_file.string()));
  return incoming;
}

Status check_order(const Incoming& incoming, const bundle::Release& release, const std::string& channel,
                   const std::optional<ActiveRelease>& active) {
  const std::int64_t expected = active ? active->role_version + 1 : 1;
  if (incoming.part.version != expected)
    return fail(
        trust_error("publish.version", incoming.role + ".json",
                    fmt::format("version {}, but {} comes next", incoming.part.version, expected),
                    "another release was published meanwhile: build again on top of it and sign anew"));
  if (release.channel != channel)
    return fail(trust_error("publish.release", incoming.role + ".json",
                            "the release inside is of channel " + release.channel,
                            "publish it to its own channel"));
  const auto& custom = incoming.part.targets.at("releases/" + channel + ".json").custom;
  if (!custom.is_object() ||
      custom.value("release_number", nlohmann::json()) != nlohmann::json(release.number))
    return fail(trust_error("publish.number", incoming.role + ".json",
                            fmt::format("its release_number is not the document's {}", release.number),
                            "build again"));
  if (active && release.number <= active->release.number)
    return fail(trust_error(
        "publish.number", incoming.role + ".json",
        fmt::format("release {} is not newer than the active {}", release.number, active->release.number),
        "build again on top of the active release: its number is one higher"));
  return {};
}

// Reads a file whole in portions; the hash of what was read, and each portion to `sink`.
template <class Sink>
Result<Sha256> read_through(Disk& disk, const Path& path, Sink sink) {
  GATECAST_TRY(const auto file, disk.open_read(path));
  Sha256Stream hash;
  Bytes buffer(kPortion, '\0');
  for (std::uint64_t at = 0;;) {
    GATECAST_TRY(const auto got, file->read_at(at, {buffer.data(), buffer.size()}));
    if (got == 0) return hash.finish();
    const ByteView portion(buffer.data(), got);
    hash.update(portion);
    GATECAST_TRY_STATUS(sink(at, portion));
    at += got;
  }
}

Status copy_object(Disk& disk, const Path& from, const Path& to, const Sha256& name) {
  Path temporary = to;
  temporary += ".new";
  {
    GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::replace));
    GATECAST_TRY(const auto hash, read_through(disk, from, [&](std::uint64_t at, ByteView portion) {
                   return file->write_at(at, portion);
                 }));
    if (hash != name) return fail(trust_error("publish.object", from, "its bytes do not give its name"));
    GATECAST_TRY_STATUS(file->sync());
  }
  return disk.rename(temporary, to);
}

Status move_object(Disk& disk, const Path& from, const Path& to, const Sha256& name) {
  GATECAST_TRY(const auto hash, read_through(disk, from, [](std::uint64_t, ByteView) { return Status{}; }));
  if (hash != name)
    return fail(trust_error("publish.object", from, "its bytes do not give its name", "upload it again"));
  {
    GATECAST_TRY(const auto file, disk.open_write(from, OpenMode::keep));
    GATECAST_TRY_STATUS(file->sync());  // the uploader may have left it to the cache
  }
  return disk.rename(from, to);
}

Result<bool> is_file_of(Disk& disk, const Path& path, std::uint64_t length) {
  GATECAST_TRY(const auto status, disk.status(path));
  return status.kind == FileKind::file && status.size_bytes == length;
}

}  // namespace

// Takes what the repository lacks, then verifies every object of the release, piece by piece, where it lies.
Result<std::uint64_t> take_objects(Disk& disk, const Path& folder, const Path& incoming,
                                   const bundle::Release& release, TakeObjects take) {
  std::uint64_t taken = 0;
  for (const auto& [name, length] : store::needed_objects(release)) {
    const Path to = store::object_path(folder / "objects", name);
    GATECAST_TRY(const bool is_there, is_file_of(disk, to, length));
    if (is_there) continue;
    const Path from = store::object_path(incoming / "objects", name);
    GATECAST_TRY(const bool is_complete, is_file_of(disk, from, length));
    if (!is_complete)
      return fail(trust_error("publish.object", name.hex(),
                              fmt::format("an object of the release is missing or not {} bytes long", length),
                              "upload all objects of the build folder before the metadata"));
    GATECAST_TRY_STATUS(make_directories(disk, to.parent_path()));
    GATECAST_TRY_STATUS(take == TakeObjects::move ? move_object(disk, from, to, name)
                                                  : copy_object(disk, from, to, name));
    GATECAST_TRY_STATUS(disk.sync_directory(to.parent_path()));
    ++taken;
  }
  for (const auto& [name, object] : release.objects)
    GATECAST_TRY_STATUS(store::verify_object(disk, folder / "objects", object));
  return taken;
}

Bytes write_release_metadata(const std::string& channel, std::int64_t version, ByteView release_document,
                             std::int64_t release_number, Instant created) {
  tuf::Targets part;
  part.version = version;
  part.expires = created + kTargetsLife;
  part.targets["releases/" + channel + ".json"] =
      tuf::target_file_of(release_document, {{"release_number", release_number}});
  return tuf::write_metadata(part, {});
}

Result<Published> accept_publish(Disk& disk, const Path& folder, const Path& incoming_folder,
                                 const std::string& channel, const OnlineKeys& online, Instant now,
                                 TakeObjects take) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY(const auto active, read_active_release(disk, folder, view, channel));
  GATECAST_TRY(const Incoming incoming, read_incoming(disk, incoming_folder, channel));
  if (active && active->metadata == incoming.metadata)
    return Published{active->release.number, active->role_version, active->signers, 0, true};

  // The state that would be, judged by the same rules as on a kiosk, before anything is written.
  GATECAST_TRY(auto next,
               with_role(disk, folder, view, incoming.role, incoming.part, incoming.metadata, online, now));
  const std::string target = "releases/" + channel + ".json";
  GATECAST_TRY(const auto found, next.verified.find_target(target));
  if (!found.target || found.role != incoming.role)
    return fail(
        trust_error("publish.release", incoming.role + ".json", "this role may not speak for " + target));
  GATECAST_TRY_STATUS(tuf::verify_target(*found.target, incoming.document, target));
  GATECAST_TRY(const auto release, bundle::parse_release(incoming.document, target));
  GATECAST_TRY_STATUS(check_order(incoming, release, channel, active));

  Published published{release.number, incoming.part.version, next.verified.signers(incoming.role)};
  GATECAST_TRY(published.objects_taken, take_objects(disk, folder, incoming_folder, release, take));
  next.state.files["targets/releases/" + incoming.document_hash + "." + channel + ".json"] =
      incoming.document;
  GATECAST_TRY_STATUS(write_state(disk, folder, next.state));
  return published;
}

}  // namespace gatecast::repository
