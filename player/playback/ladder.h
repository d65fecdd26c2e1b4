// What stands on the screen when something fails: the rungs, from best to last. Never black, never an error
// box.
//
//   1 item               the programme's own item
//   2 filler             it cannot play (refused object, undecodable film): its slot is filled by the next
//   that can 3 last_good_release  the newest release is refused: the one that played last goes on, its items
//   on rungs 1 and 2 4 release_still      the release has nothing that can play at this time: its still 5
//   built_in_still     no release can be verified: the still that the program draws by itself
//
// Until the picture of a rung is ready, the picture before it stays.
// Threads: pure. Source: shared/design/trust.md, promise 2; the section 5.
#pragma once
#include <string_view>

namespace gatecast::playback {

enum class Rung { item, filler, last_good_release, release_still, built_in_still };

struct Footing {
  bool has_release = false;       // one was verified
  bool is_newest_release = true;  // and it is the one that the store calls active
  bool has_showing = false;       // the programme names an item for now
  bool is_planned_item = true;    // and it is the one that the playlist says
};
Rung choose_rung(const Footing& footing);
std::string_view to_string(Rung rung);

}  // namespace gatecast::playback
