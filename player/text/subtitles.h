// SRT and WebVTT files -> cues: times, plain text and the place that the file asks for. Tags, styles and
// notes are read over; entities are decoded; a cue without a visible character is left out. Strict where an
// editor must know (times, order, encoding), lenient where files differ in habit. Threads: any; values.
// Errors: content errors "subtitles.encoding", "subtitles.time", "subtitles.text", "subtitles.size"; the
// subject ends in ":line". Source: W3C WebVTT; SubRip as written by common programs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"
#include "player/text/subtitle_place.h"

namespace gatecast::text {

constexpr std::size_t kMaxSubtitleBytes = 2 << 20;
constexpr std::size_t kMaxCues = 20000;
constexpr std::size_t kMaxCueBytes = 2000;

struct Cue {
  Duration start{};
  Duration end{};    // exclusive, after start
  std::string text;  // UTF-8, lines parted by "\n", never empty
  std::optional<SubtitlePlace> place{};
  bool operator==(const Cue&) const = default;
};

// Sorted by start. `subject` names the file in an error.
Result<std::vector<Cue>> parse_subtitles(std::string_view bytes, const std::string& subject);

// The cue that shows at `time` of the film; of several the one that began last; null if none.
const Cue* cue_at(const std::vector<Cue>& cues, Duration time);
// All that show at `time`, the newest first; of more than `most` the oldest are left out.
std::vector<const Cue*> cues_at(const std::vector<Cue>& cues, Duration time, std::size_t most = 2);

}  // namespace gatecast::text
