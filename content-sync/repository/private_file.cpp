#include "content-sync/repository/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "content-sync/base/system_error.h"

namespace gatecast::repository {
namespace {

tl::unexpected<Error> failure(const Path& path, const std::string& what) {
  auto error = system_error(path, what, errno);
  if (error.rule == "disk.exists") error.hint = "a key is never written over: choose another name";
  return fail(std::move(error));
}

Status make_private_folder(const Path& folder) {
  if (folder.empty() || ::access(folder.c_str(), F_OK) == 0) return {};
  GATECAST_TRY_STATUS(make_private_folder(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failure(folder, "make the folder");
  return {};
}

Status write_all(int fd, ByteView bytes, const Path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure(path, "write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return failure(path, "sync");
  return {};
}

Result<tuf::SigningKey> load_online_key(const Path& path, const std::string& purpose) {
  GATECAST_TRY(const Bytes bytes, read_key_bytes(path));
  GATECAST_TRY(const KeyFacts facts, read_key_facts(bytes, path.string()));
  if (facts.purpose != purpose)
    return fail(usage_error("key.purpose", path,
                            "this is a key for \"" + facts.purpose + "\", not for " + purpose,
                            "the online keys are made by `gatecast keys ceremony` or `gatecast keys demo`"));
  return open_key_file(bytes, path.string(), std::nullopt);
}

}  // namespace

Status write_private_file(const Path& path, ByteView bytes) {
  GATECAST_TRY_STATUS(make_private_folder(path.parent_path()));
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return failure(path, "write the key");
  auto status = write_all(fd, bytes, path);
  ::close(fd);
  if (!status) {
    ::unlink(path.c_str());
    return status;
  }
  SystemDisk disk;
  return disk.sync_directory(path.parent_path().empty() ? Path(".") : path.parent_path());
}

Result<Bytes> read_key_bytes(const Path& path) {
  SystemDisk disk;
  auto read = read_file(disk, path, kKeyFileLimit);
  if (!read && read.error().rule == "disk.missing")
    return fail(
        environment_error("disk.missing", path, "there is no key file of this name",
                          "private keys end in .key.json; `gatecast keys list` shows where yours are"));
  GATECAST_TRY(const Bytes bytes, std::move(read));
  const auto facts = read_key_facts(bytes, path.string());
  struct stat info {};
  if (facts && facts->is_private && !facts->is_demo && ::stat(path.c_str(), &info) == 0 &&
      (info.st_mode & 0077U) != 0)
    return fail(trust_error("key.permissions", path, "other people on this machine may read this private key",
                            "chmod 600 " + path.string()));
  return bytes;
}

Result<OnlineKeys> load_online_keys(const Path& folder) {
  OnlineKeys keys;
  GATECAST_TRY(keys.snapshot, load_online_key(folder / "snapshot.key.json", "snapshot"));
  GATECAST_TRY(keys.timestamp, load_online_key(folder / "timestamp.key.json", "timestamp"));
  if (::access((folder / "feeds.key.json").c_str(), F_OK) == 0) {
    GATECAST_TRY(keys.feeds, load_online_key(folder / "feeds.key.json", "feeds"));
  }
  return keys;
}

Path default_key_folder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/') return Path(data) / "gatecast" / "keys";
  const char* home = std::getenv("HOME");
  return Path(home != nullptr ? home : ".") / ".local" / "share" / "gatecast" / "keys";
}

}  // namespace gatecast::repository
