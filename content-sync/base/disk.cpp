#include "content-sync/base/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include "content-sync/base/system_error.h"

namespace gatecast {
namespace {

tl::unexpected<Error> failure(const Path& path, const char* action) {
  return fail(system_error(path, action, errno));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

class SystemReadFile final : public ReadFile {
 public:
  SystemReadFile(Path path, int fd) : path_(std::move(path)), fd_(fd) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const auto got =
          ::pread(fd_.get(), buffer.data() + done, buffer.size() - done, static_cast<off_t>(offset + done));
      if (got == 0) break;
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failure(path_, "read");
      done += static_cast<std::size_t>(got);
    }
    return done;
  }
  Result<std::uint64_t> size() override {
    struct stat info {};
    if (::fstat(fd_.get(), &info) != 0) return failure(path_, "stat");
    return static_cast<std::uint64_t>(info.st_size);
  }

 private:
  Path path_;
  Descriptor fd_;
};

class SystemWriteFile final : public WriteFile {
 public:
  SystemWriteFile(Path path, int fd) : path_(std::move(path)), fd_(fd) {}
  Status write_at(std::uint64_t offset, ByteView bytes) override {
    while (!bytes.empty()) {
      const auto put = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return failure(path_, "write");
      offset += static_cast<std::uint64_t>(put);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
  }
  Status truncate(std::uint64_t size) override {
    if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return failure(path_, "truncate");
    return {};
  }
  Status sync() override {
    if (::fdatasync(fd_.get()) != 0) return failure(path_, "sync");
    return {};
  }

 private:
  Path path_;
  Descriptor fd_;
};

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::file;
  if (S_ISDIR(mode)) return FileKind::directory;
  if (S_ISLNK(mode)) return FileKind::link;
  return FileKind::other;
}

}  // namespace

Result<std::unique_ptr<ReadFile>> SystemDisk::open_read(const Path& path) {
  // O_NONBLOCK: a FIFO in the place of a file must not hang the program.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return failure(path, "open");
  return std::make_unique<SystemReadFile>(path, fd);
}

Result<std::unique_ptr<WriteFile>> SystemDisk::open_write(const Path& path, OpenMode mode) {
  int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
  const bool is_private = mode == OpenMode::create_private;
  if (mode == OpenMode::create_new || is_private) flags |= O_EXCL;
  if (mode == OpenMode::replace) flags |= O_TRUNC;
  const int fd = ::open(path.c_str(), flags, is_private ? 0600 : 0644);
  if (fd < 0) return failure(path, "open for writing");
  return std::make_unique<SystemWriteFile>(path, fd);
}

Status SystemDisk::rename(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failure(to, "rename");
  return {};
}

Status SystemDisk::remove(const Path& path) {
  if (::remove(path.c_str()) != 0) return failure(path, "remove");
  return {};
}

Status SystemDisk::make_directory(const Path& path) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return failure(path, "make directory");
  return {};
}

Status SystemDisk::make_link(const Path& target, const Path& link) {
  if (::symlink(target.c_str(), link.c_str()) != 0) return failure(link, "make link");
  return {};
}

Status SystemDisk::sync_directory(const Path& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return failure(path, "open directory");
  if (::fsync(fd.get()) != 0) return failure(path, "sync directory");
  return {};
}

Result<Path> SystemDisk::read_link(const Path& path) {
  std::array<char, PATH_MAX> buffer{};
  const auto length = ::readlink(path.c_str(), buffer.data(), buffer.size());
  if (length < 0) return failure(path, "read link");
  return Path(std::string(buffer.data(), static_cast<std::size_t>(length)));
}

Result<std::vector<std::string>> SystemDisk::list(const Path& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
  if (!directory) return failure(path, "list");
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<FileStatus> SystemDisk::status(const Path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return FileStatus{};
    return failure(path, "stat");
  }
  return FileStatus{kind_of(info.st_mode), static_cast<std::uint64_t>(info.st_size)};
}

Result<std::uint64_t> SystemDisk::free_bytes(const Path& path) {
  struct statvfs info {};
  if (::statvfs(path.c_str(), &info) != 0) return failure(path, "stat file system");
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

Result<Bytes> read_file(Disk& disk, const Path& path, std::uint64_t limit_bytes) {
  GATECAST_TRY(const auto file, disk.open_read(path));
  GATECAST_TRY(const auto size, file->size());
  if (size > limit_bytes)
    return fail(environment_error(
        "disk.too_long", path,
        std::to_string(size) + " bytes, more than the " + std::to_string(limit_bytes) + " allowed"));
  Bytes bytes(size, '\0');
  GATECAST_TRY(const auto got, file->read_at(0, {bytes.data(), bytes.size()}));
  bytes.resize(got);
  return bytes;
}

Status write_file_durably(Disk& disk, const Path& path, ByteView bytes) {
  Path temporary = path;
  temporary += ".new";
  {
    GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::replace));
    GATECAST_TRY_STATUS(file->write_at(0, bytes));
    GATECAST_TRY_STATUS(file->sync());
  }
  GATECAST_TRY_STATUS(disk.rename(temporary, path));
  const Path folder = path.parent_path();
  return disk.sync_directory(folder.empty() ? Path(".") : folder);
}

Status make_directories(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::directory || status.kind == FileKind::link) return {};
  const Path parent = path.parent_path();
  if (!parent.empty() && parent != path) GATECAST_TRY_STATUS(make_directories(disk, parent));
  GATECAST_TRY_STATUS(disk.make_directory(path));
  return disk.sync_directory(parent.empty() ? Path(".") : parent);
}

}  // namespace gatecast
