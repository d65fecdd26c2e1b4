#include "content-sync/agent/stop_signal.h"

#include <algorithm>
#include <ctime>

namespace gatecast::agent {

StopSignal::StopSignal() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGTERM);
  sigaddset(&set_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

bool StopSignal::is_requested() const {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

bool StopSignal::wait(std::chrono::milliseconds limit) const {
  // The signal stays pending, so that everybody who asks later sees it too.
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!is_requested()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::nanoseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const auto portion = std::min<std::chrono::nanoseconds>(left, std::chrono::milliseconds(100));
    const timespec time{0, static_cast<long>(portion.count())};
    nanosleep(&time, nullptr);
  }
  return true;
}

}  // namespace gatecast::agent
