#include "content-sync/base/clock.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace gatecast {

using std::chrono::floor;

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}
SteadyInstant SystemClock::steady_now() const {
  return std::chrono::steady_clock::now();
}

namespace {
constexpr std::chrono::seconds kBelievedBehind{1};
}

FlooredClock::FlooredClock(const Clock& machine)
    : machine_(machine), least_us_(-steady_us()) {}  // 1970: no floor yet

std::int64_t FlooredClock::steady_us() const {
  return std::chrono::duration_cast<Duration>(machine_.steady_now().time_since_epoch()).count();
}

void FlooredClock::raise_floor(Instant floor) {
  const auto wanted = floor.time_since_epoch().count() - steady_us();
  if (wanted > least_us_) least_us_ = wanted;  // one owner raises, any thread reads
}

Instant FlooredClock::least() const {
  return Instant(Duration(steady_us() + least_us_));
}

bool FlooredClock::is_lifted() const {
  return least() - machine_.now() > kBelievedBehind;
}

Instant FlooredClock::now() const {
  const auto machine = machine_.now();
  const auto known = least();
  return known - machine > kBelievedBehind ? known : machine;
}

std::string format_instant(Instant instant) {
  const auto day = floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(floor<std::chrono::seconds>(instant - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

namespace {

// Reads exactly `count` digits at `at`; -1 where there are none.
int digits(std::string_view text, std::size_t& at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i, ++at) {
    if (text[at] < '0' || text[at] > '9') return -1;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool literal(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

std::optional<Duration> fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return Duration{0};
  ++at;
  std::int64_t value = 0;
  int count = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count)
    if (count < 6) value = value * 10 + (text[at] - '0');
  if (count == 0) return std::nullopt;
  for (; count < 6; ++count) value *= 10;
  return Duration{value};
}

std::optional<std::chrono::minutes> offset(std::string_view text, std::size_t& at) {
  if (literal(text, at, 'Z')) return std::chrono::minutes{0};
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int sign = text[at++] == '-' ? -1 : 1;
  const int hours = digits(text, at, 2);
  if (!literal(text, at, ':')) return std::nullopt;
  const int minutes = digits(text, at, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return std::chrono::minutes{sign * (hours * 60 + minutes)};
}

std::optional<Instant> parse(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const int y = digits(text, at, 4);
  const bool dash1 = literal(text, at, '-');
  const int m = digits(text, at, 2);
  const bool dash2 = literal(text, at, '-');
  const int d = digits(text, at, 2);
  const bool t = literal(text, at, 'T');
  const int hh = digits(text, at, 2);
  const bool colon1 = literal(text, at, ':');
  const int mm = digits(text, at, 2);
  const bool colon2 = literal(text, at, ':');
  const int ss = digits(text, at, 2);
  if (!dash1 || !dash2 || !t || !colon1 || !colon2) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (y < 0 || m < 0 || d < 0 || !date.ok() || hh < 0 || hh > 23 || mm < 0 || mm > 59 || ss < 0 || ss > 60)
    return std::nullopt;
  const auto part = fraction(text, at);
  const auto zone = offset(text, at);
  if (!part || !zone || at != text.size()) return std::nullopt;
  return Instant{sys_days{date}} + hours{hh} + minutes{mm} + seconds{ss} + *part - *zone;
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
  if (const auto instant = parse(text)) return *instant;
  return fail(content_error("time.format", std::string(text), "not a time of RFC 3339",
                            "write it as 2026-12-01T08:00:00+07:00 or 2026-12-01T01:00:00Z"));
}

}  // namespace gatecast
