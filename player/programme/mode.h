// Which mode holds: the officer's, else the calendar's, else daily; and until when.
// A day of the calendar begins at the first coming of its midnight in the release's zone.
// Threads: pure. Source: shared/design/content.md, Mode.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/programme/programme.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {

struct ModeSpan {
  bundle::Mode mode = bundle::Mode::daily;
  const bundle::ModeDays* days = nullptr;  // of the calendar; none: the officer's, or daily as nobody set one
  const bundle::Statement* order = nullptr;  // an officer's, with its end
  Instant until;                             // when the calendar says something else, or the same anew
};
ModeSpan mode_at(const bundle::Release& release, const Situation& situation, Instant now);
// When another mode comes by the calendar, and which; none where none comes.
struct ModeChange {
  Instant when;
  bundle::Mode mode = bundle::Mode::daily;
};
std::optional<ModeChange> next_mode_change(const bundle::Release& release, const Situation& situation,
                                           Instant now);
std::string to_words(const Situation& situation, const ModeSpan& span);

// The spans as events in a world without zones: each local day as the same day in UTC.
std::vector<bundle::Event> events_of(const bundle::ModeDays& days);

// A release whose zone this machine does not know is read in UTC.
schedule::Zone zone_of(const std::string& name);

}  // namespace gatecast::programme
