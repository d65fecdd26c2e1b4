// The programme is a function: (release, situation, instant) -> what plays. Nothing else enters, so two
// kiosks with the same release and clock show the same frame, and anybody can ask what a screen showed at any
// time. Threads: pure. Source: shared/design/content.md, The programme is a function.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/bundle/feed_value.h"
#include "content-sync/bundle/statement.h"

namespace gatecast::programme {

// Everything but the release and the clock that decides; logged whenever it changes.
struct Situation {
  std::optional<bundle::Mode>
      mode;  // of a preview; else an officer's, else the calendar's (mode_days), else daily
  // What officers on duty say to this screen, verified; each from its start until before its end.
  std::vector<bundle::Statement> alerts;  // over everything; see alert.h
  std::vector<bundle::Statement> modes;
  std::set<bundle::ItemId> recalled;
  bundle::FeedValues feeds;  // the last good value of each; what is too old is not shown, see feed.h
  std::set<bundle::ItemId> unplayable;  // quarantine: the slot keeps its length and is filled
  std::optional<bundle::LanguageTag>
      language;                     // presentation "one": the traveller's; a --language for previews
  std::set<std::string> tags;       // of this kiosk
  std::optional<std::string> site;  // of this kiosk; else the release's
};

// One showing of one item: a slot of a playlist.
struct Showing {
  bundle::ItemId item;     // what is drawn (the filler's id where the planned one cannot play)
  bundle::ItemId planned;  // what the playlist says
  std::vector<bundle::LanguageTag> languages;  // one, or two in pair mode (primary first)
  Instant starts;                              // of the slot: the item's time is (now - starts)
  Instant ends;  // of the slot, or the end of the occurrence if that comes first
  bundle::Mode mode = bundle::Mode::daily;
  std::string event;
  std::string playlist;
  std::int64_t pass = 0;  // which pass through the playlist since the timeline began
  int slot = 0;           // index in the pass
};

// Why something else is not on.
struct Rejection {
  std::string subject;  // an event's or item's id
  bool is_event = false;
  std::string rule;      // for machines: "priority", "days", "mode", "site", "recalled" ...
  std::string sentence;  // for people
};
struct Explanation {
  std::vector<std::string> because;    // sentences: why this one
  std::vector<Rejection> not_because;  // why not another event or item
};

// Empty only when no event of the release plays at `now` (then the theme's still with clock is shown).
std::optional<Showing> showing_at(const bundle::Release& release, const Situation& situation, Instant now,
                                  Explanation* explanation = nullptr);
// The first instant after `now` at which showing_at answers differently; schedule::kNever where it does not.
Instant next_change(const bundle::Release& release, const Situation& situation, Instant now);

}  // namespace gatecast::programme
