#include "player/programme/programme.h"

#include <fmt/format.h>

#include <algorithm>

#include "player/programme/languages.h"
#include "player/programme/timeline.h"
#include "player/schedule/schedule.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {
namespace {

using schedule::Zone;

// A release whose zone this machine does not know is read in UTC.
Zone zone_of(const std::string& name) {
  auto zone = Zone::open(name);
  return zone ? *std::move(zone) : Zone::open("UTC").value();
}

void say(std::vector<std::string>* sentences, std::string sentence) {
  if (sentences != nullptr) sentences->push_back(std::move(sentence));
}

// Where spans of days overlap, the stricter mode holds: mourning before a feast, closed before all.
bundle::Mode mode_at(const bundle::Release& release, const Situation& situation, Instant now,
                     std::vector<std::string>* because) {
  if (situation.mode) {
    say(because,
        fmt::format("The mode is {}, set by the officer on duty.", bundle::to_string(*situation.mode)));
    return *situation.mode;
  }
  const auto day =
      schedule::format_day(std::chrono::floor<std::chrono::days>(zone_of(release.zone).to_local(now)));
  const bundle::ModeDays* chosen = nullptr;
  for (const auto& span : release.mode_days) {
    if (day < span.first_day || day > span.last_day) continue;
    if (chosen == nullptr || span.mode > chosen->mode) chosen = &span;
  }
  if (chosen == nullptr) {
    say(because, "The mode is daily: nobody has set another, and the calendar names none for this day.");
    return bundle::Mode::daily;
  }
  say(because, fmt::format("The mode is {} by the calendar, from {} to {}.", bundle::to_string(chosen->mode),
                           chosen->first_day, chosen->last_day));
  return chosen->mode;
}

struct Candidate {
  const bundle::Event* event;
  const bundle::Playlist* playlist;
  schedule::Occurrence occurrence;
};

std::string clock_time(const Zone& zone, Instant instant) {
  return schedule::format_for_people(zone.to_local(instant));
}

void say_when_it_comes(const bundle::Release& release, const bundle::Event& event, Instant now,
                       std::vector<std::string>* not_because) {
  if (not_because == nullptr) return;
  if (const auto wrong = schedule::check_event(event); !wrong) {
    say(not_because, fmt::format("Event \"{}\" cannot be read: {}.", event.id, wrong.error().message));
    return;
  }
  const auto next = schedule::next_start(event, now);
  say(not_because, next ? fmt::format("Event \"{}\" is not on; it begins next at {}.", event.id,
                                      clock_time(zone_of(release.zone), *next))
                        : fmt::format("Event \"{}\" is not on and will not come again.", event.id));
}

// Events that are on, the winner first.
std::vector<Candidate> candidates(const bundle::Release& release, bundle::Mode mode, Instant now,
                                  std::vector<std::string>* not_because) {
  std::vector<Candidate> found;
  for (const auto& event : release.events) {
    if (!event.modes.contains(mode)) {
      say(not_because,
          fmt::format("Event \"{}\" does not play in mode {}.", event.id, bundle::to_string(mode)));
      continue;
    }
    const auto playlist = release.playlists.find(event.playlist);
    if (playlist == release.playlists.end()) continue;
    if (const auto occurrence = schedule::occurrence_at(event, now)) {
      found.push_back({&event, &playlist->second, *occurrence});
    } else {
      say_when_it_comes(release, event, now, not_because);
    }
  }
  std::ranges::sort(found, [](const Candidate& one, const Candidate& other) {
    if (one.event->priority != other.event->priority) return one.event->priority > other.event->priority;
    if (one.occurrence.starts != other.occurrence.starts)
      return one.occurrence.starts > other.occurrence.starts;
    return one.event->id < other.event->id;
  });
  return found;
}

Timeline lay_out(const bundle::Release& release, const Situation& situation, bundle::Mode mode,
                 const Candidate& candidate, std::vector<LeftOut>* left_out) {
  const auto start = zone_of(candidate.event->zone).to_local(candidate.occurrence.starts);
  return Timeline::lay_out(
      {&release, candidate.playlist, mode, &situation.recalled, &situation.unplayable,
       candidate.occurrence.starts, schedule::format_day(std::chrono::floor<std::chrono::days>(start))},
      left_out);
}

std::string words(const std::vector<bundle::LanguageTag>& languages) {
  return languages.size() == 2 ? languages[0] + " with " + languages[1] : languages.front();
}

void explain_showing(const bundle::Release& release, const Situation& situation, const Candidate& winner,
                     const Timeline& timeline, const Showing& showing, std::vector<std::string>& because) {
  const auto zone = zone_of(release.zone);
  because.push_back(fmt::format("Event \"{}\" (priority {}) is on from {} to {} ({}).", winner.event->id,
                                winner.event->priority, clock_time(zone, winner.occurrence.starts),
                                clock_time(zone, winner.occurrence.ends), zone.name()));
  because.push_back(fmt::format(
      "Its playlist \"{}\" plays {} in {} slots of {:.1f} s together; since the event began this is pass {}, "
      "slot {}: {}.",
      winner.playlist->id,
      winner.playlist->order == bundle::Order::ordered ? "in order"
                                                       : "by weight, in an order drawn for this day",
      timeline.slots().size(), std::chrono::duration<double>(timeline.pass_length()).count(),
      showing.pass + 1, showing.slot + 1, showing.planned));
  if (showing.item != showing.planned) {
    because.push_back(fmt::format(
        "{} {}; {} fills its slot, so that this screen stays in step with the others.", showing.planned,
        situation.unplayable.contains(showing.planned) ? "cannot be played on this kiosk"
                                                       : "is no longer valid",
        showing.item));
  }
  if (situation.language) {
    because.push_back(fmt::format("Language {}, as asked for.", words(showing.languages)));
  } else {
    const auto rounds = rounds_of(release.languages).size();
    because.push_back(fmt::format("Pass {} speaks {} (round {} of {}).", showing.pass + 1,
                                  words(showing.languages),
                                  showing.pass % static_cast<std::int64_t>(rounds) + 1, rounds));
  }
}

std::string why_others_do_not(const Candidate& winner, const Candidate& other) {
  if (other.event->priority < winner.event->priority) {
    return fmt::format("Event \"{}\" is on too, but its priority {} is below {}.", other.event->id,
                       other.event->priority, winner.event->priority);
  }
  return fmt::format(
      "Event \"{}\" is on too with the same priority, but \"{}\" {}.", other.event->id, winner.event->id,
      other.occurrence.starts < winner.occurrence.starts ? "began later" : "comes first by its name");
}

Showing make_showing(const bundle::Release& release, const Situation& situation, bundle::Mode mode,
                     const Candidate& winner, const Place& place) {
  Showing showing;
  showing.item = place.item->id;
  showing.planned = place.planned->id;
  showing.languages = languages_of_pass(release.languages, place.pass, situation.language);
  showing.starts = place.starts;
  showing.ends = std::min(place.ends, winner.occurrence.ends);
  showing.mode = mode;
  showing.event = winner.event->id;
  showing.playlist = winner.playlist->id;
  showing.pass = place.pass;
  showing.slot = place.slot;
  return showing;
}

bool is_same(const std::optional<Showing>& one, const std::optional<Showing>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->item == other->item && one->planned == other->planned && one->languages == other->languages &&
         one->starts == other->starts && one->ends == other->ends && one->mode == other->mode &&
         one->event == other->event && one->playlist == other->playlist && one->pass == other->pass &&
         one->slot == other->slot;
}

// The nearest instant after `now` at which anything that showing_at looks at changes.
Instant next_cause(const bundle::Release& release, const Situation& situation,
                   const std::optional<Showing>& showing, Instant now) {
  Instant nearest = showing ? showing->ends : schedule::kNever;
  const auto consider = [&](Instant instant) {
    if (instant > now) nearest = std::min(nearest, instant);
  };
  for (const auto& event : release.events) consider(schedule::next_boundary(event, now));
  for (const auto& [id, item] : release.items) {
    if (item.valid_until) consider(*item.valid_until);
  }
  if (situation.mode) return nearest;
  const auto zone = zone_of(release.zone);
  for (const auto& span : release.mode_days) {
    if (const auto first = schedule::parse_day(span.first_day)) consider(zone.to_instant(*first));
    if (const auto last = schedule::parse_day(span.last_day)) {
      consider(zone.to_instant(*last + std::chrono::days(1)));
    }
  }
  return nearest;
}

}  // namespace

std::optional<Showing> showing_at(const bundle::Release& release, const Situation& situation, Instant now,
                                  Explanation* explanation) {
  auto* because = explanation != nullptr ? &explanation->because : nullptr;
  auto* not_because = explanation != nullptr ? &explanation->not_because : nullptr;
  const auto mode = mode_at(release, situation, now, because);
  const auto found = candidates(release, mode, now, not_because);
  for (auto winner = found.begin(); winner != found.end(); ++winner) {
    std::vector<LeftOut> left_out;
    const auto timeline = lay_out(release, situation, mode, *winner, &left_out);
    for (auto& item : left_out) {
      say(not_because,
          fmt::format("{} is left out of \"{}\": {}.", item.item, winner->playlist->id, item.reason));
    }
    const auto place = timeline.at(now);
    if (!place) {
      say(not_because, fmt::format("Event \"{}\" is on, but nothing in its playlist \"{}\" can play.",
                                   winner->event->id, winner->playlist->id));
      continue;
    }
    auto showing = make_showing(release, situation, mode, *winner, *place);
    if (explanation != nullptr) {
      explain_showing(release, situation, *winner, timeline, showing, *because);
      for (auto other = winner + 1; other != found.end(); ++other) {
        not_because->push_back(why_others_do_not(*winner, *other));
      }
    }
    return showing;
  }
  say(because, "No event of this release can play now: the still with the clock is shown.");
  return std::nullopt;
}

Instant next_change(const bundle::Release& release, const Situation& situation, Instant now) {
  constexpr auto kHorizon = std::chrono::hours(24);
  constexpr int kMostCauses = 256;
  const auto was = showing_at(release, situation, now);
  auto instant = now;
  for (int cause = 0; cause < kMostCauses; ++cause) {
    instant = next_cause(release, situation, was, instant);
    if (instant >= now + kHorizon) return now + kHorizon;
    if (!is_same(was, showing_at(release, situation, instant))) return instant;
  }
  return instant;
}

}  // namespace gatecast::programme
