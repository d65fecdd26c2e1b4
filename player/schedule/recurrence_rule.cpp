#include "player/schedule/recurrence_rule.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <numeric>

#include "player/schedule/recurrence.h"

namespace gatecast::schedule {

using std::chrono::seconds;

tl::unexpected<Error> bad_recurrence(const std::string& text, std::string message, std::string hint) {
  return fail(content_error("event.recurrence", text, std::move(message), std::move(hint)));
}

namespace {

template <std::size_t size>
bool is_given(const short (&list)[size]) {
  return list[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

template <std::size_t size>
std::vector<int> values_of(const short (&list)[size]) {
  std::vector<int> out;
  for (const short value : list) {
    if (value == ICAL_RECURRENCE_ARRAY_MAX) break;
    out.push_back(value);
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<Frequency> frequency_of(icalrecurrencetype_frequency frequency) {
  switch (frequency) {
    case ICAL_SECONDLY_RECURRENCE:
      return Frequency::secondly;
    case ICAL_MINUTELY_RECURRENCE:
      return Frequency::minutely;
    case ICAL_HOURLY_RECURRENCE:
      return Frequency::hourly;
    case ICAL_DAILY_RECURRENCE:
      return Frequency::daily;
    case ICAL_WEEKLY_RECURRENCE:
      return Frequency::weekly;
    case ICAL_MONTHLY_RECURRENCE:
      return Frequency::monthly;
    case ICAL_YEARLY_RECURRENCE:
      return Frequency::yearly;
    default:
      return std::nullopt;
  }
}

// An UNTIL in UTC is read in the zone; one without a time means the whole of that day.
std::optional<LocalTime> until_of(const icalrecurrencetype& raw, const Zone& zone) {
  if (icaltime_is_null_time(raw.until) != 0) return std::nullopt;
  const LocalDay day(std::chrono::year(raw.until.year) / raw.until.month / raw.until.day);
  const auto written = LocalTime(day) + std::chrono::hours(raw.until.hour) +
                       std::chrono::minutes(raw.until.minute) + seconds(raw.until.second);
  if (raw.until.is_date != 0) return LocalTime(day) + std::chrono::days(1) - seconds(1);
  if (icaltime_is_utc(raw.until) != 0) return zone.to_local(Instant(written.time_since_epoch()));
  return written;
}

bool has_ordinals(const icalrecurrencetype& raw) {
  for (const short day : raw.by_day) {
    if (day == ICAL_RECURRENCE_ARRAY_MAX) break;
    if (icalrecurrencetype_day_position(day) != 0) return true;
  }
  return false;
}

// The table of RFC 5545 3.3.10: which part goes with which frequency.
Status check_parts(const std::string& text, const RecurrenceRule& rule) {
  const auto& raw = rule.raw;
  const auto frequency = rule.frequency;
  if (is_given(raw.by_week_no) && frequency != Frequency::yearly)
    return bad_recurrence(text, "BYWEEKNO goes with FREQ=YEARLY only", "write FREQ=YEARLY");
  if (is_given(raw.by_year_day) &&
      (frequency == Frequency::daily || frequency == Frequency::weekly || frequency == Frequency::monthly))
    return bad_recurrence(text, "BYYEARDAY does not go with FREQ=DAILY, WEEKLY or MONTHLY",
                          "write FREQ=YEARLY");
  if (is_given(raw.by_month_day) && frequency == Frequency::weekly)
    return bad_recurrence(text, "BYMONTHDAY does not go with FREQ=WEEKLY", "write FREQ=DAILY or MONTHLY");
  const bool may_count = frequency == Frequency::monthly || frequency == Frequency::yearly;
  if (has_ordinals(raw) && (!may_count || is_given(raw.by_week_no)))
    return bad_recurrence(text, "a numbered weekday (1MO, -1FR) goes with FREQ=MONTHLY or YEARLY only",
                          "write the weekday without its number");
  const bool has_other = is_given(raw.by_second) || is_given(raw.by_minute) || is_given(raw.by_hour) ||
                         is_given(raw.by_day) || is_given(raw.by_month_day) || is_given(raw.by_year_day) ||
                         is_given(raw.by_week_no) || is_given(raw.by_month);
  if (is_given(raw.by_set_pos) && !has_other)
    return bad_recurrence(text, "BYSETPOS chooses among days or times, and this rule names none",
                          "add BYDAY, BYMONTHDAY or BYHOUR");
  return {};
}

// Whether some month of the rule has some day of it: the 31st of February is looked for until the year 2582.
bool is_possible(const RecurrenceRule& rule) {
  static constexpr std::array<int, 13> kDays{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  auto months = rule.months();
  auto days = rule.month_days();
  if (days.empty()) return true;
  if (months.empty()) {
    months.resize(12);
    std::iota(months.begin(), months.end(), 1);
  }
  for (const int month : months) {
    for (const int day : days) {
      if (month >= 1 && month <= 12 && std::abs(day) <= kDays[static_cast<std::size_t>(month)]) return true;
    }
  }
  return false;
}

// More places than a period can have moments: the 40th day of a month.
bool has_reachable_place(const RecurrenceRule& rule) {
  static constexpr std::array<std::int64_t, 7> kDays{1, 1, 1, 1, 7, 31, 366};
  const auto days = kDays[static_cast<std::size_t>(rule.frequency)];
  const auto size = [](const std::vector<int>& list) {
    return static_cast<std::int64_t>(std::max<std::size_t>(1, list.size()));
  };
  const auto most = days * size(rule.hours) * size(rule.minutes) * size(rule.seconds);
  return rule.places.empty() ||
         std::ranges::any_of(rule.places, [&](int place) { return place != 0 && std::abs(place) <= most; });
}

Status check_values(const std::string& text, const RecurrenceRule& rule) {
  if (rule.raw.interval < 1 || rule.raw.count < 0 || rule.raw.count > kMostSteps)
    return bad_recurrence(text, "INTERVAL must be 1 or more and COUNT 10000 or less", "");
  if (!is_possible(rule) || !has_reachable_place(rule))
    return bad_recurrence(text, "this rule never gives a day", "look at BYMONTH, BYMONTHDAY and BYSETPOS");
  if (icaltime_is_null_time(rule.raw.until) == 0 &&
      (rule.raw.until.year < 1900 || rule.raw.until.year > 2500))
    return bad_recurrence(text, "UNTIL must lie between 1900 and 2500", "");
  // A screen's event every few seconds is a slip of the pen, and would cost work without end.
  if (rule.frequency == Frequency::secondly && rule.interval < 20 && rule.seconds.empty())
    return bad_recurrence(text, "an event cannot come again within less than 20 seconds",
                          "raise INTERVAL, or take FREQ=MINUTELY");
  return {};
}

}  // namespace

std::vector<int> RecurrenceRule::months() const {
  return values_of(raw.by_month);
}
std::vector<int> RecurrenceRule::month_days() const {
  return values_of(raw.by_month_day);
}
std::vector<int> RecurrenceRule::year_days() const {
  return values_of(raw.by_year_day);
}
std::vector<int> RecurrenceRule::weeks() const {
  return values_of(raw.by_week_no);
}
std::vector<std::pair<int, int>> RecurrenceRule::weekdays() const {
  std::vector<std::pair<int, int>> out;
  for (const short day : raw.by_day) {
    if (day == ICAL_RECURRENCE_ARRAY_MAX) break;
    out.emplace_back(static_cast<int>(icalrecurrencetype_day_day_of_week(day)) - 1,
                     icalrecurrencetype_day_position(day));
  }
  return out;
}

Result<RecurrenceRule> read_recurrence(const std::string& text, const Zone& zone) {
  // libical would stop the program on a malformed rule unless told not to.
  static const bool quiet = [] {
    icalerror_set_errors_are_fatal(0);
    return true;
  }();
  static_cast<void>(quiet);
  if (text.size() > 1024)
    return bad_recurrence(text.substr(0, 60), "the rule is longer than 1024 characters");
  std::string upper = text;
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (upper.find("RSCALE") != std::string::npos)
    return bad_recurrence(text, "RSCALE is not read here",
                          "days of the Vietnamese lunar calendar are written as \"lunar\"");
  RecurrenceRule rule;
  rule.text = text;
  rule.raw = icalrecurrencetype_from_string(upper.c_str());
  const auto frequency = frequency_of(rule.raw.freq);
  if (!frequency)
    return bad_recurrence(text, "this is not an RFC 5545 recurrence rule",
                          "for instance \"FREQ=WEEKLY;BYDAY=MO,FR\"");
  rule.frequency = *frequency;
  rule.interval = rule.raw.interval;
  rule.count = rule.raw.count;
  rule.hours = values_of(rule.raw.by_hour);
  rule.minutes = values_of(rule.raw.by_minute);
  rule.seconds = values_of(rule.raw.by_second);
  std::erase_if(rule.seconds, [](int second) { return second > 59; });  // no leap seconds on screens
  rule.places = values_of(rule.raw.by_set_pos);
  GATECAST_TRY_STATUS(check_parts(text, rule));
  GATECAST_TRY_STATUS(check_values(text, rule));
  rule.until = until_of(rule.raw, zone);
  return rule;
}

}  // namespace gatecast::schedule
