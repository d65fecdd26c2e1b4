// What a screen shows at an instant and why, why not something else, and what comes: --explain, in words and
// for machines. Threads: pure. Errors: none.
#pragma once
#include <string>

#include "player/programme/programme.h"

namespace gatecast::programme {

struct Question {
  Instant now;
  Duration ahead{0};  // moreover what comes in this time; see kLongestAgenda
  std::string about;  // moreover why this event or item is not on, and when it is next
};

std::string explain_in_words(const bundle::Release& release, const Situation& situation,
                             const Question& question);
// {"at","zone","mode":{},"showing":{...}|null,"next_change","because":["..."],
//  "not_because":[{"event"|"item","reason","words"}],"about":["..."],"agenda":[{...}]}; one line.
std::string explain_as_json(const bundle::Release& release, const Situation& situation,
                            const Question& question);

}  // namespace gatecast::programme
