// Whether anything keeps this machine's time over a power cut, or has brought it since: a battery clock that
// says what the system clock says, or a time service that has heard from its server since the start (the
// kernel then takes its clock for synchronised: chrony with `rtcsync`, as Debian has it, and
// systemd-timesyncd alike). A board with neither begins with the time that was written down last, which may
// be days behind. Threads: one owner. Errors: none; what cannot be read keeps no time. Source:
// shared/design/trust.md (Two clocks: many boards have no battery clock); adjtimex(2).
#pragma once
#include <functional>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::playback {

// As the kernel says now. It forgets it some nine hours after the service was heard last.
bool is_kernel_synchronised();

class KeptClock {
 public:
  explicit KeptClock(Path root = "/", std::function<bool()> is_synchronised = is_kernel_synchronised)
      : root_(std::move(root)), is_synchronised_(std::move(is_synchronised)) {}
  // Looked at anew every few seconds. `now`: of the system clock, as it stands. What was told once holds
  // until somebody sets the clock: the machine runs on, and counts.
  bool is_kept(Instant now, SteadyInstant steady_now);

 private:
  [[nodiscard]] bool is_told() const;
  [[nodiscard]] bool does_battery_agree(Instant now) const;
  Path root_;
  std::function<bool()> is_synchronised_;
  std::optional<SteadyInstant> looked_at_;
  bool is_kept_ = false;
  std::optional<Duration> told_;  // the time of day less the counted time, when it was told last
};

}  // namespace gatecast::playback
