#include "player/programme/programme.h"

#include <fmt/format.h>

#include <algorithm>

#include "player/programme/feed.h"
#include "player/programme/outlook.h"

namespace gatecast::programme {
namespace {

std::string words(const std::vector<bundle::LanguageTag>& languages) {
  return languages.size() == 2 ? languages[0] + " with " + languages[1] : languages.front();
}

std::string why_not_planned(const bundle::Release& release, const Situation& situation,
                            const Showing& showing) {
  if (situation.unplayable.contains(showing.planned)) return "cannot be played on this kiosk";
  const auto& item = release.items.at(showing.planned);
  if (said_until(release, situation, item) <= showing.starts)
    return why_unsaid(release, situation, item, showing.starts);
  return item.rights_until && *item.rights_until <= showing.starts ? "has no licence any more"
                                                                   : "is no longer valid";
}

void explain_showing(const Outlook& outlook, const Situation& situation, const Showing& showing,
                     std::vector<std::string>& because) {
  const auto& release = *outlook.release;
  const auto& winner = outlook.on[*outlook.winner];
  const auto zone = zone_of(release.zone);
  const auto local = [&](Instant instant) { return schedule::format_for_people(zone.to_local(instant)); };
  because.push_back(fmt::format("Event \"{}\" (priority {}) is on from {} to {} ({}).", winner.event->id,
                                winner.event->priority, local(winner.occurrence.starts),
                                local(winner.occurrence.ends), zone.name()));
  because.push_back(fmt::format(
      "Its playlist \"{}\" plays {} in {} slots of {:.1f} s together; since the event began this is pass {}, "
      "slot {}: {}.",
      winner.playlist->id,
      winner.playlist->order == bundle::Order::ordered ? "in order"
                                                       : "by weight, in an order drawn for this day",
      outlook.timeline.slots(showing.pass).size(),
      std::chrono::duration<double>(outlook.timeline.pass_length(showing.pass)).count(), showing.pass + 1,
      showing.slot + 1, showing.planned));
  if (showing.item != showing.planned)
    because.push_back(
        fmt::format("{} {}; {} fills its slot, so that this screen stays in step with the others.",
                    showing.planned, why_not_planned(release, situation, showing), showing.item));
  const auto rounds = static_cast<std::int64_t>(outlook.timeline.rounds());
  because.push_back(situation.language
                        ? fmt::format("Language {}, as asked for.", words(showing.languages))
                        : fmt::format("Pass {} speaks {} (round {} of {}).", showing.pass + 1,
                                      words(showing.languages), showing.pass % rounds + 1, rounds));
}

bool is_same(const std::optional<Showing>& one, const std::optional<Showing>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->item == other->item && one->planned == other->planned && one->languages == other->languages &&
         one->starts == other->starts && one->ends == other->ends && one->mode == other->mode &&
         one->event == other->event && one->playlist == other->playlist && one->pass == other->pass &&
         one->slot == other->slot;
}

}  // namespace

std::optional<Showing> showing_at(const bundle::Release& release, const Situation& situation, Instant now,
                                  Explanation* explanation) {
  if (explanation == nullptr) return showing_in(look(release, situation, now), now);
  Seen seen;
  const auto outlook = look(release, situation, now, &seen);
  auto showing = showing_in(outlook, now);
  explanation->because.push_back(to_words(situation, outlook.mode));
  if (showing)
    explain_showing(outlook, situation, *showing, explanation->because);
  else
    explanation->because.emplace_back(
        "No event of this release can play now: the still with the clock is shown.");
  explanation->not_because = std::move(seen.rejections);
  return showing;
}

Instant next_change(const bundle::Release& release, const Situation& situation, Instant now) {
  auto outlook = look(release, situation, now);
  const auto was = showing_in(outlook, now);
  // Only modes that come and ends of items can change nothing; a thousand of them, years ahead, mean never.
  constexpr int kMostCauses = 1000;
  auto instant = now;
  for (int cause = 0; cause < kMostCauses; ++cause) {
    instant = was ? std::min(was->ends, outlook.until) : outlook.until;
    if (instant == schedule::kNever) return instant;
    outlook = look(release, situation, instant);
    if (!is_same(was, showing_in(outlook, instant))) return instant;
  }
  return schedule::kNever;
}

}  // namespace gatecast::programme
