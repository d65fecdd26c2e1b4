// Which alert stands over the programme, and when that changes. Several at once take turns by the clock, so
// that every screen of a site shows the same one. Threads: pure. Source: shared/design/content.md, Alert
// template.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/programme/programme.h"

namespace gatecast::programme {

inline constexpr Duration kAlertTurn = std::chrono::seconds(12);

// Null where none stands.
const bundle::Statement* alert_at(const Situation& situation, Instant now);
// The first instant after `now` at which alert_at answers differently; schedule::kNever where it does not.
Instant next_alert_change(const Situation& situation, Instant now);
// The officer's mode: the one that was said last.
const bundle::Statement* mode_order_at(const Situation& situation, Instant now);
Instant next_mode_order_change(const Situation& situation, Instant now);

// "Over everything: the alert alert/gate-closed from ... until ..., says ...".
std::vector<std::string> alerts_in_words(const bundle::Release& release, const Situation& situation,
                                         Instant now);

}  // namespace gatecast::programme
