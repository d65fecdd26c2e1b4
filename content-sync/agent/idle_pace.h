// How often a kiosk asks when there is nothing new, so that waiting costs its line no more than so many
// megabytes a month. Two ask: polls, and the line that a server holds. Costs are those that were measured, so
// a line with TLS, or one that bears no kept connection, asks less often. Threads: values. Errors: none.
// Source: issue 5, Transfer (idle at most 5 MB a month).
#pragma once
#include <chrono>
#include <cstdint>

namespace gatecast::agent {

inline constexpr std::int64_t kUsualIdleMonthMb = 5;
// Where the server holds a line, an officer's word comes by it: polls need only tell that the server lives.
inline constexpr double kShareOfHeldLine = 0.8;
inline constexpr double kShareBesideHeldLine = 1 - kShareOfHeldLine;

class IdlePace {
 public:
  using Seconds = std::chrono::duration<double>;
  explicit IdlePace(std::int64_t month_mb) : month_mb_(month_mb) {}  // 0: without limit

  // What a question that brought nothing new cost, by the kernel's count.
  void spent(std::uint64_t bytes);
  // In the mean at least between two of them; `share` of the whole, above 0 and at most 1.
  [[nodiscard]] Seconds least_between(double share) const;

 private:
  std::int64_t month_mb_;
  double mean_ = 0;  // bytes; of the latest ones above all
};

// How long a server is asked to hold a question: the longer the cheaper, as long as the line bears it. What
// lies between forgets a quiet connection after some minutes, and tells nobody.
class HoldCycle {
 public:
  [[nodiscard]] std::chrono::seconds next() const { return hold_; }
  // The whole time passed, and then the answer came.
  void held();
  // It ended without an answer, after so long.
  void broke(std::chrono::seconds after);

 private:
  std::chrono::seconds hold_{240};
  std::chrono::seconds bears_{1200};  // no line was seen to bear more; as long as the server holds
};

}  // namespace gatecast::agent
