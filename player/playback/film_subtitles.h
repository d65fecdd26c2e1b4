// A film's subtitles as the showing needs them: in pair mode the lines of both languages stand together, the
// first above, each changing at its own times.
// Threads: values. Errors: none. Source: shared/design/content.md (Language set, pair).
#pragma once
#include <vector>

#include "content-sync/bundle/release.h"
#include "player/text/subtitle_painter.h"
#include "player/text/subtitles.h"

namespace gatecast::playback {

struct SubtitleLine {
  bundle::LanguageTag language;
  std::string text;
  std::optional<text::SubtitlePlace> place{};
  bool operator==(const SubtitleLine&) const = default;
};
// What stands from `start` to `end` of the file's time: the languages in their order, of one language the
// newest first; never empty.
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

// In the order of the languages given; an interval in which nothing is said is left out. Where cues of one
// language overlap, the two newest stand.
std::vector<FilmCue> join_cues(const std::vector<LanguageCues>& tracks);
const FilmCue* film_cue_at(const std::vector<FilmCue>& cues, Duration time);

// The lines that stand in one box, because they are wanted at one place; the usual place first.
std::vector<std::vector<SubtitleLine>> by_place(const std::vector<SubtitleLine>& lines);
// Where a box stands that shall not cover those that are there already: above them, else below.
pixels::Rect beside(pixels::Rect box, const std::vector<pixels::Rect>& taken, pixels::Size frame);
// One picture that holds both, `below` what lies under it.
text::SubtitlePicture stack(const text::SubtitlePicture& above, const text::SubtitlePicture& below);

}  // namespace gatecast::playback
