#include "player/programme/mode.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/change_words.h"
#include "player/programme/alert.h"
#include "player/schedule/schedule.h"

namespace gatecast::programme {
namespace {

using schedule::LocalDay;
using schedule::LocalTime;
using schedule::Zone;
using std::chrono::days;
using std::chrono::floor;

// The day whose midnight came last: clocks put back over midnight do not bring a day back.
LocalDay day_at(const Zone& zone, Instant now) {
  const auto day = floor<days>(zone.to_local(now));
  return zone.to_instant(LocalTime(day + days(1))) <= now ? day + days(1) : day;
}

Instant as_utc(LocalDay day) {
  return Instant(day.time_since_epoch());
}

}  // namespace

schedule::Zone zone_of(const std::string& name) {
  auto zone = Zone::open(name);
  return zone ? *std::move(zone) : Zone::open("UTC").value();
}

std::vector<bundle::Event> events_of(const bundle::ModeDays& span) {
  std::vector<bundle::Event> events;
  bundle::Event event;
  event.id = "days of mode " + std::string(bundle::to_string(span.mode));
  event.zone = "UTC";
  const auto first = schedule::parse_day(span.first_day);
  const auto last = schedule::parse_day(span.last_day);
  if (first && last) {
    event.starts = span.first_day + "T000000";
    event.duration_us = Duration(*last + days(1) - *first).count();
    event.recurrence = span.recurrence;
    events.push_back(event);
  }
  if (!span.lunar.empty()) {
    event.starts = "19990216T000000";  // the first day that the lunar calendar knows
    event.duration_us = Duration(days(1)).count();
    event.recurrence.clear();
    event.lunar = span.lunar;
    events.push_back(event);
  }
  return events;
}

// Where spans of days overlap, the stricter mode holds: mourning before a feast, closed before all.
ModeSpan mode_at(const bundle::Release& release, const Situation& situation, Instant now) {
  ModeSpan out;
  out.until = schedule::kNever;
  if (situation.mode) {
    out.mode = *situation.mode;
    return out;
  }
  out.until = next_mode_order_change(situation, now);
  if (const auto* order = mode_order_at(situation, now)) {
    out.mode = order->mode;
    out.order = order;
    return out;
  }
  if (release.mode_days.empty() || schedule::is_far(now)) return out;
  const auto zone = zone_of(release.zone);
  const auto today = as_utc(day_at(zone, now));
  for (const auto& span : release.mode_days) {
    for (const auto& event : events_of(span)) {
      const auto [occurrence, boundary] = schedule::state_at(event, today);
      if (occurrence && (out.days == nullptr || span.mode > out.mode)) {
        out.mode = span.mode;
        out.days = &span;
      }
      if (boundary == schedule::kNever) continue;
      out.until = std::min(
          out.until, zone.to_instant(LocalTime(floor<std::chrono::seconds>(boundary.time_since_epoch()))));
    }
  }
  return out;
}

std::optional<ModeChange> next_mode_change(const bundle::Release& release, const Situation& situation,
                                           Instant now) {
  constexpr int kMostSpans = 1000;
  const auto was = mode_at(release, situation, now);
  auto span = was;
  for (int i = 0; i < kMostSpans && span.until != schedule::kNever; ++i) {
    const auto when = span.until;
    span = mode_at(release, situation, when);
    if (span.mode != was.mode) return ModeChange{when, span.mode};
  }
  return std::nullopt;
}

std::string to_words(const Situation& situation, const ModeSpan& span) {
  const auto name = bundle::to_string(span.mode);
  if (situation.mode) return fmt::format("The mode is {}, set by the officer on duty.", name);
  if (span.order != nullptr)
    return fmt::format("The mode is {}, set by the officer on duty{} until {}.", name,
                       span.order->officer.empty() ? "" : " (" + span.order->officer + ")",
                       format_instant(span.order->ends));
  if (span.days != nullptr)
    return fmt::format("The mode is {} by the calendar ({}).", name, bundle::days_are(*span.days));
  return fmt::format("The mode is {}: nobody has set another, and the calendar names none for this day.",
                     name);
}

}  // namespace gatecast::programme
