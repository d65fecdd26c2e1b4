// A recurrence rule that has been read and found sound: what walk_recurrence follows.
// Threads: values. Errors: content error "event.recurrence", with a remedy.
// Source: RFC 5545 3.3.10, by libical's parser; what it lets pass against the table there is refused here.
#pragma once
#include <libical/ical.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "player/schedule/zone.h"

namespace gatecast::schedule {

enum class Frequency { secondly, minutely, hourly, daily, weekly, monthly, yearly };

struct RecurrenceRule {
  std::string text;
  Frequency frequency = Frequency::daily;
  int interval = 1;
  int count = 0;                             // 0: endless
  std::optional<LocalTime> until;            // inclusive
  std::vector<int> seconds, minutes, hours;  // ascending, each once; empty: not given
  std::vector<int> places;                   // BYSETPOS
  icalrecurrencetype raw;                    // as libical reads it

  [[nodiscard]] std::vector<int> months() const;
  [[nodiscard]] std::vector<int> month_days() const;
  [[nodiscard]] std::vector<int> year_days() const;
  [[nodiscard]] std::vector<int> weeks() const;
  [[nodiscard]] std::vector<std::pair<int, int>> weekdays() const;  // 0 is Sunday; which one of them, 0: each
};

// A part of the rule that is not given lets everything pass.
inline bool holds(const std::vector<int>& part, int value) {
  return part.empty() || std::ranges::binary_search(part, value);
}
// `zone` reads an UNTIL that is written in UTC.
Result<RecurrenceRule> read_recurrence(const std::string& text, const Zone& zone);
tl::unexpected<Error> bad_recurrence(const std::string& text, std::string message, std::string hint = {});

}  // namespace gatecast::schedule
