// The two ways to follow a rule that has been read: by days, and by hours, minutes or seconds. Used by
// walk_recurrence only. Threads: pure.
#pragma once
#include "player/schedule/recurrence.h"
#include "player/schedule/recurrence_rule.h"

namespace gatecast::schedule {

// Hands starts on within the rule's bounds: its first, its COUNT and UNTIL, and kMostSteps.
class Starts {
 public:
  Starts(const RecurrenceRule& rule, LocalTime first, LocalTime from, const Visit& visit)
      : rule_(rule), first_(first), from_(from), visit_(visit) {}

  // False when there is nothing more to do; then end() says why.
  bool add(LocalTime start);
  [[nodiscard]] Walk end() const { return end_; }

 private:
  const RecurrenceRule& rule_;
  LocalTime first_;
  LocalTime from_;
  const Visit& visit_;
  int seen_ = 0;
  Walk end_ = Walk::ended;
};

// The places of BYSETPOS in an ascending set; the set itself where there are none.
std::vector<LocalTime> chosen_places(const RecurrenceRule& rule, const std::vector<LocalTime>& set);

Walk walk_by_days(const RecurrenceRule& rule, LocalTime first, LocalTime from, Starts& starts);
Walk walk_by_times(const RecurrenceRule& rule, LocalTime first, LocalTime from, Starts& starts);

}  // namespace gatecast::schedule
