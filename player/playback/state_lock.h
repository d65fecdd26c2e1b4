// Says to other programs that a player works on this folder: a shared lock on `player-state/lock`, held for
// as long as the process lives. It keeps nobody out; `gatecast-sync doctor` looks at it. Threads: one owner.
// Errors: none; where it cannot be had now it is tried again when it is asked for. Source: flock(2).
#pragma once
#include "content-sync/base/disk.h"

namespace gatecast::playback {

class StateLock {
 public:
  explicit StateLock(Path folder) : path_(std::move(folder) / "lock") {}
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;
  ~StateLock();
  // Never waits.
  void hold();

 private:
  Path path_;
  int file_ = -1;
};

}  // namespace gatecast::playback
