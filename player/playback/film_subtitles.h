// A film's subtitles as the showing needs them: in pair mode the lines of both languages stand together, the
// first above, each changing at its own times.
// Threads: values. Errors: none. Source: shared/design/content.md (Language set, pair).
#pragma once
#include <vector>

#include "content-sync/bundle/release.h"
#include "player/text/subtitles.h"

namespace gatecast::playback {

struct SubtitleLine {
  bundle::LanguageTag language;
  std::string text;
  bool operator==(const SubtitleLine&) const = default;
};
// What stands from `start` to `end` of the file's time; one line a language, never empty.
struct FilmCue {
  Duration start{};
  Duration end{};
  std::vector<SubtitleLine> lines;
  bool operator==(const FilmCue&) const = default;
};
struct LanguageCues {
  bundle::LanguageTag language;
  std::vector<text::Cue> cues;
};

// In the order of the languages given; an interval in which nothing is said is left out.
std::vector<FilmCue> join_cues(const std::vector<LanguageCues>& tracks);
const FilmCue* film_cue_at(const std::vector<FilmCue>& cues, Duration time);

}  // namespace gatecast::playback
