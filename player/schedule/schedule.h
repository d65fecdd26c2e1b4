// When an event is on: its occurrences as spans of UTC, from its local start, rule, exceptions and additions.
// first_day and last_day bound the day on which an occurrence begins; one that passes midnight is kept whole.
// Occurrences of one event do not overlap: a later start ends the earlier occurrence. Lengths are exact time.
// Threads: pure. Errors: an event that check_event refuses is never on.
// Source: RFC 5545 3.3.10, 3.8.5; IANA zones by ICU.
#pragma once
#include <optional>

#include "content-sync/bundle/release.h"

namespace gatecast::schedule {

struct Occurrence {
  Instant starts;
  Instant ends;  // exclusive
  bool operator==(const Occurrence&) const = default;
};

// Beyond all boundaries: "never".
inline constexpr Instant kNever = Instant::max();

std::optional<Occurrence> occurrence_at(const bundle::Event& event, Instant instant);
// The first start after `instant`.
std::optional<Instant> next_start(const bundle::Event& event, Instant instant);
// The first instant after `instant` at which occurrence_at answers differently; kNever if it does not.
Instant next_boundary(const bundle::Event& event, Instant instant);
// Says what is wrong with an event before anybody signs it: zone, dates, rule, length.
Status check_event(const bundle::Event& event);

}  // namespace gatecast::schedule
