#include "player/text/ass_script.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "player/text/subtitle_lines.h"

namespace gatecast::text {
namespace {

using Edge = SubtitlePlace::Edge;

constexpr int kBottomMiddle = 2;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<double> number_at(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// SSA's old numbers: 1 to 3 below, plus 4 above, plus 8 in the middle.
int from_old_numbers(int value) {
  const int column = value & 3;
  if (column == 0) return kBottomMiddle;
  return column + ((value & 4) != 0 ? 6 : (value & 8) != 0 ? 3 : 0);
}

struct Point {
  double x = 0, y = 0;
};
struct Line {
  std::string text;
  std::optional<int> alignment;
  std::optional<Point> point;
};

std::optional<Point> point_in(std::string_view tags, std::string_view name) {
  const auto found = tags.find(name);
  if (found == tags.npos) return std::nullopt;
  auto rest = tags.substr(found + name.size());
  const auto x = number_at(rest);
  if (!x || rest.empty() || rest.front() != ',') return std::nullopt;
  rest.remove_prefix(1);
  const auto y = number_at(rest);
  if (!y) return std::nullopt;
  return Point{*x, *y};
}

void take_tags(std::string_view tags, Line& line, bool& is_drawing) {
  for (auto at = tags.find('\\'); at != tags.npos; at = tags.find('\\', at + 1)) {
    const auto tag = tags.substr(at + 1);
    auto value = tag.substr(std::min<std::size_t>(tag.size(), tag.starts_with("an") ? 2 : 1));
    if (tag.starts_with("an") ||
        (tag.starts_with("a") && !value.empty() && value[0] >= '0' && value[0] <= '9')) {
      const auto number = number_at(value);
      if (number && *number >= 1 && *number <= 11)
        line.alignment =
            tag.starts_with("an") ? static_cast<int>(*number) : from_old_numbers(static_cast<int>(*number));
    }
    if (tag.starts_with("p") && !value.empty() && value[0] >= '0' && value[0] <= '9')
      is_drawing = value[0] != '0';
  }
  if (!line.point) line.point = point_in(tags, "\\pos(");
  if (!line.point) line.point = point_in(tags, "\\move(");
}

Line read_text(std::string_view raw) {
  Line line;
  bool is_drawing = false;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '{') {
      const auto end = raw.find('}', i);
      if (end != raw.npos) {
        take_tags(raw.substr(i + 1, end - i - 1), line, is_drawing);
        i = end;
        continue;
      }
    }
    if (is_drawing) continue;
    const char next = raw[i] == '\\' && i + 1 < raw.size() ? raw[i + 1] : '\0';
    if (next == 'N' || next == 'n' || next == 'h') {
      line.text += next == 'N' ? "\n" : next == 'n' ? " " : "\u00A0";
      ++i;
      continue;
    }
    line.text += raw[i];
  }
  return line;
}

// Lines without spaces at their ends, without empty ones.
std::string tidy(const std::string& text) {
  std::string out;
  for (const auto& line : split_lines(text)) {
    if (!is_visible(line.text)) continue;
    if (!out.empty()) out += '\n';
    out += line.text;
  }
  return out;
}

class Script {
 public:
  Script(std::string_view bytes, const std::string& subject)
      : subject_(subject), lines_(split_lines(bytes)) {}

  Result<std::vector<Cue>> run() {
    for (const auto& line : lines_) {
      if (line.text.starts_with('[')) {
        section_ = lower(line.text);
        columns_.clear();
        continue;
      }
      const auto colon = line.text.find(':');
      if (colon == line.text.npos) continue;
      const auto key = lower(trimmed(line.text.substr(0, colon)));
      const auto value = trimmed(line.text.substr(colon + 1));
      if (key == "format")
        read_columns(value);
      else if (section_ == "[script info]")
        read_resolution(key, value);
      else if (key == "style")
        read_style(value);
      else if (key == "dialogue" && section_ == "[events]")
        GATECAST_TRY_STATUS(read_dialogue(value, line.number));
    }
    std::stable_sort(cues_.begin(), cues_.end(),
                     [](const Cue& a, const Cue& b) { return a.start < b.start; });
    return std::move(cues_);
  }

 private:
  void read_columns(std::string_view value) {
    columns_.clear();
    while (!value.empty()) {
      const auto end = std::min(value.find(','), value.size());
      columns_.push_back(lower(trimmed(value.substr(0, end))));
      value.remove_prefix(std::min(value.size(), end + 1));
    }
  }

  // The last column takes the rest, commas and all.
  [[nodiscard]] std::string_view column(std::string_view value, std::string_view name) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool is_last = i + 1 == columns_.size();
      const auto end = is_last ? value.size() : std::min(value.find(','), value.size());
      if (columns_[i] == name) return trimmed(value.substr(0, end));
      value.remove_prefix(std::min(value.size(), end + 1));
    }
    return {};
  }

  void read_resolution(const std::string& key, std::string_view value) {
    const auto number = number_at(value);
    if (!number || *number < 1 || *number > 100'000) return;
    if (key == "playresx") width_ = *number;
    if (key == "playresy") height_ = *number;
  }

  void read_style(std::string_view value) {
    auto number = column(value, "alignment");
    const double wished = number_at(number).value_or(kBottomMiddle);
    const int alignment = wished >= 0 && wished < 100 ? static_cast<int>(wished) : kBottomMiddle;
    const bool is_old = section_ == "[v4 styles]";
    if (styles_.size() < 1000)
      styles_[std::string(column(value, "name"))] = is_old ? from_old_numbers(alignment) : alignment;
  }

  Status read_dialogue(std::string_view value, std::size_t number) {
    auto start_text = column(value, "start");
    auto end_text = column(value, "end");
    const auto start = take_time(start_text);
    const auto end = take_time(end_text);
    if (!start || !end || !start_text.empty() || !end_text.empty())
      return error(number, "subtitles.time", "the times are not understood", "write 0:00:01.00,0:00:03.00");
    if (*end <= *start)
      return error(number, "subtitles.time", "the text ends before it begins",
                   "exchange or correct the times");
    const Line line = read_text(column(value, "text"));
    Cue cue{*start, *end, tidy(line.text), place_of(line, column(value, "style"))};
    if (cue.text.empty()) return {};
    if (cue.text.size() > kMaxCueBytes)
      return error(number, "subtitles.text", "the text is longer than anybody reads at once", "divide it");
    if (cues_.size() == kMaxCues)
      return error(number, "subtitles.size", "more than 20000 texts", "divide the film");
    cues_.push_back(std::move(cue));
    return {};
  }

  [[nodiscard]] std::optional<SubtitlePlace> place_of(const Line& line, std::string_view style) const {
    const auto known = styles_.find(std::string(style));
    const int alignment = line.alignment.value_or(known == styles_.end() ? kBottomMiddle : known->second);
    if (!line.point) return numpad_place(alignment);
    SubtitlePlace place;
    const auto edge = [](int part) { return part == 0 ? Edge::start : part == 1 ? Edge::centre : Edge::end; };
    const int cell = std::clamp(alignment, 1, 9) - 1;
    place.align = edge(cell % 3);
    place.position_edge = place.align;
    place.position_percent = std::clamp(line.point->x / width_ * 100, 0.0, 100.0);
    place.line_edge = edge(2 - cell / 3);
    place.line_percent = std::clamp(line.point->y / height_ * 100, 0.0, 100.0);
    return place;
  }

  tl::unexpected<Error> error(std::size_t number, const char* rule, const char* message,
                              const char* hint) const {
    return fail(content_error(rule, subject_ + ":" + std::to_string(number), message, hint));
  }

  const std::string& subject_;
  std::vector<NumberedLine> lines_;
  std::string section_;
  std::vector<std::string> columns_;
  std::map<std::string, int> styles_;
  double width_ = 384;
  double height_ = 288;
  std::vector<Cue> cues_;
};

}  // namespace

bool is_ass_script(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != bytes.npos && lower(bytes.substr(first, 13)) == "[script info]";
}

Result<std::vector<Cue>> parse_ass_script(std::string_view bytes, const std::string& subject) {
  return Script(bytes, subject).run();
}

}  // namespace gatecast::text
