// An alert's template with its blanks filled in: which values a release allows, and the words that then stand
// on the screen. The player, the preview and the officer's tool all take the words from here. Threads: pure.
// Errors: trust errors "alert.template" (unknown), "alert.template_changed", "alert.blank". Source:
// shared/design/trust.md, Signing (An alert); content.md, Alert template.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/bundle/statement.h"

namespace gatecast::bundle {

// Ids of {blank:<id>} in a text, in its order.
std::vector<std::string> blanks_in(std::string_view text);

// The template is of this release, unchanged, and each blank is filled with what it allows.
Status check_alert(const Statement& alert, const Release& release);
// The template's item with its blanks filled; only for an alert that check_alert has passed.
Item fill_alert(const Statement& alert, const Release& release);
// The same with the longest that each blank may hold in each language: for measuring.
Item fill_with_longest(const Item& item);
// The same with one long value that all languages share: for pictures.
Item fill_with_example(const Item& item);

// "2026-11-21T18:00:00+07:00" as a traveller reads it: the clock's time, with the day where it is another one
// than `beside` in the same zone.
std::string time_words(const std::string& written, Instant beside, const LanguageTag& language);

}  // namespace gatecast::bundle
