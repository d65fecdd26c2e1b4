// Notices that somebody set the wall clock: it and the steady clock no longer go alike. Who rests until a
// moment of the wall clock has to be woken then. Threads: one owner. Errors: none.
#pragma once
#include <chrono>
#include <utility>

#include "content-sync/base/clock.h"

namespace gatecast::playback {

class ClockWatch {
 public:
  // Since it was asked last.
  bool has_jumped() {
    const auto now = apart();
    const auto by = std::exchange(apart_, now) - now;
    return by > kJump || by < -kJump;
  }

 private:
  static constexpr Duration kJump = std::chrono::milliseconds(20);
  static Duration apart() {
    return SystemClock().now().time_since_epoch() -
           std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
  }
  Duration apart_ = apart();
};

}  // namespace gatecast::playback
