#include "player/text/subtitle_lines.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace gatecast::text {
namespace {

// One to `most` digits at the front of `text`, taken off.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t most) {
  std::int64_t value = 0;
  std::size_t count = 0;
  for (; count < most && count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count)
    value = value * 10 + (text[count] - '0');
  if (count == 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<NumberedLine> split_lines(std::string_view bytes) {
  std::vector<NumberedLine> lines;
  std::size_t number = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    std::size_t end = bytes.find_first_of("\r\n", start);
    if (end == bytes.npos) end = bytes.size();
    lines.push_back({trimmed(bytes.substr(start, end - start)), ++number});
    start = end + (bytes.substr(end, 2) == "\r\n" ? 2 : 1);
  }
  return lines;
}

std::optional<Duration> take_time(std::string_view& text) {
  std::array<std::int64_t, 3> parts{};
  std::size_t count = 0;
  do {
    const auto part = take_digits(text, 4);
    if (!part || count == 3) return std::nullopt;
    parts[count++] = *part;
  } while (take(text, ':'));
  if (count < 2) return std::nullopt;
  std::int64_t milliseconds = 0;
  if (take(text, '.') || take(text, ',')) {
    const std::size_t before = text.size();
    const auto fraction = take_digits(text, 3);
    if (!fraction) return std::nullopt;
    milliseconds = *fraction;
    for (std::size_t digits = before - text.size(); digits < 3; ++digits) milliseconds *= 10;
  }
  const std::int64_t hours = count == 3 ? parts[0] : 0;
  const std::int64_t minutes = parts[count - 2];
  const std::int64_t seconds = parts[count - 1];
  if (seconds > 59 || minutes > 59) return std::nullopt;
  return std::chrono::milliseconds(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds);
}

bool is_visible(std::string_view utf8) {
  const auto length = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(utf8.data()), i, length, c);
    const auto kind = u_charType(c);
    if (!u_isUWhiteSpace(c) && kind != U_FORMAT_CHAR && kind != U_CONTROL_CHAR) return true;
  }
  return false;
}

}  // namespace gatecast::text
