// How far what always stands on a screen has wandered, against burn-in: so slowly that nobody sees it move.
// Threads: pure: two screens with one clock wander alike. Source: shared/design/look.md (2 to 4 px an hour).
#pragma once
#include "content-sync/base/clock.h"

namespace gatecast::compose {

// To and fro between 0 and `span` whole pixels, three an hour.
inline int drift_px(Instant now, int span) {
  if (span <= 0) return 0;
  constexpr std::int64_t kStepUs = 20LL * 60 * 1'000'000;
  const std::int64_t round = 2LL * span;
  const std::int64_t step = now.time_since_epoch().count() / kStepUs % round;
  const std::int64_t at = step < 0 ? step + round : step;
  return static_cast<int>(at <= span ? at : round - at);
}

}  // namespace gatecast::compose
