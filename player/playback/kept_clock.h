// Whether anything keeps this machine's time over a power cut, or has brought it since: a battery clock that
// says what the system clock says, or a time service that has heard from its server since the start. A board
// with neither begins with the time that was written down last, which may be days behind. Threads: one owner.
// Errors: none; what cannot be read keeps no time. Source: shared/design/trust.md (Two clocks: many boards
// have no battery clock).
#pragma once
#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::playback {

class KeptClock {
 public:
  explicit KeptClock(Path root = "/") : root_(std::move(root)) {}
  // Looked at anew every few seconds. `now`: of the system clock, as it stands.
  bool is_kept(Instant now, SteadyInstant steady_now);

 private:
  [[nodiscard]] bool look(Instant now) const;
  Path root_;
  std::optional<SteadyInstant> looked_at_;
  bool is_kept_ = false;
};

}  // namespace gatecast::playback
