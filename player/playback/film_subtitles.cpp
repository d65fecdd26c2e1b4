#include "player/playback/film_subtitles.h"

#include <algorithm>
#include <set>

namespace gatecast::playback {
namespace {

std::vector<SubtitleLine> lines_at(const std::vector<LanguageCues>& tracks, Duration time) {
  std::vector<SubtitleLine> lines;
  for (const auto& track : tracks)
    if (const auto* cue = text::cue_at(track.cues, time)) lines.push_back({track.language, cue->text});
  return lines;
}

}  // namespace

std::vector<FilmCue> join_cues(const std::vector<LanguageCues>& tracks) {
  std::set<Duration> edges;
  for (const auto& track : tracks) {
    for (const auto& cue : track.cues) {
      edges.insert(cue.start);
      edges.insert(cue.end);
    }
  }
  std::vector<FilmCue> joined;
  for (auto edge = edges.begin(); edge != edges.end() && std::next(edge) != edges.end(); ++edge) {
    auto lines = lines_at(tracks, *edge);
    if (lines.empty()) continue;
    const auto end = *std::next(edge);
    if (!joined.empty() && joined.back().end == *edge && joined.back().lines == lines)
      joined.back().end = end;
    else
      joined.push_back({*edge, end, std::move(lines)});
  }
  return joined;
}

const FilmCue* film_cue_at(const std::vector<FilmCue>& cues, Duration time) {
  for (const auto& cue : cues)
    if (cue.start <= time && time < cue.end) return &cue;
  return nullptr;
}

}  // namespace gatecast::playback
