// A file that lies in memory, shared by its readers. Threads: any, each with its own. Errors: none.
#pragma once
#include <memory>

#include "content-sync/base/disk.h"

namespace gatecast {

class MemoryFile final : public ReadFile {
 public:
  explicit MemoryFile(std::shared_ptr<const Bytes> bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    return offset < bytes_->size() ? bytes_->copy(buffer.data(), buffer.size(), offset) : std::size_t{0};
  }
  Result<std::uint64_t> size() override { return bytes_->size(); }

 private:
  std::shared_ptr<const Bytes> bytes_;
};

}  // namespace gatecast
