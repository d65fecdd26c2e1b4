// Verification time: what expiry is judged by. It rests on the build date and on signed times alone; neither
// the battery clock nor NTP ever raises it, so one wrong jump to 2099 cannot expire everything for good, and
// uptime kept on disk lets a freeze show even across reboots.
// Threads: values. Source: shared/design/trust.md, Two clocks.
#pragma once
#include <algorithm>
#include <optional>

#include "content-sync/base/clock.h"

namespace gatecast::tuf {

// Kept on disk by its owner; the default is a machine that has seen no timestamp.
struct TimeRecord {
  std::optional<Instant> signed_at;  // newest x-gatecast-signed-at that was ahead of what was counted on
  Duration uptime{0};                // spent since then (or since the first start), over all starts
};

[[nodiscard]] inline Instant verification_time(Instant build_date, const TimeRecord& record) {
  return std::max(build_date, record.signed_at.value_or(build_date)) + record.uptime;
}

[[nodiscard]] inline TimeRecord after_uptime(TimeRecord record, Duration passed) {
  record.uptime += std::max(passed, Duration{0});
  return record;
}

// A verified timestamp's signed time. It only raises: one delivered late does not turn time back.
[[nodiscard]] inline TimeRecord after_timestamp(TimeRecord record, Instant build_date, Instant signed_at) {
  if (signed_at <= verification_time(build_date, record)) return record;
  return {signed_at, Duration{0}};
}

// The timestamp's key was rotated (5.3.11): its holder may have signed any time, so nothing it said counts.
[[nodiscard]] inline TimeRecord after_rotation() {
  return {};
}

}  // namespace gatecast::tuf
