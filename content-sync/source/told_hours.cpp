#include "content-sync/source/told_hours.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gatecast::source {
namespace {

constexpr int kDayMinutes = 1440;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_between(char c) {
  return c == ':' || c == '.';
}

// The hour that begins at `at`, and `at` behind it. A date ("20.11.2026") is none.
std::optional<int> hour_at(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  int hour = 0;
  for (; end < text.size() && is_digit(text[end]) && end < at + 2; ++end)
    hour = hour * 10 + (text[end] - '0');
  if (end + 2 >= text.size() || !is_between(text[end]) || !is_digit(text[end + 1]) ||
      !is_digit(text[end + 2]))
    return std::nullopt;
  const int minute = (text[end + 1] - '0') * 10 + (text[end + 2] - '0');
  end += 3;
  const bool goes_on =
      end < text.size() &&
      (is_digit(text[end]) || (end + 1 < text.size() && is_between(text[end]) && is_digit(text[end + 1])));
  if (goes_on || minute > 59 || hour * 60 + minute > kDayMinutes) return std::nullopt;
  at = end;
  return hour * 60 + minute;
}

std::vector<ToldSpan> sorted(std::vector<ToldSpan> spans) {
  std::sort(spans.begin(), spans.end(), [](const ToldSpan& a, const ToldSpan& b) {
    return std::pair(a.from_minute, a.to_minute % kDayMinutes) <
           std::pair(b.from_minute, b.to_minute % kDayMinutes);
  });
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  return spans;
}

std::string clock(int minute) {
  const int of_day = minute == kDayMinutes ? minute : minute % kDayMinutes;
  return fmt::format("{:02}:{:02}", of_day / 60, of_day % 60);
}

}  // namespace

std::vector<ToldSpan> hours_in(std::string_view text) {
  std::vector<int> hours;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins =
        is_digit(text[at]) && (at == 0 || (!is_digit(text[at - 1]) && !is_between(text[at - 1])));
    const auto hour = begins ? hour_at(text, at) : std::nullopt;
    if (hour)
      hours.push_back(*hour);
    else
      ++at;
  }
  std::vector<ToldSpan> spans;
  for (std::size_t i = 0; i < hours.size(); i += 2)
    spans.push_back({hours[i], i + 1 < hours.size() ? hours[i + 1] : -1});
  return sorted(std::move(spans));
}

std::vector<ToldSpan> hours_of(const bundle::HoursBlock& block) {
  std::vector<ToldSpan> spans;
  for (const auto& span : block.spans) spans.push_back({span.from_minute, span.to_minute});
  return sorted(std::move(spans));
}

std::string in_words(const std::vector<ToldSpan>& spans) {
  std::vector<std::string> words;
  for (const auto& span : spans)
    words.push_back(clock(span.from_minute) + (span.to_minute < 0 ? "" : "–" + clock(span.to_minute)));
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace gatecast::source
