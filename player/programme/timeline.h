// A playlist laid out in time: slots of fixed length, pass after pass, from the start of an occurrence.
// Passes differ only where items are shown in some languages only; then a cycle of passes, one a round, comes
// again. Left out for all kiosks alike: what may not play in the mode, here or in the round, is recalled, or
// had ended when the occurrence began. What this kiosk cannot play, what ends later, or has nothing fresh to
// say of its feeds, keeps its slot, and others of the list fill it. Threads: values, pure. Source:
// shared/design/content.md, The programme is a function.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"
#include "player/programme/programme.h"

namespace gatecast::programme {

struct Slot {
  const bundle::Item* item;  // of the release, which outlives the timeline
  Duration length;
  Instant ends;  // when the item ends, or its feeds have nothing more to say
};

struct Place {
  std::int64_t pass = 0;
  int slot = 0;
  std::size_t round = 0;  // whose languages are spoken
  const bundle::Item* planned = nullptr;
  const bundle::Item* item = nullptr;  // what plays
  Instant starts;
  Instant ends;
};

struct LeftOut {
  bundle::ItemId item;
  std::string rule;    // "recalled", "mode", "licence" ...
  std::string clause;  // after "it": "is recalled"
};

// When an item ends for good: its validity or its licence, whichever comes first.
std::optional<Instant> end_of(const bundle::Item& item);
// The same with what its feeds say; kNever where it does not end.
Instant end_here(const bundle::Release& release, const Situation& situation, const bundle::Item& item);

class Timeline {
 public:
  struct Request {
    const bundle::Release* release;
    const Situation* situation;
    const bundle::Playlist* playlist;
    bundle::Mode mode;
    Instant starts;   // of the occurrence
    std::string day;  // local, on which it starts: "20261121"
  };
  static Timeline lay_out(const Request& request, std::vector<LeftOut>* left_out = nullptr);

  // Nothing where no item of the list can play at `now`.
  [[nodiscard]] std::optional<Place> at(Instant now) const;
  // The slots of one pass; passes differ as said above.
  [[nodiscard]] const std::vector<Slot>& slots(std::int64_t pass = 0) const;
  [[nodiscard]] Duration pass_length(std::int64_t pass = 0) const;
  [[nodiscard]] const std::vector<bundle::LanguageTag>& languages(const Place& place) const;
  [[nodiscard]] std::size_t rounds() const { return rounds_.size(); }

 private:
  struct Pass {
    std::vector<Slot> slots;
    Duration length{0};
  };
  [[nodiscard]] bool can_play(const Slot& slot, Instant when) const;
  [[nodiscard]] bool can_play_any(Instant when) const;
  [[nodiscard]] Place fill(Place place, Instant from, Instant now) const;

  std::vector<Pass> passes_;  // one for all rounds, or one each
  std::vector<std::vector<bundle::LanguageTag>> rounds_;
  Duration cycle_length_{0};
  Instant starts_;
  const std::set<bundle::ItemId>* unplayable_ = nullptr;
};

}  // namespace gatecast::programme
