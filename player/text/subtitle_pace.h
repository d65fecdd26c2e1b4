// Whether people can read subtitles as fast as they change: characters a second by script, least time on the
// screen, overlaps. Threads: pure. Errors: findings, one a cue at most, and no more than a handful a file.
// Source: usual limits of broadcasters (Latin 17 characters a second, Lao and Thai 14 letters, Han 7, 0.8 s
// least); letters are counted with their marks as one.
#pragma once
#include <string>
#include <vector>

#include "player/text/subtitles.h"

namespace gatecast::text {

struct PaceFinding {
  Duration at{};
  const char* rule = "";  // "subtitles.fast", "subtitles.short", "subtitles.overlap"
  std::string message;
  const char* hint = "";
};
std::vector<PaceFinding> check_pace(const std::vector<Cue>& cues, const std::string& language);

// Letters with their marks; spaces within lines count, line breaks do not.
int letters_of(const std::string& utf8);

}  // namespace gatecast::text
