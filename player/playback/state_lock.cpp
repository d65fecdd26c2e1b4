#include "player/playback/state_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace gatecast::playback {

void StateLock::hold() {
  if (file_ >= 0) return;
  constexpr mode_t kAllMayLook = 0644;
  const int file =
      ::open(path_.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kAllMayLook);
  if (file < 0) return;
  if (::flock(file, LOCK_SH | LOCK_NB) == 0)
    file_ = file;
  else
    ::close(file);
}

StateLock::~StateLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace gatecast::playback
