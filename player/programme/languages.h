// Which languages a pass through a playlist speaks.
// Threads: pure. Source: shared/design/content.md, Language set; BCP 47 (RFC 4647 lookup for the tag asked
// for).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::programme {

// One tag, or two in pair presentation (primary first). `wished` overrides the rounds: one: that language;
// rotate: that language all the time; pair: the primary with it.
std::vector<bundle::LanguageTag> languages_of_pass(const bundle::LanguageSet& set, std::int64_t pass,
                                                   const std::optional<bundle::LanguageTag>& wished);

// What to say where the set has nothing for a wish: which languages there are, and which is taken instead.
std::optional<std::string> missing_language(const bundle::LanguageSet& set,
                                            const bundle::LanguageTag& wished);

// The rounds as they are used, also where the release gives none.
std::vector<std::vector<bundle::LanguageTag>> rounds_of(const bundle::LanguageSet& set);

// The same with a traveller's wish: then there is one.
std::vector<std::vector<bundle::LanguageTag>> rounds_spoken(const bundle::LanguageSet& set,
                                                            const std::optional<bundle::LanguageTag>& wished);

}  // namespace gatecast::programme
