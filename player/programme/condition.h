// Whether something is shown here and to this traveller: sites, tags, languages.
// Threads: pure. Source: shared/design/content.md, The programme is a function.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/programme/programme.h"

namespace gatecast::programme {

// Why something is not shown: a short name for machines, and a clause after "it" for people.
struct Obstacle {
  std::string rule;    // "site", "tag", "language"
  std::string clause;  // "is shown at the site la-lay only"
};

// By site and tags; nothing where it may be shown.
std::optional<Obstacle> obstacle_here(const bundle::Condition& condition, const bundle::Release& release,
                                      const Situation& situation);
// An item's languages against those that a round speaks.
std::optional<Obstacle> obstacle_in_round(const bundle::Condition& condition,
                                          const std::vector<bundle::LanguageTag>& round);
// An event's languages against the one that a traveller chose.
std::optional<Obstacle> obstacle_for_reader(const bundle::Condition& condition,
                                            const bundle::Release& release, const Situation& situation);

}  // namespace gatecast::programme
