// What the feeds say at an instant: a value counts until it is too old, then it is hidden. A pure function of
// release, situation and instant, as all of the programme is. Threads: pure.
// Source: shared/design/content.md, The programme is a function.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "player/programme/programme.h"

namespace gatecast::programme {

// Which of the declared feeds show nothing now, and why in one word: "none" (never said) or "stale".
std::map<std::string, std::string> hidden_feeds(const bundle::Release& release, const Situation& situation,
                                                Instant now);
// The first instant after `now` at which one of them is hidden; schedule::kNever where none will be.
Instant next_feed_change(const bundle::Release& release, const Situation& situation, Instant now);

// "river-level: 3.25 of 22/11/2026 09:20, shown until 22/11/2026 12:20" ...
std::vector<std::string> feeds_in_words(const bundle::Release& release, const Situation& situation,
                                        Instant now);

}  // namespace gatecast::programme
