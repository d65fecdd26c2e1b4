// Where an editor wants a subtitle: WebVTT's settings (line, position, size, align) or the numbers of SRT and
// ASS (\an1 bottom left to \an9 top right). What is not said stays with the painter: bottom, in the middle.
// Threads: values. Errors: none; settings that are not understood are read over, as the standard asks.
// Source: W3C WebVTT, cue settings and 3.5; Advanced SubStation Alpha, numpad alignment.
#pragma once
#include <optional>
#include <string_view>

#include "player/pixels/pixmap.h"

namespace gatecast::text {

struct SubtitlePlace {
  enum class Edge { start, centre, end };  // which edge of the box a value means: left or top first
  std::optional<int> row;                  // in line boxes: 0 the first from the top, -1 the last
  std::optional<double> line_percent;      // instead of a row
  Edge line_edge = Edge::start;
  std::optional<double> position_percent;
  std::optional<Edge> position_edge;  // left out: as the text is aligned
  std::optional<double> size_percent;
  Edge align = Edge::centre;
  bool operator==(const SubtitlePlace&) const = default;
};

// Nothing where no setting says anything.
std::optional<SubtitlePlace> parse_vtt_settings(std::string_view settings);
std::optional<SubtitlePlace> numpad_place(int number);

// How wide the box may be, of a frame this wide.
double widest_px(const SubtitlePlace& place, int frame_width_px);
// The top left of a box of this size; kept inside `safe`.
pixels::Rect box_at(const SubtitlePlace& place, pixels::Size box, double line_box_px, pixels::Size frame,
                    pixels::Rect safe);

}  // namespace gatecast::text
