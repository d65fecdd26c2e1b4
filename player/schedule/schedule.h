// When an event is on: its occurrences as spans of UTC, from its local start, rule, lunar days, exceptions,
// additions. first_day and last_day bound the day on which an occurrence begins; one that passes midnight is
// kept whole. Occurrences of one event do not overlap: a later start ends the earlier occurrence. Lengths are
// exact time. A start that a clock change skips is moved, not dropped: RFC 5545 would ignore it, and the
// screen lose its day. Threads: pure. Errors: an event that check_event refuses is never on. Source: RFC
// 5545 3.3.10, 3.8.5; IANA zones by ICU.
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

// Outside 1900 to 2500, the years that rules know: nothing is on.
bool is_far(Instant instant);

std::optional<Occurrence> occurrence_at(const bundle::Event& event, Instant instant);
// The first start after `instant`.
std::optional<Instant> next_start(const bundle::Event& event, Instant instant);
// The first instant after `instant` at which occurrence_at answers differently; kNever if it does not.
Instant next_boundary(const bundle::Event& event, Instant instant);
// Both answers for the price of one.
struct State {
  std::optional<Occurrence> occurrence;
  Instant boundary;
};
State state_at(const bundle::Event& event, Instant instant);
// Why an event is not on.
enum class WhyOff { is_on, before_first_day, after_last_day, excepted, between, over, unreadable };
WhyOff why_off(const bundle::Event& event, Instant instant);
// Says what is wrong with an event before anybody signs it: zone, dates, rule, length.
Status check_event(const bundle::Event& event);

}  // namespace gatecast::schedule
