// The seam to the disk. All that changes a store goes through it, so that a test can cut the power after
// every operation. What is promised is only what POSIX promises: bytes are durable after File::sync, names
// (created, renamed, removed) after sync_directory of their folder.
// Threads: a Disk may be used from any thread; a File has one owner.
// Errors: environment errors with rule "disk.full", "disk.missing", "disk.exists", "disk.io"; subject = path.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast {

using Path = std::filesystem::path;

class ReadFile {
 public:
  virtual ~ReadFile() = default;
  // Reads up to buffer.size() bytes at `offset` (pread); fewer only at the end of the file.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) = 0;
  virtual Result<std::uint64_t> size() = 0;
};

class WriteFile {
 public:
  virtual ~WriteFile() = default;  // closes; what was not synced may be lost
  virtual Status write_at(std::uint64_t offset, ByteView bytes) = 0;
  virtual Status truncate(std::uint64_t size) = 0;
  virtual Status sync() = 0;  // fdatasync
};

// Fail if there; empty it; keep its bytes (or create); fail if there, and readable by its owner alone.
enum class OpenMode { create_new, replace, keep, create_private };
enum class FileKind { missing, file, directory, link, other };
struct FileStatus {
  FileKind kind = FileKind::missing;
  std::uint64_t size_bytes = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::unique_ptr<ReadFile>> open_read(const Path& path) = 0;
  virtual Result<std::unique_ptr<WriteFile>> open_write(const Path& path, OpenMode mode) = 0;
  virtual Status rename(const Path& from, const Path& to) = 0;
  virtual Status remove(const Path& path) = 0;                         // a file, a link or an empty directory
  virtual Status make_directory(const Path& path) = 0;                 // one level; no error if it is there
  virtual Status make_link(const Path& target, const Path& link) = 0;  // symbolic
  virtual Status sync_directory(const Path& path) = 0;
  virtual Result<Path> read_link(const Path& path) = 0;
  virtual Result<std::vector<std::string>> list(const Path& path) = 0;  // names, sorted
  virtual Result<FileStatus> status(const Path& path) = 0;  // of the link itself; missing is no error
  virtual Result<std::uint64_t> free_bytes(const Path& path) = 0;
};

// Bytes of a whole file of at most `limit_bytes`; a longer one is an error with rule "disk.too_long".
Result<Bytes> read_file(Disk& disk, const Path& path, std::uint64_t limit_bytes);
// Durable or not there at all: writes "<path>.new", syncs it, renames it, syncs the folder.
Status write_file_durably(Disk& disk, const Path& path, ByteView bytes);
Status make_directories(Disk& disk, const Path& path);  // all levels, each synced into its parent

// The machine's own disk, by plain system calls.
class SystemDisk final : public Disk {
 public:
  Result<std::unique_ptr<ReadFile>> open_read(const Path& path) override;
  Result<std::unique_ptr<WriteFile>> open_write(const Path& path, OpenMode mode) override;
  Status rename(const Path& from, const Path& to) override;
  Status remove(const Path& path) override;
  Status make_directory(const Path& path) override;
  Status make_link(const Path& target, const Path& link) override;
  Status sync_directory(const Path& path) override;
  Result<Path> read_link(const Path& path) override;
  Result<std::vector<std::string>> list(const Path& path) override;
  Result<FileStatus> status(const Path& path) override;
  Result<std::uint64_t> free_bytes(const Path& path) override;
};

}  // namespace gatecast
