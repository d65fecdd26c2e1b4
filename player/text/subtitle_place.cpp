#include "player/text/subtitle_place.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gatecast::text {
namespace {

using Edge = SubtitlePlace::Edge;

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<double> percent_of(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto value = number_of(text.substr(0, text.size() - 1));
  if (!value || *value < 0 || *value > 100) return std::nullopt;
  return value;
}

std::optional<Edge> edge_of(std::string_view text) {
  if (text == "start" || text == "left" || text == "line-left") return Edge::start;
  if (text == "center" || text == "middle") return Edge::centre;
  if (text == "end" || text == "right" || text == "line-right") return Edge::end;
  return std::nullopt;
}

// "90%,end" -> both parts.
struct Parts {
  std::string_view value;
  std::optional<Edge> edge;
};
Parts parts_of(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == text.npos) return {text, std::nullopt};
  return {text.substr(0, comma), edge_of(text.substr(comma + 1))};
}

bool take_line(std::string_view value, SubtitlePlace& place) {
  const auto [text, edge] = parts_of(value);
  constexpr double kMostRows = 100;
  if (const auto percent = percent_of(text))
    place.line_percent = percent;
  else if (const auto row = number_of(text); row && std::abs(*row) <= kMostRows)
    place.row = static_cast<int>(std::lround(*row));
  else
    return false;
  place.line_edge = edge.value_or(Edge::start);
  return true;
}

bool take_setting(std::string_view name, std::string_view value, SubtitlePlace& place) {
  if (name == "line") return take_line(value, place);
  if (name == "position") {
    const auto [text, edge] = parts_of(value);
    const auto percent = percent_of(text);
    if (percent) place.position_percent = percent;
    if (percent && edge) place.position_edge = edge;
    return percent.has_value();
  }
  if (name == "size") {
    const auto percent = percent_of(value);
    if (percent) place.size_percent = percent;
    return percent.has_value();
  }
  if (name == "align") {
    const auto edge = edge_of(value);
    if (edge) place.align = *edge;
    return edge.has_value();
  }
  return false;  // regions and upright writing: none of our scripts needs them
}

double position_of(const SubtitlePlace& place) {
  if (place.position_percent) return *place.position_percent;
  return place.align == Edge::start ? 0 : place.align == Edge::end ? 100 : 50;
}
Edge edge_of_position(const SubtitlePlace& place) {
  return place.position_edge.value_or(place.align);
}

double start_of(double at, double length, Edge edge) {
  return edge == Edge::start ? at : edge == Edge::end ? at - length : at - length / 2;
}

}  // namespace

std::optional<SubtitlePlace> parse_vtt_settings(std::string_view settings) {
  SubtitlePlace place;
  bool says_something = false;
  while (!settings.empty()) {
    const auto end = std::min(settings.find_first_of(" \t"), settings.size());
    const auto word = settings.substr(0, end);
    settings.remove_prefix(std::min(settings.size(), end + 1));
    const auto colon = word.find(':');
    if (colon == word.npos) continue;
    says_something = take_setting(word.substr(0, colon), word.substr(colon + 1), place) || says_something;
  }
  if (!says_something) return std::nullopt;
  return place;
}

std::optional<SubtitlePlace> numpad_place(int number) {
  if (number < 1 || number > 9 || number == 2) return std::nullopt;  // 2 is where it stands anyway
  SubtitlePlace place;
  const int column = (number - 1) % 3;
  place.align = column == 0 ? Edge::start : column == 1 ? Edge::centre : Edge::end;
  if (number >= 7) place.line_percent = 0;
  if (number >= 4 && number <= 6) {
    place.line_percent = 50;
    place.line_edge = Edge::centre;
  }
  return place;
}

double widest_px(const SubtitlePlace& place, int frame_width_px) {
  const double at = position_of(place);
  const auto edge = edge_of_position(place);
  const double room = edge == Edge::start ? 100 - at : edge == Edge::end ? at : 2 * std::min(at, 100 - at);
  const double percent = std::min(place.size_percent.value_or(100), room);
  return percent / 100 * frame_width_px;
}

pixels::Rect box_at(const SubtitlePlace& place, pixels::Size box, double line_box_px, pixels::Size frame,
                    pixels::Rect safe) {
  // The area that the settings give; the text's own box stands in it as it is aligned.
  const double area = widest_px(place, frame.width_px);
  const double left = start_of(position_of(place) / 100 * frame.width_px, area, edge_of_position(place));
  const double room = area - box.width_px;
  double x = left + (place.align == Edge::start ? 0 : place.align == Edge::end ? room : room / 2);
  double y = safe.y + safe.height - box.height_px;
  if (place.line_percent)
    y = start_of(*place.line_percent / 100 * frame.height_px, box.height_px, place.line_edge);
  else if (place.row)
    y = *place.row >= 0 ? safe.y + *place.row * line_box_px
                        : safe.y + safe.height - box.height_px + (*place.row + 1) * line_box_px;
  const auto inside = [](double value, int from, int length, int own) {
    return static_cast<int>(
        std::lround(std::clamp<double>(value, from, std::max(from, from + length - own))));
  };
  return {inside(x, safe.x, safe.width, box.width_px), inside(y, safe.y, safe.height, box.height_px),
          box.width_px, box.height_px};
}

}  // namespace gatecast::text
