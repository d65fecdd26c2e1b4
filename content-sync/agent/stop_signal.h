// SIGTERM and SIGINT as something to ask for and to wait on: blocked in every thread, never handled in
// between. Threads: constructed in main before other threads start; then any. Errors: none.
#pragma once
#include <chrono>
#include <csignal>

namespace gatecast::agent {

class StopSignal {
 public:
  StopSignal();
  [[nodiscard]] bool is_requested() const;
  // Waits at most `limit`; true when the program shall end.
  [[nodiscard]] bool wait(std::chrono::milliseconds limit) const;

 private:
  sigset_t set_{};
};

}  // namespace gatecast::agent
