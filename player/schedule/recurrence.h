// An RFC 5545 recurrence rule in local time, with bounded work for hostile rules. All of 3.3.10 but RSCALE
// (days of the lunar calendar are an event's "lunar") and more than one start in 20 seconds. Jumps near the
// time asked for; only a rule with COUNT is counted from its start.
// Threads: values. Errors: content error "event.recurrence". Source: RFC 5545 3.3.10; days by libical, times
// of day and BYSETPOS here.
#pragma once
#include <functional>
#include <string>

#include "content-sync/bundle/release.h"
#include "player/schedule/zone.h"

namespace gatecast::schedule {

// The most starts that one question looks at; a rule that needs more answers nothing.
inline constexpr int kMostSteps = 10'000;

// Calls `visit` with the rule's local starts at or after `from`, ascending, until it answers false, the rule
// ends or kMostSteps are done. `zone` reads an UNTIL that is written in UTC.
enum class Walk { ended, stopped, gave_up };
using Visit = std::function<bool(LocalTime)>;
Result<Walk> walk_recurrence(const std::string& rule, LocalTime first, const Zone& zone, LocalTime from,
                             const Visit& visit);
// The same for a rule that has been read.
struct RecurrenceRule;
Walk walk_recurrence(const RecurrenceRule& rule, LocalTime first, LocalTime from, const Visit& visit);

// The same for days of the Vietnamese lunar calendar, at the time of day of `first`.
Walk walk_lunar_days(const std::vector<bundle::LunarDays>& rules, LocalTime first, LocalTime from,
                     const Visit& visit);

}  // namespace gatecast::schedule
