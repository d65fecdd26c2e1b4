#include "player/playback/film_subtitles.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace gatecast::playback {
namespace {

std::vector<SubtitleLine> lines_at(const std::vector<LanguageCues>& tracks, Duration time) {
  std::vector<SubtitleLine> lines;
  for (const auto& track : tracks)
    for (const auto* cue : text::cues_at(track.cues, time))
      lines.push_back({track.language, cue->text, cue->place});
  return lines;
}

void copy_rows(const text::SubtitlePicture& from, text::SubtitlePicture& to) {
  const int x = from.where.x - to.where.x;
  const int y = from.where.y - to.where.y;
  for (int row = 0; row < from.pixels.size().height_px; ++row)
    std::memcpy(to.pixels.row(y + row) + x, from.pixels.row(row),
                static_cast<std::size_t>(from.pixels.stride_bytes()));
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

std::vector<std::vector<SubtitleLine>> by_place(const std::vector<SubtitleLine>& lines) {
  std::vector<std::vector<SubtitleLine>> boxes(1);
  for (const auto& line : lines) {
    const auto same = std::find_if(boxes.begin(), boxes.end(), [&](const auto& box) {
      return box.empty() ? !line.place : box.front().place == line.place;
    });
    if (same == boxes.end())
      boxes.push_back({line});
    else
      same->push_back(line);
  }
  if (boxes.front().empty()) boxes.erase(boxes.begin());
  return boxes;
}

pixels::Rect beside(pixels::Rect box, const std::vector<pixels::Rect>& taken, pixels::Size frame) {
  const auto collision = [&]() -> const pixels::Rect* {
    for (const auto& other : taken)
      if (box.x < other.x + other.width && other.x < box.x + box.width && box.y < other.y + other.height &&
          other.y < box.y + box.height)
        return &other;
    return nullptr;
  };
  const int wished = box.y;
  for (std::size_t tries = 0; tries <= taken.size(); ++tries) {
    const auto* other = collision();
    if (other == nullptr && box.y >= 0) return box;
    if (other == nullptr) break;
    box.y = other->y - box.height;
  }
  box.y = wished;
  for (std::size_t tries = 0; tries <= taken.size(); ++tries) {
    const auto* other = collision();
    if (other == nullptr) break;
    box.y = other->y + other->height;
  }
  box.y = std::clamp(box.y, 0, std::max(0, frame.height_px - box.height));
  return box;
}

text::SubtitlePicture stack(const text::SubtitlePicture& above, const text::SubtitlePicture& below) {
  text::SubtitlePicture both;
  both.size_px = std::min(above.size_px, below.size_px);
  both.is_too_long = above.is_too_long || below.is_too_long;
  both.lines = above.lines;
  both.lines.insert(both.lines.end(), below.lines.begin(), below.lines.end());
  const int left = std::min(above.where.x, below.where.x);
  const int right = std::max(above.where.x + above.where.width, below.where.x + below.where.width);
  const int top = std::min(above.where.y, below.where.y);
  const int bottom = std::max(above.where.y + above.where.height, below.where.y + below.where.height);
  both.where = {left, top, right - left, bottom - top};
  both.pixels = pixels::Pixmap({both.where.width, both.where.height});
  copy_rows(above, both);
  copy_rows(below, both);
  return both;
}

}  // namespace gatecast::playback
