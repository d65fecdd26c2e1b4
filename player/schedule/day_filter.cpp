#include "player/schedule/day_filter.h"

#include <algorithm>

namespace gatecast::schedule {
namespace {

using std::chrono::days;
using std::chrono::weekday;
using std::chrono::year;

// Counted from the start, or from the end below zero.
bool holds_either(const std::vector<int>& list, int value, int length) {
  return list.empty() || std::ranges::binary_search(list, value) ||
         std::ranges::binary_search(list, value - length - 1);
}

int length_of(year which) {
  return which.is_leap() ? 366 : 365;
}
int length_of(const std::chrono::year_month_day& date) {
  return static_cast<int>(static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
}
int number(std::chrono::month month) {
  return static_cast<int>(static_cast<unsigned>(month));
}
int number(std::chrono::day day) {
  return static_cast<int>(static_cast<unsigned>(day));
}

}  // namespace

DayFilter::DayFilter(const RecurrenceRule& rule, LocalDay first)
    : months_(rule.months()),
      weeks_(rule.weeks()),
      year_days_(rule.year_days()),
      month_days_(rule.month_days()),
      weekdays_(rule.weekdays()),
      week_start_(static_cast<unsigned>(rule.raw.week_start) - 1U),
      counts_in_month_(rule.frequency == Frequency::monthly || !months_.empty()) {
  if (rule.frequency <= Frequency::daily) return;
  if (!weekdays_.empty() || !month_days_.empty() || !year_days_.empty()) return;
  const std::chrono::year_month_day date(first);
  if (rule.frequency == Frequency::weekly || !weeks_.empty()) {
    weekdays_ = {{static_cast<int>(weekday(first).c_encoding()), 0}};
    return;
  }
  month_days_ = {number(date.day())};
  if (rule.frequency == Frequency::yearly && months_.empty()) months_ = {number(date.month())};
}

bool DayFilter::shuts_month(unsigned month) const {
  return !holds(months_, static_cast<int>(month));
}

LocalDay DayFilter::week_of(LocalDay day) const {
  return day - (weekday(day) - week_start_);
}

// Week 1 is the first with four days of the year.
bool DayFilter::is_week(LocalDay day) const {
  if (weeks_.empty()) return true;
  const auto middle = week_of(day) + days(3);  // lies in the year that the week belongs to
  const auto its_year = std::chrono::year_month_day(middle).year();
  const auto first = week_of(LocalDay(its_year / 1 / 4));
  const auto next = week_of(LocalDay((its_year + std::chrono::years(1)) / 1 / 4));
  const int week = static_cast<int>((week_of(day) - first).count() / 7) + 1;
  return holds_either(weeks_, week, static_cast<int>((next - first).count() / 7));
}

bool DayFilter::is_weekday(LocalDay day, const std::chrono::year_month_day& date) const {
  if (weekdays_.empty()) return true;
  const int which = static_cast<int>(weekday(day).c_encoding());
  const int length = counts_in_month_ ? length_of(date) : length_of(date.year());
  const int place = counts_in_month_ ? number(date.day())
                                     : static_cast<int>((day - LocalDay(date.year() / 1 / 1)).count()) + 1;
  const int from_start = (place - 1) / 7 + 1;
  const int from_end = -((length - place) / 7 + 1);
  return std::ranges::any_of(weekdays_, [&](const auto& named) {
    return named.first == which &&
           (named.second == 0 || named.second == from_start || named.second == from_end);
  });
}

bool DayFilter::lets_pass(LocalDay day) const {
  const std::chrono::year_month_day date(day);
  if (!holds(months_, number(date.month()))) return false;
  if (!holds_either(month_days_, number(date.day()), length_of(date))) return false;
  if (!year_days_.empty()) {
    const int place = static_cast<int>((day - LocalDay(date.year() / 1 / 1)).count()) + 1;
    if (!holds_either(year_days_, place, length_of(date.year()))) return false;
  }
  return is_weekday(day, date) && is_week(day);
}

}  // namespace gatecast::schedule
