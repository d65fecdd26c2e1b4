#include "player/programme/outlook.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "player/programme/condition.h"
#include "player/programme/feed.h"
#include "player/programme/languages.h"

namespace gatecast::programme {
namespace {

using schedule::WhyOff;

class Looking {
 public:
  Looking(const bundle::Release& release, const Situation& situation, Instant now, Seen* seen)
      : release_(release),
        situation_(situation),
        now_(now),
        seen_(seen),
        rounds_(rounds_spoken(release.languages, situation.language)) {}

  Outlook look() {
    out_.release = &release_;
    out_.mode = mode_at(release_, situation_, now_);
    out_.until = out_.mode.until;
    for (const auto& event : release_.events) consider(event);
    std::ranges::sort(out_.on, [](const Candidate& one, const Candidate& other) {
      if (one.event->priority != other.event->priority) return one.event->priority > other.event->priority;
      if (one.occurrence.starts != other.occurrence.starts)
        return one.occurrence.starts > other.occurrence.starts;
      return one.event->id < other.event->id;
    });
    choose();
    return std::move(out_);
  }

 private:
  void reject(const bundle::Event& event, const char* rule, std::string sentence) {
    if (seen_ != nullptr) seen_->rejections.push_back({event.id, true, rule, std::move(sentence)});
  }

  void consider(const bundle::Event& event) {
    const auto playlist = release_.playlists.find(event.playlist);
    if (playlist == release_.playlists.end()) return;
    if (!event.modes.contains(out_.mode.mode)) {
      return reject(
          event, "mode",
          fmt::format("Event \"{}\" does not play in mode {}.", event.id, bundle::to_string(out_.mode.mode)));
    }
    auto obstacle = obstacle_here(event.only_for, release_, situation_);
    if (!obstacle) obstacle = obstacle_for_reader(event.only_for, release_, situation_);
    if (obstacle)
      return reject(event, obstacle->rule.c_str(),
                    fmt::format("Event \"{}\" {}.", event.id, obstacle->clause));
    // What can never play again neither comes nor goes; only who asks why hears of it.
    const bool is_dead = !has_something_to_play(playlist->second);
    if (is_dead && seen_ == nullptr) return;
    const auto [occurrence, boundary] = schedule::state_at(event, now_);
    if (!is_dead) out_.until = std::min(out_.until, boundary);
    if (occurrence)
      out_.on.push_back({&event, &playlist->second, *occurrence});
    else if (seen_ != nullptr)
      say_why_off(event);
  }

  // In this mode, from now on: items only ever drop out.
  [[nodiscard]] bool has_something_to_play(const bundle::Playlist& playlist) const {
    return std::ranges::any_of(playlist.entries, [&](const bundle::PlaylistEntry& entry) {
      const auto found = release_.items.find(entry.item);
      if (found == release_.items.end()) return false;
      const auto& item = found->second;
      return item.duration_us > 0 && item.modes.contains(out_.mode.mode) &&
             end_here(release_, situation_, item) > now_ && !situation_.recalled.contains(item.id) &&
             !situation_.unplayable.contains(item.id) &&
             !obstacle_here(item.only_for, release_, situation_) &&
             std::ranges::any_of(rounds_,
                                 [&](const auto& round) { return !obstacle_in_round(item.only_for, round); });
    });
  }

  std::string local(Instant instant) const {
    return schedule::format_for_people(zone_of(release_.zone).to_local(instant));
  }

  void say_why_off(const bundle::Event& event) {
    const auto next = schedule::next_start(event, now_);
    const auto when = next ? fmt::format("it begins next at {}", local(*next)) : "it will not come again";
    switch (schedule::why_off(event, now_)) {
      case WhyOff::unreadable:
        return reject(event, "unreadable",
                      fmt::format("Event \"{}\" cannot be read: {}.", event.id,
                                  schedule::check_event(event).error().message));
      case WhyOff::before_first_day:
        return reject(
            event, "days",
            fmt::format("Event \"{}\" has its first day on {}; {}.", event.id, event.first_day, when));
      case WhyOff::after_last_day:
        return reject(event, "days",
                      fmt::format("Event \"{}\" had its last day on {}.", event.id, event.last_day));
      case WhyOff::excepted:
        return reject(event, "exception",
                      fmt::format("Event \"{}\" would be on, but this time is among its exceptions; {}.",
                                  event.id, when));
      case WhyOff::over:
        return reject(event, "over",
                      fmt::format("Event \"{}\" is not on and will not come again.", event.id));
      default:
        return reject(event, "time", fmt::format("Event \"{}\" is not on; {}.", event.id, when));
    }
  }

  Timeline lay_out(const Candidate& candidate, std::vector<LeftOut>* left_out) const {
    const auto start = zone_of(candidate.event->zone).to_local(candidate.occurrence.starts);
    return Timeline::lay_out(
        {&release_, &situation_, candidate.playlist, out_.mode.mode, candidate.occurrence.starts,
         schedule::format_day(std::chrono::floor<std::chrono::days>(start))},
        left_out);
  }

  // An item that ends may empty a playlist, and so give another event its turn.
  void heed_ends(const bundle::Playlist& playlist) {
    for (const auto& entry : playlist.entries) {
      const auto item = release_.items.find(entry.item);
      if (item == release_.items.end()) continue;
      const auto end = end_here(release_, situation_, item->second);
      if (end > now_) out_.until = std::min(out_.until, end);
    }
  }

  void choose() {
    for (std::size_t index = 0; index < out_.on.size(); ++index) {
      const auto& candidate = out_.on[index];
      if (out_.winner) {
        if (seen_ != nullptr) say_who_won(out_.on[*out_.winner], candidate);
        continue;
      }
      heed_ends(*candidate.playlist);
      std::vector<LeftOut> left_out;
      auto timeline = lay_out(candidate, seen_ == nullptr ? nullptr : &left_out);
      if (seen_ != nullptr) say_left_out(candidate, left_out);
      if (seen_ != nullptr) say_unsaid(*candidate.playlist);
      if (timeline.at(now_)) {
        out_.winner = index;
        out_.timeline = std::move(timeline);
      } else {
        reject(*candidate.event, "nothing",
               fmt::format("Event \"{}\" is on, but nothing in its playlist \"{}\" can play.",
                           candidate.event->id, candidate.playlist->id));
      }
    }
  }

  void say_left_out(const Candidate& candidate, std::vector<LeftOut>& left_out) {
    for (auto& item : left_out) {
      auto sentence =
          fmt::format("{} is left out of \"{}\": it {}.", item.item, candidate.playlist->id, item.clause);
      seen_->rejections.push_back({item.item, false, std::move(item.rule), std::move(sentence)});
    }
  }

  // These keep their slots, so that this screen stays in step with those that have a value.
  void say_unsaid(const bundle::Playlist& playlist) {
    std::set<bundle::ItemId> told;
    for (const auto& entry : playlist.entries) {
      const auto item = release_.items.find(entry.item);
      if (item == release_.items.end() || said_until(release_, situation_, item->second) > now_) continue;
      if (!told.insert(entry.item).second) continue;
      seen_->rejections.push_back(
          {entry.item, false, "feed",
           fmt::format("{} is left out of \"{}\" and others fill its slot: it {}.", entry.item, playlist.id,
                       why_unsaid(release_, situation_, item->second, now_))});
    }
  }

  void say_who_won(const Candidate& winner, const Candidate& other) {
    if (other.event->priority < winner.event->priority)
      return reject(
          *other.event, "priority",
          fmt::format("Event \"{}\" is on too, but its priority {} is below {} of \"{}\".", other.event->id,
                      other.event->priority, winner.event->priority, winner.event->id));
    const bool began_later = other.occurrence.starts < winner.occurrence.starts;
    reject(*other.event, began_later ? "start" : "name",
           fmt::format("Event \"{}\" is on too with the same priority, but \"{}\" {}.", other.event->id,
                       winner.event->id, began_later ? "began later" : "comes first by its name"));
  }

  const bundle::Release& release_;
  const Situation& situation_;
  Instant now_;
  Seen* seen_;
  std::vector<std::vector<bundle::LanguageTag>> rounds_;
  Outlook out_;
};

}  // namespace

Outlook look(const bundle::Release& release, const Situation& situation, Instant now, Seen* seen) {
  return Looking(release, situation, now, seen).look();
}

std::optional<Showing> showing_in(const Outlook& outlook, Instant now) {
  if (!outlook.winner) return std::nullopt;
  const auto& winner = outlook.on[*outlook.winner];
  const auto place = outlook.timeline.at(now);
  if (!place) return std::nullopt;
  Showing showing;
  showing.item = place->item->id;
  showing.planned = place->planned->id;
  showing.languages = outlook.timeline.languages(*place);
  showing.starts = place->starts;
  showing.ends = std::min(place->ends, winner.occurrence.ends);
  showing.mode = outlook.mode.mode;
  showing.event = winner.event->id;
  showing.playlist = winner.playlist->id;
  showing.pass = place->pass;
  showing.slot = place->slot;
  return showing;
}

}  // namespace gatecast::programme
