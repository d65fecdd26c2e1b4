#include "content-sync/agent/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace gatecast::agent {

Result<StoreLock> StoreLock::take(const Path& store) {
  const Path path = store / "lock";
  StoreLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (lock.fd_ < 0)
    return fail(environment_error("disk.permission", path, std::string("open: ") + std::strerror(errno),
                                  "run gatecast-sync as the user that owns the store"));
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const auto got = ::pread(lock.fd_, holder.data(), holder.size() - 1, 0);
    return fail(
        environment_error("sync.locked", store,
                          "another gatecast-sync works on this store" +
                              (got > 0 ? " (process " + std::string(holder.data()) + ")" : std::string()),
                          "gatecast-sync status shows what it does"));
  }
  const auto mine = std::to_string(::getpid());
  if (::ftruncate(lock.fd_, 0) != 0 || ::pwrite(lock.fd_, mine.data(), mine.size(), 0) < 0) {
    // Only the number in the message is lost.
  }
  return lock;
}

StoreLock::StoreLock(StoreLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

StoreLock::~StoreLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace gatecast::agent
