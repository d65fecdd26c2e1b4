// What a screen shows at an instant and why, in words and for machines: --explain.
// Threads: pure. Errors: none.
#pragma once
#include <string>

#include "player/programme/programme.h"

namespace gatecast::programme {

std::string explain_in_words(const bundle::Release& release, const Situation& situation, Instant now);
// {"at","zone","showing":{...}|null,"next_change","because":[...],"not_because":[...]}; one line.
std::string explain_as_json(const bundle::Release& release, const Situation& situation, Instant now);

}  // namespace gatecast::programme
