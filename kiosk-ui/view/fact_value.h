// A text that is one value ("up to {fact:beer-limit-ml} ml"): where a fact in it may not be told any more,
// all of it is "ask at the counter", for "up to ask at the counter ml" says nothing. Threads, errors: as
// with_facts. Source: shared/design/content.md (Fact).
#pragma once
#include <string>

#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {

std::string value_with_facts(const std::string& text, const bundle::LanguageTag& language,
                             const bundle::Release& release, Instant now, compose::FactsUsed& used);

}  // namespace gatecast::kiosk_ui
