// FREQ=DAILY, WEEKLY, MONTHLY and YEARLY: period after period, the days that pass, their times of day.
#include <algorithm>

#include "player/schedule/day_filter.h"
#include "player/schedule/recurrence_walk.h"

namespace gatecast::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kMostEmptyDays = 41 * 366;  // any weekday of a 29 February comes within 40 years
constexpr std::chrono::year kLastYear{2500};

class ByDays {
 public:
  ByDays(const RecurrenceRule& rule, LocalTime first)
      : rule_(rule), first_(floor<days>(first)), filter_(rule, first_) {
    const std::chrono::hh_mm_ss time(first - first_);
    const auto or_first = [](const std::vector<int>& list, std::int64_t usual) {
      return list.empty() ? std::vector{static_cast<int>(usual)} : list;
    };
    for (const int hour : or_first(rule.hours, time.hours().count()))
      for (const int minute : or_first(rule.minutes, time.minutes().count()))
        for (const int second : or_first(rule.seconds, time.seconds().count()))
          times_.push_back(hours(hour) + minutes(minute) + seconds(second));
  }

  Walk walk(LocalTime from, Starts& starts) const {
    const bool must_count = rule_.count > 0;
    // The day before, so that the time of day never hides a start.
    const auto wanted = must_count ? first_ : std::max(first_, floor<days>(from) - days(1));
    int empty = 0;
    for (auto number = number_at(wanted);; number += rule_.interval) {
      const auto begins = begin_of(number);
      if (std::chrono::year_month_day(begins).year() > kLastYear) return Walk::ended;
      if (rule_.until && LocalTime(begins) > *rule_.until) return Walk::ended;
      const auto set = set_of(begins, begin_of(number + 1), must_count ? first_ : wanted);
      empty += set.empty() ? static_cast<int>((begin_of(number + 1) - begins).count()) : -empty;
      if (empty > kMostEmptyDays) return Walk::ended;
      for (const auto start : set)
        if (!starts.add(start)) return starts.end();
    }
  }

 private:
  // Periods are numbered from some origin; the rule's are every interval-th from its first.
  std::int64_t number_of(LocalDay day) const {
    const std::chrono::year_month_day date(day);
    switch (rule_.frequency) {
      case Frequency::weekly:
        return (filter_.week_of(day) - filter_.week_of(first_)).count() / 7;
      case Frequency::monthly:
        return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
      case Frequency::yearly:
        return static_cast<int>(date.year());
      default:
        return (day - first_).count();
    }
  }

  LocalDay begin_of(std::int64_t number) const {
    switch (rule_.frequency) {
      case Frequency::weekly:
        return filter_.week_of(first_) + days(7 * number);
      case Frequency::monthly:
        return LocalDay(std::chrono::year(static_cast<int>(number / 12)) /
                        std::chrono::month(static_cast<unsigned>(number % 12 + 1)) / 1);
      case Frequency::yearly:
        return LocalDay(std::chrono::year(static_cast<int>(number)) / 1 / 1);
      default:
        return first_ + days(number);
    }
  }

  // The rule's last period that begins at or before a day.
  std::int64_t number_at(LocalDay day) const {
    const auto origin = number_of(first_);
    return origin + (number_of(day) - origin) / rule_.interval * rule_.interval;
  }

  std::vector<LocalTime> set_of(LocalDay begins, LocalDay ends, LocalDay wanted) const {
    std::vector<LocalTime> set;
    // Places are counted in the whole period; else what lies before is not needed.
    for (auto day = rule_.places.empty() ? std::max(begins, wanted) : begins; day < ends; day += days(1)) {
      const std::chrono::year_month_day date(day);
      if (filter_.shuts_month(static_cast<unsigned>(date.month()))) {
        day = LocalDay(date.year() / date.month() / std::chrono::last);
        continue;
      }
      if (!filter_.lets_pass(day)) continue;
      for (const auto time : times_) set.push_back(day + time);
    }
    return chosen_places(rule_, set);
  }

  const RecurrenceRule& rule_;
  LocalDay first_;
  DayFilter filter_;
  std::vector<seconds> times_;
};

}  // namespace

Walk walk_by_days(const RecurrenceRule& rule, LocalTime first, LocalTime from, Starts& starts) {
  return ByDays(rule, first).walk(from, starts);
}

}  // namespace gatecast::schedule
