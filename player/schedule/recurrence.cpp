#include "player/schedule/recurrence.h"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

namespace gatecast::schedule {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

struct IteratorCloser {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

icaltimetype to_ical(LocalTime local) {
  const auto day = floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  icaltimetype out = icaltime_null_time();
  out.year = static_cast<int>(date.year());
  out.month = static_cast<int>(static_cast<unsigned>(date.month()));
  out.day = static_cast<int>(static_cast<unsigned>(date.day()));
  out.hour = static_cast<int>(time.hours().count());
  out.minute = static_cast<int>(time.minutes().count());
  out.second = static_cast<int>(time.seconds().count());
  return out;
}

LocalTime from_ical(const icaltimetype& time) {
  const std::chrono::year_month_day date{std::chrono::year(time.year),
                                         std::chrono::month(static_cast<unsigned>(time.month)),
                                         std::chrono::day(static_cast<unsigned>(time.day))};
  return LocalTime(LocalDay(date)) + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         seconds(time.second);
}

auto bad_rule(const std::string& rule, std::string message, std::string hint) {
  return fail(content_error("event.recurrence", rule, std::move(message), std::move(hint)));
}

// What libical is asked for is days only: hours, minutes, COUNT and UNTIL are followed here, as its own loop
// over a rule that never matches has no bound but the year 2582 times every minute of a day.
struct Rule {
  icalrecurrencetype days;
  std::vector<seconds> times;  // of a day, ascending
  std::optional<LocalTime> until;
  int count = 0;
};

// An UNTIL in UTC is read in the zone; one without a time means the whole of that day.
std::optional<LocalTime> until_of(const icalrecurrencetype& rule, const Zone& zone) {
  if (icaltime_is_null_time(rule.until) != 0) return std::nullopt;
  const auto written = from_ical(rule.until);
  if (rule.until.is_date != 0) return floor<std::chrono::days>(written) + std::chrono::days(1) - seconds(1);
  if (icaltime_is_utc(rule.until) != 0) return zone.to_local(Instant(written.time_since_epoch()));
  return written;
}

template <std::size_t size>
std::vector<int> values_of(const short (&list)[size], int usual) {
  std::vector<int> out;
  for (const short value : list) {
    if (value == ICAL_RECURRENCE_ARRAY_MAX) break;
    out.push_back(value);
  }
  if (out.empty()) out.push_back(usual);
  std::ranges::sort(out);
  return out;
}

Rule split(icalrecurrencetype days, LocalTime first, const Zone& zone) {
  Rule rule;
  const std::chrono::hh_mm_ss time(first - floor<std::chrono::days>(first));
  for (const int hour : values_of(days.by_hour, static_cast<int>(time.hours().count()))) {
    for (const int minute : values_of(days.by_minute, static_cast<int>(time.minutes().count()))) {
      rule.times.push_back(std::chrono::hours(hour) + std::chrono::minutes(minute) + time.seconds());
    }
  }
  rule.until = until_of(days, zone);
  rule.count = days.count;
  // All of each list: libical puts its default into the first place and reads on.
  std::ranges::fill(days.by_hour, ICAL_RECURRENCE_ARRAY_MAX);
  std::ranges::fill(days.by_minute, ICAL_RECURRENCE_ARRAY_MAX);
  days.until = icaltime_null_time();
  days.count = 0;
  rule.days = days;
  return rule;
}

// Whether some month of the rule has some day of it: the 31st of February is looked for until the year 2582.
bool is_possible(const icalrecurrencetype& rule) {
  static constexpr std::array<int, 13> kDays{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  // The 40th of the days of a month as well.
  const int most = rule.freq == ICAL_DAILY_RECURRENCE     ? 1
                   : rule.freq == ICAL_WEEKLY_RECURRENCE  ? 7
                   : rule.freq == ICAL_MONTHLY_RECURRENCE ? 31
                                                          : 366;
  if (std::ranges::all_of(values_of(rule.by_set_pos, 1), [&](int place) { return std::abs(place) > most; })) {
    return false;
  }
  for (const int month : values_of(rule.by_month, 1)) {
    for (const int day : values_of(rule.by_month_day, 1)) {
      if (month >= 1 && month <= 12 && std::abs(day) <= kDays[static_cast<std::size_t>(month)]) return true;
    }
  }
  return false;
}

Result<icalrecurrencetype> parse(const std::string& text) {
  // libical would stop the program on a malformed rule unless told not to.
  static const bool quiet = [] {
    icalerror_set_errors_are_fatal(0);
    return true;
  }();
  static_cast<void>(quiet);
  if (text.size() > 1024) return bad_rule(text.substr(0, 60), "the rule is longer than 1024 characters", "");
  std::string upper = text;
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (upper.find("RSCALE") != std::string::npos) {
    return bad_rule(text, "RSCALE is not read here", "write the days of another calendar as \"additions\"");
  }
  const auto rule = icalrecurrencetype_from_string(upper.c_str());
  if (rule.freq == ICAL_NO_RECURRENCE) {
    return bad_rule(text, "this is not an RFC 5545 recurrence rule",
                    "for instance \"FREQ=WEEKLY;BYDAY=MO,FR\"");
  }
  if (rule.freq != ICAL_DAILY_RECURRENCE && rule.freq != ICAL_WEEKLY_RECURRENCE &&
      rule.freq != ICAL_MONTHLY_RECURRENCE && rule.freq != ICAL_YEARLY_RECURRENCE) {
    return bad_rule(text, "an event may come again by day, week, month or year only",
                    "for several times in a day write FREQ=DAILY;BYHOUR=8,9,10");
  }
  if (rule.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX) {
    return bad_rule(text, "BYSECOND is not allowed", "the seconds are those of \"starts\"");
  }
  if (rule.by_set_pos[0] != ICAL_RECURRENCE_ARRAY_MAX &&
      (rule.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX || rule.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX)) {
    return bad_rule(text, "BYSETPOS does not go with BYHOUR or BYMINUTE here",
                    "make one event for each time");
  }
  if (rule.interval < 1 || rule.count < 0 || rule.count > kMostSteps) {
    return bad_rule(text, "INTERVAL must be 1 or more and COUNT 10000 or less", "");
  }
  if (!is_possible(rule)) {
    return bad_rule(text, "this rule never gives a day", "look at BYMONTH, BYMONTHDAY and BYSETPOS");
  }
  if (icaltime_is_null_time(rule.until) == 0 && (rule.until.year < 1900 || rule.until.year > 2500)) {
    return bad_rule(text, "UNTIL must lie between 1900 and 2500", "");
  }
  return rule;
}

}  // namespace

namespace {

using DayIterator = std::unique_ptr<icalrecur_iterator, IteratorCloser>;

Result<DayIterator> iterate_days(const std::string& text, Rule& rule, LocalTime first, LocalTime from) {
  DayIterator iterator(icalrecur_iterator_new(rule.days, to_ical(first)));
  if (!iterator) return bad_rule(text, "the parts of this rule do not go together", "");
  if (rule.count == 0 && from > first) {
    // The day before, so that the time of day never hides a start of the first day.
    const auto day = floor<std::chrono::days>(from) - std::chrono::days(1);
    const auto jump = std::max(first, LocalTime(day) + (first - floor<std::chrono::days>(first)));
    icalrecur_iterator_set_start(iterator.get(), to_ical(jump));
  }
  return iterator;
}

Result<Walk> walk_days(const std::string& text, LocalTime first, const Zone& zone, LocalTime from,
                       const std::function<bool(LocalTime)>& visit) {
  GATECAST_TRY(const auto parsed, parse(text));
  auto rule = split(parsed, first, zone);
  if (rule.until && *rule.until < std::max(from, first)) return Walk::ended;
  GATECAST_TRY(const auto iterator, iterate_days(text, rule, first, from));
  int seen = 0;
  while (seen < kMostSteps) {
    const auto next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next) != 0) return Walk::ended;
    const auto day = floor<std::chrono::days>(from_ical(next));
    for (const auto time : rule.times) {
      const auto start = day + time;
      if (start < first) continue;
      if (rule.until && start > *rule.until) return Walk::ended;
      ++seen;
      if (rule.count > 0 && seen > rule.count) return Walk::ended;
      if (start >= from && !visit(start)) return Walk::stopped;
    }
  }
  return Walk::gave_up;
}

}  // namespace

Result<Walk> walk_recurrence(const std::string& text, LocalTime first, const Zone& zone, LocalTime from,
                             const std::function<bool(LocalTime)>& visit) {
  // A rule that gives nothing from some time on costs up to a second to find out: each thread keeps such
  // findings.
  using Key = std::tuple<std::string, LocalTime, std::string>;
  thread_local std::map<Key, LocalTime> empty_from;
  const Key key(text, first, zone.name());
  if (const auto found = empty_from.find(key); found != empty_from.end() && from >= found->second) {
    return Walk::ended;
  }
  bool is_empty = true;
  auto walk = walk_days(text, first, zone, from, [&](LocalTime start) {
    is_empty = false;
    return visit(start);
  });
  if (walk && *walk == Walk::ended && is_empty) {
    if (empty_from.size() > 256) empty_from.clear();
    empty_from[key] = from;
  }
  return walk;
}

}  // namespace gatecast::schedule
