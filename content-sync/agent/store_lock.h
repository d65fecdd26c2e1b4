// One agent a store: a lock on store/lock that the kernel drops when the process ends, however it ends.
// Threads: one owner. Errors: "sync.locked" with the process that holds it, environment errors of the disk.
#pragma once
#include "content-sync/base/disk.h"

namespace gatecast::agent {

class StoreLock {
 public:
  static Result<StoreLock> take(const Path& store);
  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&&) = delete;
  StoreLock(const StoreLock&) = delete;
  ~StoreLock();

 private:
  explicit StoreLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace gatecast::agent
