// How many connections at a time: few where answers come at once, several where they take long, and more as
// long as the measured rate grows by it. A line that loses packets fills only by several; one that does not
// gains nothing. Threads: one owner. Errors: none. Source: shared/design/sync.md 1b (one connection 5.9
// to 6.6 times the floor, eight 1.5 to 1.7; thirty small files 4 to 5 times faster by six).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace gatecast::updater {

class ConnectionWidth {
 public:
  using Time = std::chrono::steady_clock::time_point;

  [[nodiscard]] int now() const { return width_; }
  // The quickest answer so far; none yet: nothing.
  [[nodiscard]] std::optional<std::chrono::microseconds> quickest_answer() const {
    return knows_line_ ? std::optional(quickest_) : std::nullopt;
  }
  // The time from a request to the first byte of its answer.
  void saw_answer_after(std::chrono::microseconds wait);
  // Work begins, with so many bytes counted so far.
  void begin(Time at, std::uint64_t bytes);
  // Now and then; `waiting`: jobs that have no connection yet.
  void look(Time at, std::uint64_t bytes, std::size_t waiting);

 private:
  void measure_from(Time at, std::uint64_t bytes);

  int width_ = 1;
  int before_ = 1;          // the try that is under way began here
  double rate_before_ = 0;  // bytes a second with it
  bool is_trying_ = false;
  bool knows_line_ = false;
  std::chrono::microseconds quickest_{std::chrono::hours(1)};
  Time since_{};
  Time quiet_until_{};
  std::uint64_t bytes_since_ = 0;
};

}  // namespace gatecast::updater
