#include "player/schedule/recurrence.h"

#include <algorithm>

#include "content-sync/bundle/lunar_calendar.h"
#include "player/schedule/recurrence_walk.h"

namespace gatecast::schedule {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;

bool Starts::add(LocalTime start) {
  if (start < first_) return true;
  if (rule_.until && start > *rule_.until) return false;
  if (rule_.count > 0 && seen_ >= rule_.count) return false;
  if (++seen_ > kMostSteps) {
    end_ = Walk::gave_up;
    return false;
  }
  if (start >= from_ && !visit_(start)) {
    end_ = Walk::stopped;
    return false;
  }
  return true;
}

std::vector<LocalTime> chosen_places(const RecurrenceRule& rule, const std::vector<LocalTime>& set) {
  if (rule.places.empty()) return set;
  std::vector<LocalTime> out;
  const int size = static_cast<int>(set.size());
  for (const int place : rule.places) {
    const int index = place > 0 ? place - 1 : size + place;
    if (index >= 0 && index < size) out.push_back(set[static_cast<std::size_t>(index)]);
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Result<Walk> walk_recurrence(const std::string& text, LocalTime first, const Zone& zone, LocalTime from,
                             const Visit& visit) {
  GATECAST_TRY(const auto rule, read_recurrence(text, zone));
  return walk_recurrence(rule, first, from, visit);
}

Walk walk_recurrence(const RecurrenceRule& rule, LocalTime first, LocalTime from, const Visit& visit) {
  if (rule.until && *rule.until < std::max(from, first)) return Walk::ended;
  Starts starts(rule, first, from, visit);
  return rule.frequency < Frequency::daily ? walk_by_times(rule, first, from, starts)
                                           : walk_by_days(rule, first, from, starts);
}

Walk walk_lunar_days(const std::vector<bundle::LunarDays>& rules, LocalTime first, LocalTime from,
                     const Visit& visit) {
  const auto time = first - floor<days>(first);
  from = std::max(from, first);
  const auto from_year = static_cast<int>(std::chrono::year_month_day(floor<days>(from)).year());
  for (int year = std::max(from_year - 1, bundle::kFirstLunarYear); year <= bundle::kLastLunarYear; ++year) {
    for (const auto& month : bundle::lunar_months(year)) {
      if (LocalTime(month.first + days(month.length_days + 1)) < from) continue;
      const bool is_named_month = std::ranges::any_of(
          rules, [&](const bundle::LunarDays& rule) { return rule.month == 0 || rule.month == month.month; });
      for (int day = 1; is_named_month && day <= month.length_days; ++day) {
        const auto start = month.first + days(day - 1) + time;
        if (start < from) continue;
        const bool is_named = std::ranges::any_of(
            rules, [&](const bundle::LunarDays& rule) { return bundle::names_day(rule, month, day); });
        if (is_named && !visit(start)) return Walk::stopped;
      }
    }
  }
  return Walk::ended;
}

}  // namespace gatecast::schedule
