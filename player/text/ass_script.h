// ASS and SSA scripts -> cues: times, plain text with the file's own line breaks, and the place (numpad
// alignment of the style or of the line, \pos, the beginning of \move). Colours, faces, outlines, karaoke and
// drawings are read over: the words are set by our own text path like all others, so that Lao and Thai break
// at words, marks stand right and every line is legible on any picture. Threads: any; values. Errors: content
// errors "subtitles.time", "subtitles.text", "subtitles.size", with the line. Source: the Advanced SubStation
// Alpha format as written by common programs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "player/text/subtitles.h"

namespace gatecast::text {

bool is_ass_script(std::string_view bytes);
// Sorted by start; `bytes` is valid UTF-8.
Result<std::vector<Cue>> parse_ass_script(std::string_view bytes, const std::string& subject);

}  // namespace gatecast::text
