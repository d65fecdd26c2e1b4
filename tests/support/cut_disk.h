// A disk in memory that keeps only what POSIX promises: bytes are durable after File::sync, names after
// sync_directory of their folder. after_cut() is the disk that a power cut at this instant leaves, by one of
// nine kinds of loss of what was not synced. A test cuts before every single operation by `before_each`.
// Threads: one owner.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::test {

enum class CutMode {
  all_lost,
  all_kept,
  random,           // sectors of 512 bytes one by one, names one by one
  bytes_lost,       // the names are there, with what the files held before
  names_lost,       // the bytes are there, under the old names
  zeros,            // names and lengths are there, the bytes are zeros
  sectors_torn,     // the names are there, and some sectors
  names_halved,     // bytes, and of each folder the names up to some moment
  names_reordered,  // bytes, and some names: a later one without an earlier, half of a rename
};
inline constexpr std::array kCutModes{CutMode::all_lost,     CutMode::all_kept,     CutMode::random,
                                      CutMode::bytes_lost,   CutMode::names_lost,   CutMode::zeros,
                                      CutMode::sectors_torn, CutMode::names_halved, CutMode::names_reordered};

class CutDisk final : public Disk {
 public:
  CutDisk();
  ~CutDisk() override;
  CutDisk(CutDisk&&) noexcept;
  CutDisk& operator=(CutDisk&&) noexcept;

  [[nodiscard]] CutDisk after_cut(CutMode mode, std::uint64_t seed) const;
  // Of all that a reader can find; equal for disks that hold the same.
  [[nodiscard]] std::size_t fingerprint() const;
  // Called with the operation's name before it changes anything.
  std::function<void(const std::string&)> before_each;
  // Faults: no more than this many bytes in all; and the n-th changing operation from now fails (0: none).
  std::uint64_t capacity_bytes = UINT64_MAX;
  std::uint64_t fail_after = 0;
  std::map<Path, int> unreadable;  // read errors: how often the file can still be opened
  // Syncs that are forgotten ("sync /a/b", "sync directory /a"): shows that a test would notice a missing
  // one.
  std::function<bool(const std::string&)> forgets_sync;
  // Where the sync that is asked about was called from.
  const void* sync_called_from = nullptr;

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

 private:
  struct Node;
  class Reader;
  class Writer;
  struct State;
  Status changing(const std::string& operation);
  [[nodiscard]] std::shared_ptr<Node> find(const Path& path) const;
  // Looks up the folder of `path` as links say.
  [[nodiscard]] std::shared_ptr<Node> parent_of(const Path& path) const;
  [[nodiscard]] std::uint64_t used() const;

  std::shared_ptr<Node> root_;
};

}  // namespace gatecast::test
