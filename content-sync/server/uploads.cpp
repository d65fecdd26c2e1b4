#include "content-sync/server/uploads.h"

#include <optional>

#include "content-sync/store/verified_reader.h"

namespace gatecast::server {

Status Uploads::prepare() {
  for (const char* name : {"objects", "releases", "partial"})
    GATECAST_TRY_STATUS(make_directories(*disk_, staging_ / name));
  GATECAST_TRY(const auto names, disk_->list(staging_ / "partial"));
  for (const auto& name : names) GATECAST_TRY_STATUS(disk_->remove(staging_ / "partial" / name));
  return {};
}

Path Uploads::object(const Sha256& hash) const {
  return store::object_path(staging_ / "objects", hash);
}

Result<std::uint64_t> Uploads::used_bytes() {
  std::uint64_t used = 0;
  std::vector<Path> folders{staging_ / "partial", staging_ / "releases"};
  GATECAST_TRY(const auto prefixes, disk_->list(staging_ / "objects"));
  for (const auto& prefix : prefixes) folders.push_back(staging_ / "objects" / prefix);
  for (const auto& folder : folders) {
    GATECAST_TRY(const auto names, disk_->list(folder));
    for (const auto& name : names) {
      GATECAST_TRY(const auto status, disk_->status(folder / name));
      used += status.size_bytes;
    }
  }
  return used;
}

Status Uploads::take(const Path& to, const Sha256& hash, std::uint64_t limit_bytes, std::uint64_t number,
                     const Body& read) {
  GATECAST_TRY(const auto used, used_bytes());
  const Path partial = staging_ / "partial" / (hash.hex() + "." + std::to_string(number));
  std::uint64_t received = 0;
  std::optional<Error> refused;
  Sha256Stream hashed;
  {
    GATECAST_TRY(const auto file, disk_->open_write(partial, OpenMode::replace));
    const bool is_whole = read([&](ByteView portion) {
      const auto at = received;
      received += portion.size();
      if (received > limit_bytes)
        refused = usage_error("upload.too_large", hash.hex(),
                              "more than " + std::to_string(limit_bytes) + " bytes");
      else if (used + received > limits_.staging_bytes)
        refused = environment_error(
            "upload.quota", hash.hex(), "the server's room for uploads is full",
            "publish or give up what is being uploaded; the server's operator can empty it");
      else if (auto written = file->write_at(at, portion); !written)
        refused = written.error();
      hashed.update(portion);
      return !refused.has_value();
    });
    if (!is_whole && !refused)
      refused = environment_error("upload.broken", hash.hex(), "the connection ended before the file did");
    if (!refused && hashed.finish() != hash)
      refused = trust_error("upload.hash", hash.hex(), "the bytes do not hash to this name",
                            "upload the file again");
    if (!refused)
      if (auto synced = file->sync(); !synced) refused = synced.error();
  }
  if (refused) {
    GATECAST_TRY_STATUS(disk_->remove(partial));
    return fail(*refused);
  }
  GATECAST_TRY_STATUS(make_directories(*disk_, to.parent_path()));
  return disk_->rename(partial, to);
}

Status Uploads::put_metadata(const std::string& channel, ByteView bytes) {
  return write_file_durably(*disk_, staging_ / ("content-" + channel + ".json"), bytes);
}

}  // namespace gatecast::server
