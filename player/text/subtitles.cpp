#include "player/text/subtitles.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "player/text/ass_script.h"
#include "player/text/subtitle_lines.h"

namespace gatecast::text {
namespace {

constexpr std::size_t kMaxTagBytes = 256;  // else "<a<a<a" would be searched to its end each time

bool is_valid_utf8(std::string_view bytes) {
  const auto length = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(bytes.data()), i, length, c);
    if (c <= 0) return false;  // damage, or NUL
  }
  return true;
}

struct Times {
  Duration start{}, end{};
  std::optional<SubtitlePlace> place{};
};
std::optional<Times> parse_times(std::string_view line) {
  const auto start = take_time(line);
  line = trimmed(line);
  if (!start || !line.starts_with("-->")) return std::nullopt;
  line = trimmed(line.substr(3));
  const auto end = take_time(line);
  if (!end || (!line.empty() && line.front() != ' ' && line.front() != '\t')) return std::nullopt;
  return Times{*start, *end, parse_vtt_settings(line)};
}

std::string_view decode_entity(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kEntities{{{"amp", "&"},
                                                                                    {"lt", "<"},
                                                                                    {"gt", ">"},
                                                                                    {"nbsp", "\u00A0"},
                                                                                    {"quot", "\""},
                                                                                    {"apos", "'"},
                                                                                    {"lrm", ""},
                                                                                    {"rlm", ""}}};
  for (const auto& [entity, value] : kEntities)
    if (entity == name) return value;
  return {};
}

// Tags <i>, </v>, <00:01.000>, {\an8} fall away; a lone "<" stays.
std::string plain_text(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char next = i + 1 < line.size() ? line[i + 1] : '\0';
    const bool opens_tag = line[i] == '<' && (next == '/' || (next >= '0' && next <= '9') ||
                                              (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'));
    if (opens_tag || (line[i] == '{' && next == '\\')) {
      const auto length = line.substr(i, kMaxTagBytes).find(opens_tag ? '>' : '}');
      if (length != line.npos) {
        i += length;
        continue;
      }
    }
    if (line[i] == '&') {
      const auto end = line.substr(i, 8).find(';');
      const auto name = end == line.npos ? std::string_view{} : line.substr(i + 1, end - 1);
      const bool is_mark = name == "lrm" || name == "rlm";
      if (const auto value = decode_entity(name); !value.empty() || is_mark) {
        text += value;
        i += end;
        continue;
      }
    }
    text += line[i];
  }
  return std::string(trimmed(text));
}

// {\an8} as many programs write it into SRT.
std::optional<SubtitlePlace> place_in(std::string_view line) {
  const auto tag = line.find("{\\an");
  if (tag == line.npos || tag + 4 >= line.size()) return std::nullopt;
  return numpad_place(line[tag + 4] - '0');
}

class Parser {
 public:
  Parser(std::string_view bytes, const std::string& subject) : subject_(subject), lines_(split_lines(bytes)) {
    is_vtt_ = !lines_.empty() && lines_.front().text.starts_with("WEBVTT");
  }

  Result<std::vector<Cue>> run() {
    std::size_t line = 0;
    if (is_vtt_) line = skip_block(line);
    while (line < lines_.size()) {
      if (lines_[line].text.empty()) {
        ++line;
        continue;
      }
      const std::size_t end = skip_block(line);
      GATECAST_TRY_STATUS(read_block(line, end));
      line = end;
    }
    std::stable_sort(cues_.begin(), cues_.end(),
                     [](const Cue& a, const Cue& b) { return a.start < b.start; });
    return std::move(cues_);
  }

 private:
  std::size_t skip_block(std::size_t line) const {
    while (line < lines_.size() && !lines_[line].text.empty()) ++line;
    return line;
  }

  Status read_block(std::size_t line, std::size_t end) {
    const std::string_view first = lines_[line].text;
    if (is_vtt_ && (first.starts_with("NOTE") || first.starts_with("STYLE") || first.starts_with("REGION")))
      if (first.find("-->") == first.npos) return {};
    const std::size_t start = line;
    if (first.find("-->") == first.npos) ++line;  // a number or a name
    if (line >= end || lines_[line].text.find("-->") == std::string_view::npos)
      return error(start, "subtitles.time", "a text without its times",
                   "write \"00:00:01,000 --> 00:00:03,000\" above it, and leave no empty line inside a text");
    const auto times = parse_times(lines_[line].text);
    if (!times)
      return error(line, "subtitles.time", "the times are not understood",
                   "write 00:00:01,000 --> 00:00:03,000");
    if (times->end <= times->start)
      return error(line, "subtitles.time", "the text ends before it begins", "exchange or correct the times");
    return add_cue(*times, line + 1, end);
  }

  Status add_cue(const Times& times, std::size_t line, std::size_t end) {
    Cue cue{times.start, times.end, {}, times.place};
    const std::size_t first = line;
    for (; line < end; ++line) {
      if (!cue.place) cue.place = place_in(lines_[line].text);
      const std::string text = plain_text(lines_[line].text);
      if (!is_visible(text)) continue;
      if (!cue.text.empty()) cue.text += '\n';
      cue.text += text;
      if (cue.text.size() > kMaxCueBytes)
        return error(first, "subtitles.text", "the text is longer than anybody reads at once", "divide it");
    }
    if (cue.text.empty()) return {};
    if (cues_.size() == kMaxCues)
      return error(first, "subtitles.size", "more than 20000 texts", "divide the film");
    cues_.push_back(std::move(cue));
    return {};
  }

  tl::unexpected<Error> error(std::size_t line, const char* rule, const char* message,
                              const char* hint) const {
    const std::size_t number = line < lines_.size() ? lines_[line].number : lines_.size();
    return fail(content_error(rule, subject_ + ":" + std::to_string(number), message, hint));
  }

  const std::string& subject_;
  std::vector<NumberedLine> lines_;
  bool is_vtt_ = false;
  std::vector<Cue> cues_;
};

}  // namespace

Result<std::vector<Cue>> parse_subtitles(std::string_view bytes, const std::string& subject) {
  if (bytes.size() > kMaxSubtitleBytes)
    return fail(content_error("subtitles.size", subject, "is larger than 2 MiB", "divide the film"));
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (!is_valid_utf8(bytes))
    return fail(content_error("subtitles.encoding", subject, "is not UTF-8 text", "save it again as UTF-8"));
  return is_ass_script(bytes) ? parse_ass_script(bytes, subject) : Parser(bytes, subject).run();
}

const Cue* cue_at(const std::vector<Cue>& cues, Duration time) {
  auto cue = std::upper_bound(cues.begin(), cues.end(), time,
                              [](Duration t, const Cue& candidate) { return t < candidate.start; });
  while (cue != cues.begin()) {
    --cue;
    if (time < cue->end) return &*cue;
  }
  return nullptr;
}

std::vector<const Cue*> cues_at(const std::vector<Cue>& cues, Duration time, std::size_t most) {
  std::vector<const Cue*> found;
  auto cue = std::upper_bound(cues.begin(), cues.end(), time,
                              [](Duration t, const Cue& candidate) { return t < candidate.start; });
  while (cue != cues.begin() && found.size() < most) {
    --cue;
    if (time < cue->end) found.push_back(&*cue);
  }
  return found;
}

}  // namespace gatecast::text
