// The seam to time. All times are UTC; zones are applied in player/schedule only.
// Threads: implementations are safe to call from any thread.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "content-sync/base/result.h"

namespace gatecast {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;
using SteadyInstant = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;               // the system clock: may step either way
  [[nodiscard]] virtual SteadyInstant steady_now() const = 0;  // never goes back; for waiting and uptime
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] SteadyInstant steady_now() const override;
};

// The machine's clock, but never more than a second behind what is known to have been: a board without a
// battery wakes in 1970. Within that second the machine is believed: a release that was signed just now, or a
// clock that is slewed, is no clock that is wrong.
class FlooredClock final : public Clock {
 public:
  explicit FlooredClock(const Clock& machine);
  // It is at least `floor` now, and goes on from there.
  void raise_floor(Instant floor);
  [[nodiscard]] bool is_lifted() const;
  [[nodiscard]] Instant now() const override;
  [[nodiscard]] SteadyInstant steady_now() const override { return machine_.steady_now(); }

 private:
  [[nodiscard]] std::int64_t steady_us() const;
  [[nodiscard]] Instant least() const;  // the floor and what has run since
  const Clock& machine_;
  std::atomic<std::int64_t> least_us_;  // of the floor beyond the steady clock
};

// RFC 3339 / TUF form "2026-11-21T08:00:00Z" (seconds), always UTC.
std::string format_instant(Instant instant);
// Accepts "Z" or an offset "+07:00", and fractions of a second; refuses all else.
Result<Instant> parse_instant(std::string_view text);

}  // namespace gatecast
