#include "player/programme/alert.h"

#include <fmt/format.h>

#include <algorithm>

#include "player/schedule/schedule.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {
namespace {

using bundle::Statement;

std::vector<const Statement*> standing(const std::vector<Statement>& statements, Instant now) {
  std::vector<const Statement*> out;
  for (const auto& statement : statements)
    if (bundle::stands_at(statement, now)) out.push_back(&statement);
  std::sort(out.begin(), out.end(), [](const auto* one, const auto* other) {
    return std::tie(one->issued_at, one->id) < std::tie(other->issued_at, other->id);
  });
  return out;
}

Instant next_edge(const std::vector<Statement>& statements, Instant now) {
  Instant next = schedule::kNever;
  for (const auto& statement : statements)
    for (const auto edge : {statement.starts, statement.ends})
      if (edge > now) next = std::min(next, edge);
  return next;
}

}  // namespace

const Statement* alert_at(const Situation& situation, Instant now) {
  const auto on = standing(situation.alerts, now);
  if (on.empty()) return nullptr;
  const auto turn = now.time_since_epoch() / kAlertTurn;
  return on[static_cast<std::size_t>(turn) % on.size()];
}

Instant next_alert_change(const Situation& situation, Instant now) {
  const auto edge = next_edge(situation.alerts, now);
  if (standing(situation.alerts, now).size() < 2) return edge;
  return std::min(edge, Instant(kAlertTurn * (now.time_since_epoch() / kAlertTurn + 1)));
}

const Statement* mode_order_at(const Situation& situation, Instant now) {
  const auto on = standing(situation.modes, now);
  return on.empty() ? nullptr : on.back();
}

Instant next_mode_order_change(const Situation& situation, Instant now) {
  return next_edge(situation.modes, now);
}

std::vector<std::string> alerts_in_words(const bundle::Release& release, const Situation& situation,
                                         Instant now) {
  const auto zone = schedule::Zone::open(release.zone);
  const auto local = [&](Instant instant) {
    return zone ? schedule::format_for_people(zone->to_local(instant)) : format_instant(instant);
  };
  std::vector<std::string> out;
  for (const auto& alert : situation.alerts) {
    if (alert.ends <= now) continue;
    out.push_back(fmt::format("the alert {} {} {} until {}, says {}", alert.item,
                              bundle::stands_at(alert, now) ? "stands over everything from" : "comes at",
                              local(alert.starts), local(alert.ends),
                              alert.officer.empty() ? "the officer on duty" : alert.officer));
  }
  for (const auto& item : situation.recalled)
    out.push_back(fmt::format("the item {} is recalled: only a newer release brings it back", item));
  return out;
}

}  // namespace gatecast::programme
