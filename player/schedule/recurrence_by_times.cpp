// FREQ=HOURLY, MINUTELY and SECONDLY: civil time counted in hours, minutes or seconds from the first start.
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

constexpr int kMostPeriods = 200'000;            // that are looked at and hold nothing, or more
constexpr auto kLongestSearch = days(366 * 41);  // any weekday of a 29 February comes within 40 years

class ByTimes {
 public:
  ByTimes(const RecurrenceRule& rule, LocalTime first)
      : rule_(rule),
        unit_(rule.frequency == Frequency::hourly     ? seconds(3600)
              : rule.frequency == Frequency::minutely ? seconds(60)
                                                      : seconds(1)),
        origin_(LocalTime(first.time_since_epoch() / unit_ * unit_)),
        step_(unit_ * static_cast<std::int64_t>(rule.interval)),
        filter_(rule, floor<days>(first)) {
    const std::chrono::hh_mm_ss time(first - floor<days>(first));
    minutes_ = rule.minutes.empty() ? std::vector{static_cast<int>(time.minutes().count())} : rule.minutes;
    seconds_ = rule.seconds.empty() ? std::vector{static_cast<int>(time.seconds().count())} : rule.seconds;
  }

  Walk walk(LocalTime from, Starts& starts) const {
    auto period = rule_.count > 0 || from <= origin_ ? origin_ : at_or_after(from - unit_);
    auto found = period;
    for (int looked = 0; looked < kMostPeriods; ++looked) {
      if (period - found > kLongestSearch) return Walk::ended;
      if (rule_.until && period > *rule_.until) return Walk::ended;
      if (const auto next = passed_over(period)) {
        period = at_or_after(*next);
        continue;
      }
      for (const auto start : chosen_places(rule_, set_of(period))) {
        found = period;
        if (!starts.add(start)) return starts.end();
      }
      period += step_;
    }
    return Walk::gave_up;
  }

 private:
  LocalTime at_or_after(LocalTime time) const {
    if (time <= origin_) return origin_;
    const auto steps = (time - origin_ + step_ - seconds(1)) / step_;
    return origin_ + steps * step_;
  }

  // Where a limit shuts this period out: the first moment at which that limit may open.
  std::optional<LocalTime> passed_over(LocalTime period) const {
    const auto day = floor<days>(period);
    if (!filter_.lets_pass(day)) return LocalTime(day + days(1));
    const std::chrono::hh_mm_ss time(period - day);
    if (!holds(rule_.hours, static_cast<int>(time.hours().count())))
      return LocalTime(floor<hours>(period)) + hours(1);
    if (rule_.frequency == Frequency::hourly) return std::nullopt;
    if (!holds(rule_.minutes, static_cast<int>(time.minutes().count())))
      return LocalTime(floor<minutes>(period)) + minutes(1);
    if (rule_.frequency == Frequency::minutely) return std::nullopt;
    if (!holds(rule_.seconds, static_cast<int>(time.seconds().count()))) return period + seconds(1);
    return std::nullopt;
  }

  std::vector<LocalTime> set_of(LocalTime period) const {
    if (rule_.frequency == Frequency::secondly) return {period};
    std::vector<LocalTime> set;
    for (const int minute : rule_.frequency == Frequency::hourly ? minutes_ : std::vector{0})
      for (const int second : seconds_) set.push_back(period + minutes(minute) + seconds(second));
    return set;
  }

  const RecurrenceRule& rule_;
  seconds unit_;
  LocalTime origin_;
  seconds step_;
  DayFilter filter_;
  std::vector<int> minutes_, seconds_;
};

}  // namespace

Walk walk_by_times(const RecurrenceRule& rule, LocalTime first, LocalTime from, Starts& starts) {
  return ByTimes(rule, first).walk(from, starts);
}

}  // namespace gatecast::schedule
