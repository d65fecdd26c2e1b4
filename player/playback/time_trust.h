// Whether a screen may claim what needs the right minute ("open now"), and not only order a programme by its
// clock. Not while the clock is behind what is known to have been (the programme then goes on from there, and
// nobody knows how much later it is); not when it is further ahead of the last word of the server than that
// word is good for: a battery that has ended as a year in the far future looks like that; not when nothing
// keeps the time while the power is off and nobody has told it since (kept_clock.h): it stands somewhere
// before now. Threads: pure. Source: shared/design/trust.md (Two clocks; the timestamp expires after 45
// days).
#pragma once
#include <optional>

#include "content-sync/base/clock.h"

namespace gatecast::playback {

inline constexpr Duration kTrustedAfterWord = std::chrono::hours(45 * 24);

// `is_kept`: over a power cut. `is_lifted`: the clock is behind the newest verified timestamp, `signed_at`.
[[nodiscard]] inline bool is_time_trusted(Instant now, bool is_kept, bool is_lifted,
                                          const std::optional<Instant>& signed_at) {
  return is_kept && !is_lifted && signed_at && now - *signed_at <= kTrustedAfterWord;
}

}  // namespace gatecast::playback
