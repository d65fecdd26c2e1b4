// Looks at a virtual screen again and again while something happens to the programs behind it.
// Threads: samples in a thread of its own from construction to stop().
#pragma once
#include <atomic>
#include <chrono>
#include <thread>

#include "tests/support/virtual_screen.h"

namespace gatecast::test {

class ScreenWatch {
 public:
  ScreenWatch(const VirtualScreen& screen, std::chrono::milliseconds interval)
      : thread_([this, &screen, interval](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            const auto seen = brightness(screen.grab());
            ++samples_;
            if (seen.black_permille > 950) ++black_;
            std::this_thread::sleep_for(interval);
          }
        }) {}
  void stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] int samples() const { return samples_; }
  [[nodiscard]] int black() const { return black_; }

 private:
  std::atomic<int> samples_{0};
  std::atomic<int> black_{0};
  std::jthread thread_;
};

// Waits until the screen is lit; false after `limit`.
inline bool wait_until_lit(const VirtualScreen& screen, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (brightness(screen.grab()).black_permille < 900) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace gatecast::test
