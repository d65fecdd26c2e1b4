// Another disk, with all that is written to it counted: bytes as they come, and in the blocks of 4 KiB that a
// file system makes of them. Threads: one owner.
#pragma once
#include <memory>
#include <utility>

#include "content-sync/base/disk.h"

namespace gatecast::test {

class CountingDisk final : public Disk {
 public:
  explicit CountingDisk(Disk& disk) : disk_(&disk) {}

  std::uint64_t bytes = 0;
  std::uint64_t block_bytes = 0;
  std::uint64_t writes = 0;
  std::uint64_t syncs = 0;
  void reset() { bytes = block_bytes = writes = syncs = 0; }

  Result<std::unique_ptr<ReadFile>> open_read(const Path& path) override { return disk_->open_read(path); }
  Result<std::unique_ptr<WriteFile>> open_write(const Path& path, OpenMode mode) override {
    GATECAST_TRY(auto file, disk_->open_write(path, mode));
    return std::make_unique<Writer>(*this, std::move(file));
  }
  Status rename(const Path& from, const Path& to) override { return disk_->rename(from, to); }
  Status remove(const Path& path) override { return disk_->remove(path); }
  Status make_directory(const Path& path) override { return disk_->make_directory(path); }
  Status make_link(const Path& target, const Path& link) override { return disk_->make_link(target, link); }
  Status sync_directory(const Path& path) override {
    ++syncs;
    return disk_->sync_directory(path);
  }
  Result<Path> read_link(const Path& path) override { return disk_->read_link(path); }
  Result<std::vector<std::string>> list(const Path& path) override { return disk_->list(path); }
  Result<FileStatus> status(const Path& path) override { return disk_->status(path); }
  Result<std::uint64_t> free_bytes(const Path& path) override { return disk_->free_bytes(path); }

 private:
  class Writer final : public WriteFile {
   public:
    Writer(CountingDisk& disk, std::unique_ptr<WriteFile> file) : disk_(disk), file_(std::move(file)) {}
    Status write_at(std::uint64_t offset, ByteView view) override {
      constexpr std::uint64_t kBlock = 4096;
      ++disk_.writes;
      disk_.bytes += view.size();
      disk_.block_bytes += ((offset + view.size() + kBlock - 1) / kBlock - offset / kBlock) * kBlock;
      return file_->write_at(offset, view);
    }
    Status truncate(std::uint64_t size) override { return file_->truncate(size); }
    Status sync() override {
      ++disk_.syncs;
      return file_->sync();
    }

   private:
    CountingDisk& disk_;
    std::unique_ptr<WriteFile> file_;
  };

  Disk* disk_;
};

}  // namespace gatecast::test
