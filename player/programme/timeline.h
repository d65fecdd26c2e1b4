// A playlist laid out in time: slots of fixed length, pass after pass, from the start of an occurrence.
// Left out for all kiosks alike: what may not play in the mode, is recalled, or had expired when the
// occurrence began. What this kiosk cannot play, or what expires later, keeps its slot, and others of the
// list fill it. Threads: values, pure. Source: shared/design/content.md, The programme is a function.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::programme {

struct Slot {
  const bundle::Item* item;  // of the release, which outlives the timeline
  Duration length;
};

struct Place {
  std::int64_t pass = 0;
  int slot = 0;
  const bundle::Item* planned = nullptr;
  const bundle::Item* item = nullptr;  // what plays
  Instant starts;
  Instant ends;
};

struct LeftOut {
  bundle::ItemId item;
  std::string reason;  // a clause: "it is recalled"
};

class Timeline {
 public:
  struct Request {
    const bundle::Release* release;
    const bundle::Playlist* playlist;
    bundle::Mode mode;
    const std::set<bundle::ItemId>* recalled;
    const std::set<bundle::ItemId>* unplayable;
    Instant starts;   // of the occurrence
    std::string day;  // local, on which it starts: "20261121"
  };
  static Timeline lay_out(const Request& request, std::vector<LeftOut>* left_out = nullptr);

  // Nothing where no item of the list can play at `now`.
  [[nodiscard]] std::optional<Place> at(Instant now) const;
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
  [[nodiscard]] Duration pass_length() const { return pass_length_; }

 private:
  [[nodiscard]] bool can_play(const bundle::Item& item, Instant when) const;
  [[nodiscard]] Place fill(Place place, Instant from, Instant now) const;

  std::vector<Slot> slots_;
  Duration pass_length_{0};
  Instant starts_;
  const std::set<bundle::ItemId>* unplayable_ = nullptr;
};

}  // namespace gatecast::programme
