#include "player/schedule/schedule.h"

#include <algorithm>
#include <array>
#include <functional>

#include "player/schedule/recurrence.h"
#include "player/schedule/recurrence_rule.h"

namespace gatecast::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;

constexpr std::size_t kMostDates = 10'000;  // exceptions and additions each
constexpr Duration kLongest = days(366);
// Clock changes move a local time by less than this against UTC.
constexpr auto kSlack = days(2);

// An event whose words have been read.
struct Plan {
  const bundle::Event* event;
  Zone zone;
  LocalTime first;
  std::optional<LocalDay> first_day;
  std::optional<LocalDay> last_day;
  std::optional<RecurrenceRule> rule;  // none where the event has none
};

auto bad_event(const bundle::Event& event, std::string rule, std::string message, std::string hint) {
  return fail(content_error(std::move(rule), event.id, std::move(message), std::move(hint)));
}

Result<Plan> read_plan(const bundle::Event& event) {
  GATECAST_TRY(auto zone, Zone::open(event.zone));
  const auto first = parse_local(event.starts);
  if (!first) {
    return bad_event(event, "event.starts", "\"starts\" is not a local date and time: " + event.starts,
                     "write it as 20260101T060000");
  }
  Plan plan{&event, std::move(zone), *first, parse_day(event.first_day), parse_day(event.last_day), {}};
  if (!event.recurrence.empty()) {
    GATECAST_TRY(plan.rule, read_recurrence(event.recurrence, plan.zone));
  }
  if ((!event.first_day.empty() && !plan.first_day) || (!event.last_day.empty() && !plan.last_day)) {
    return bad_event(event, "event.days", "\"first_day\" or \"last_day\" is not a date",
                     "write it as 20260101");
  }
  if (event.duration_us <= 0 || Duration(event.duration_us) > kLongest) {
    return bad_event(event, "event.duration", "an occurrence lasts between 1 us and 366 days",
                     "give \"duration_us\" in microseconds");
  }
  if (event.exceptions.size() > kMostDates || event.additions.size() > kMostDates) {
    return bad_event(event, "event.dates", "more than 10000 exceptions or additions", "");
  }
  return plan;
}

bool is_allowed(const Plan& plan, LocalTime start) {
  const auto day = floor<days>(start);
  if (plan.first_day && day < *plan.first_day) return false;
  if (plan.last_day && day > *plan.last_day) return false;
  return std::ranges::none_of(plan.event->exceptions, [&](const std::string& text) {
    if (text.size() == 8) return parse_day(text) == day;  // a whole day
    return parse_local(text) == start;
  });
}

// The last start at or before an instant and the first one after it.
struct Neighbours {
  std::optional<Instant> before;
  std::optional<Instant> after;
};

void note(Instant start, Instant now, Neighbours& found) {
  if (start <= now) {
    if (!found.before || start > *found.before) found.before = start;
  } else if (!found.after || start < *found.after) {
    found.after = start;
  }
}

void consider(const Plan& plan, LocalTime start, Instant now, Neighbours& found) {
  if (is_allowed(plan, start)) note(plan.zone.to_instant(start), now, found);
}

void consider_additions(const Plan& plan, Instant now, Neighbours& found) {
  for (const auto& text : plan.event->additions) {
    if (const auto start = parse_local(text)) {
      consider(plan, *start, now, found);
    } else if (const auto day = parse_day(text)) {
      consider(plan, LocalTime(*day) + (plan.first - floor<days>(plan.first)), now, found);
    }
  }
}

// Visits ascending local starts; stops at the first that lies after `now`. One that a clock change skips is
// passed over for that: it is read after later ones.
class Sieve {
 public:
  Sieve(const Plan& plan, Instant now, Neighbours& found) : plan_(plan), now_(now), found_(found) {}
  bool operator()(LocalTime start) {
    if (plan_.last_day && floor<days>(start) > *plan_.last_day) return false;
    if (!is_allowed(plan_, start)) return true;
    const auto instant = plan_.zone.to_instant(start);
    note(instant, now_, found_);
    return instant <= now_ || plan_.zone.to_local(instant) != start;
  }

 private:
  const Plan& plan_;
  Instant now_;
  Neighbours& found_;
};

// False where the rule could not be followed to its end within the bound.
bool consider_rules(const Plan& plan, LocalTime from, Instant now, Neighbours& found) {
  Sieve sieve(plan, now, found);
  walk_lunar_days(plan.event->lunar, plan.first, from, std::ref(sieve));
  if (!plan.rule) return true;
  return walk_recurrence(*plan.rule, plan.first, from, std::ref(sieve)) != Walk::gave_up;
}

// Looks back only as far as an occurrence that is still on can have begun, in growing steps, as most events
// began within the last day.
Neighbours neighbours(const Plan& plan, Instant now) {
  Neighbours found;
  if (plan.event->recurrence.empty() && plan.event->lunar.empty()) {
    consider(plan, plan.first, now, found);
    consider_additions(plan, now, found);
    return found;
  }
  const auto local = plan.zone.to_local(now);
  const auto farthest = floor<seconds>(Duration(plan.event->duration_us)) + kSlack;
  for (const auto back : std::array<seconds, 4>{days(2), days(14), days(70), days(370)}) {
    if (back < farthest && farthest <= days(14)) continue;  // one longer look is cheaper than two
    auto from = local - std::min(back, farthest);
    if (plan.first_day) from = std::max(from, LocalTime(*plan.first_day));
    found = {};
    if (!consider_rules(plan, from, now, found)) return {};
    if (found.before || back >= farthest) break;
  }
  consider_additions(plan, now, found);
  return found;
}

std::optional<Occurrence> occurrence_of(const Plan& plan, const Neighbours& found, Instant now) {
  if (!found.before) return std::nullopt;
  auto ends = *found.before + Duration(plan.event->duration_us);
  if (found.after) ends = std::min(ends, *found.after);
  if (ends <= now) return std::nullopt;
  return Occurrence{*found.before, ends};
}

Status check_lunar(const bundle::Event& event) {
  for (const auto& rule : event.lunar) {
    const bool are_days = !rule.days.empty() && std::ranges::all_of(rule.days, [](int day) {
      return day == -1 || (day >= 1 && day <= 30);
    });
    if (!are_days || rule.month < 0 || rule.month > 12)
      return bad_event(event, "event.lunar", "a lunar month is 1 to 12, a day 1 to 30 or -1 for the last",
                       "for instance {\"month\": 3, \"days\": [10]}");
  }
  return {};
}

Status check_rule(const Plan& plan) {
  const auto& rule = plan.event->recurrence;
  if (rule.empty()) return {};
  int count = 0;
  const auto walk = walk_recurrence(*plan.rule, plan.first, plan.first, [&](LocalTime start) {
    return ++count < kMostSteps / 2 && start - plan.first < days(4);
  });
  if (walk == Walk::gave_up || count >= kMostSteps / 2)
    return bad_event(*plan.event, "event.recurrence",
                     "this rule starts too often, or is too hard to follow: " + rule,
                     "an event may start about once a minute; look at BYMINUTE and BYSECOND");
  return {};
}

// The first start at all, whatever the rule; not where every day is taken away.
Status check_ever_on(const Plan& plan) {
  auto never = plan.first - days(1);
  if (plan.first_day) never = std::max(never, LocalTime(*plan.first_day) - days(1));
  auto found = neighbours(plan, plan.zone.to_instant(never));
  if (found.before || found.after) return {};
  const bool is_ruled = !plan.event->recurrence.empty();
  return bad_event(*plan.event, is_ruled ? "event.recurrence" : "event.days",
                   is_ruled ? "this rule never gives a day: " + plan.event->recurrence
                            : std::string("this event is never on"),
                   is_ruled ? "look at BYMONTH, BYMONTHDAY, UNTIL, the days and the exceptions"
                            : "look at \"starts\", \"first_day\", \"last_day\" and the exceptions");
}

}  // namespace

bool is_far(Instant instant) {
  return instant < Instant(std::chrono::sys_days(std::chrono::year(1900) / 1 / 1)) ||
         instant > Instant(std::chrono::sys_days(std::chrono::year(2500) / 1 / 1));
}

std::optional<Occurrence> occurrence_at(const bundle::Event& event, Instant instant) {
  const auto plan = read_plan(event);
  if (!plan || is_far(instant)) return std::nullopt;
  return occurrence_of(*plan, neighbours(*plan, instant), instant);
}

std::optional<Instant> next_start(const bundle::Event& event, Instant instant) {
  const auto plan = read_plan(event);
  if (!plan || is_far(instant)) return std::nullopt;
  return neighbours(*plan, instant).after;
}

State state_at(const bundle::Event& event, Instant instant) {
  const auto plan = read_plan(event);
  if (!plan || is_far(instant)) return {std::nullopt, kNever};
  const auto found = neighbours(*plan, instant);
  const auto is_on = occurrence_of(*plan, found, instant);
  return {is_on, is_on ? is_on->ends : found.after.value_or(kNever)};
}

Instant next_boundary(const bundle::Event& event, Instant instant) {
  return state_at(event, instant).boundary;
}

Status check_event(const bundle::Event& event) {
  GATECAST_TRY(const auto plan, read_plan(event));
  for (const auto* list : {&event.exceptions, &event.additions}) {
    for (const auto& text : *list) {
      if (!parse_local(text) && !parse_day(text)) {
        return bad_event(event, "event.dates", "an exception or addition is not a date: " + text,
                         "write it as 20260101 or 20260101T060000");
      }
    }
  }
  if (plan.first_day && plan.last_day && *plan.last_day < *plan.first_day) {
    return bad_event(event, "event.days", "\"last_day\" lies before \"first_day\"", "");
  }
  GATECAST_TRY_STATUS(check_lunar(event));
  GATECAST_TRY_STATUS(check_rule(plan));
  return check_ever_on(plan);
}

WhyOff why_off(const bundle::Event& event, Instant instant) {
  const auto plan = read_plan(event);
  if (!plan || !check_event(event)) return WhyOff::unreadable;
  if (occurrence_at(event, instant)) return WhyOff::is_on;
  const auto day = floor<days>(plan->zone.to_local(instant));
  if (plan->first_day && day < *plan->first_day) return WhyOff::before_first_day;
  if (plan->last_day && day > *plan->last_day) return WhyOff::after_last_day;
  auto without = event;
  without.exceptions.clear();
  if (occurrence_at(without, instant)) return WhyOff::excepted;
  return next_start(event, instant) ? WhyOff::between : WhyOff::over;
}

}  // namespace gatecast::schedule
