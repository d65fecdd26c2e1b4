// Which days the BY parts of a rule let pass: BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY together.
// Our own, as libical 3.0.16 gives wrong days for several of them at once (BYMONTHDAY=-1,31 or BYMONTHDAY
// with BYDAY in a year): tests/data/recurrences.txt holds such rules. Threads: values. Source: RFC
// 5545 3.3.10, the table of expanding and limiting parts.
#pragma once
#include <utility>
#include <vector>

#include "player/schedule/recurrence_rule.h"

namespace gatecast::schedule {

class DayFilter {
 public:
  // Days that a rule leaves open are those of its first start.
  DayFilter(const RecurrenceRule& rule, LocalDay first);
  [[nodiscard]] bool lets_pass(LocalDay day) const;
  // No day of this month passes: for going on quickly.
  [[nodiscard]] bool shuts_month(unsigned month) const;
  [[nodiscard]] LocalDay week_of(LocalDay day) const;  // the first day of its week

 private:
  [[nodiscard]] bool is_week(LocalDay day) const;
  [[nodiscard]] bool is_weekday(LocalDay day, const std::chrono::year_month_day& date) const;

  std::vector<int> months_, weeks_, year_days_, month_days_;
  std::vector<std::pair<int, int>> weekdays_;  // 0 is Sunday; and which of its kind, 0: each
  std::chrono::weekday week_start_;
  bool counts_in_month_ = true;  // numbered weekdays: within the month, else within the year
};

}  // namespace gatecast::schedule
