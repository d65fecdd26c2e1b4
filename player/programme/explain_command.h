// --explain of gatecast-player and gatecast-preview: prints the answer, and writes the calendar file.
// Threads: main only. Errors: of writing the file.
#pragma once
#include <string>

#include "content-sync/base/result.h"
#include "player/programme/programme.h"

namespace gatecast::programme {

struct ExplainRequest {
  Instant now;
  double hours = 0;   // what comes; of a calendar file 24 where none are given
  std::string about;  // an event or item
  std::string ics;    // the calendar file; "-" is standard output, instead of the words
  bool is_json = false;
};
Status print_explanation(const bundle::Release& release, const Situation& situation,
                         const ExplainRequest& request);

}  // namespace gatecast::programme
