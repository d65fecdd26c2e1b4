// An RFC 5545 recurrence rule in local time, with bounded work for hostile rules.
// Allowed: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with the BY parts but BYSECOND; no RSCALE (lunar days are
// written as additions). Jumps near the time asked for; only a rule with COUNT is counted from its start.
// Threads: values. Errors: content error "event.recurrence". Source: RFC 5545 3.3.10, by libical.
#pragma once
#include <functional>
#include <string>

#include "player/schedule/zone.h"

namespace gatecast::schedule {

// The most starts that one question looks at; a rule that needs more answers nothing.
inline constexpr int kMostSteps = 10'000;

// Calls `visit` with the rule's local starts at or after `from`, ascending, until it answers false, the rule
// ends or kMostSteps are done. `zone` reads an UNTIL that is written in UTC.
enum class Walk { ended, stopped, gave_up };
Result<Walk> walk_recurrence(const std::string& rule, LocalTime first, const Zone& zone, LocalTime from,
                             const std::function<bool(LocalTime)>& visit);

}  // namespace gatecast::schedule
