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

// Until when a slide says all that it cannot be without (bundle::said_until); kNever for what names no feed.
Instant said_until(const bundle::Release& release, const Situation& situation, const bundle::Item& item);
// After "it", where that is over: "needs the feed "air", which has no value".
std::string why_unsaid(const bundle::Release& release, const Situation& situation, const bundle::Item& item,
                       Instant now);
// What the feeds that an item names say at `now`; what is too old is not there.
bundle::FeedValues said_in(const bundle::Release& release, const bundle::FeedValues& values,
                           const bundle::Item& item, Instant now);
// For looking ahead: what is fresh at `from` stays so until `to`, as it does while the office reports.
Situation with_feeds_renewed(const bundle::Release& release, Situation situation, Instant from, Instant to);

// "river-level: 3.25 of 22/11/2026 09:20, shown until 22/11/2026 12:20" ...
std::vector<std::string> feeds_in_words(const bundle::Release& release, const Situation& situation,
                                        Instant now);

}  // namespace gatecast::programme
