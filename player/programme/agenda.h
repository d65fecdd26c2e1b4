// What a screen shows over a stretch of time: which event holds when, and how often each item of it comes.
// Feeds that have a fresh value are taken to be renewed all the time. Threads: pure. Errors: none.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "player/programme/programme.h"

namespace gatecast::programme {

// One stretch in which one occurrence of one event is on the screen; event empty: the still.
struct Block {
  Instant starts;
  Instant ends;
  bundle::Mode mode = bundle::Mode::daily;
  std::string event;
  std::string playlist;
  struct Plays {
    int times = 0;  // that it begins, or goes on from before the stretch
    Duration length{0};
  };
  std::map<bundle::ItemId, Plays> items;
};
inline constexpr Duration kLongestAgenda = std::chrono::days(31);
// From `from` on for `length`, at most kLongestAgenda.
std::vector<Block> agenda(const bundle::Release& release, const Situation& now_known, Instant from,
                          Duration length);

// The first showing of an item after `now`, looked for over `length`.
std::optional<Showing> next_showing_of(const bundle::Release& release, const Situation& now_known,
                                       const bundle::ItemId& item, Instant now, Duration length);

}  // namespace gatecast::programme
