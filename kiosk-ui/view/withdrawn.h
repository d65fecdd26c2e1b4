// A release as travellers may see it now: without what officers have recalled and without films whose time or
// licence is over. Pages that begin with such a film, or whose pictures are all gone, say so in its place.
// Threads: pure values. Errors: none.
// Source: shared/design/trust.md (taking something off is quick and needs one person); content.md
// (valid_until, licences).
#pragma once
#include <memory>
#include <set>
#include <string>

#include "content-sync/bundle/release.h"

namespace gatecast::kiosk_ui {

struct Withdrawn {
  std::set<std::string> recalled;       // items, pages, objects by their hash
  std::set<bundle::ItemId> films_over;  // films of pages
  bool operator==(const Withdrawn&) const = default;
};
// The same value where nothing is withdrawn.
std::shared_ptr<const bundle::Release> without(std::shared_ptr<const bundle::Release> release,
                                               const Withdrawn& withdrawn);

// Films of pages that are over at `now`, and when the next one will be.
struct FilmsOver {
  std::set<bundle::ItemId> films;
  Instant next = Instant::max();
};
FilmsOver films_over(const bundle::Release& release, Instant now);

}  // namespace gatecast::kiosk_ui
