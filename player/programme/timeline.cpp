#include "player/programme/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "player/programme/condition.h"
#include "player/programme/feed.h"
#include "player/programme/languages.h"
#include "player/programme/order.h"
#include "player/schedule/schedule.h"

namespace gatecast::programme {
namespace {

using namespace std::chrono_literals;

constexpr Duration kShortestSlot = 500ms;
constexpr Duration kLongestSlot = std::chrono::days(31);
// A filler is held this much longer rather than another one begun for so short a time.
constexpr Duration kShortestFiller = 4s;

std::optional<LeftOut> why_left_out(const bundle::Item& item, const Timeline::Request& request) {
  if (request.situation->recalled.contains(item.id)) return LeftOut{item.id, "recalled", "is recalled"};
  if (!item.modes.contains(request.mode))
    return LeftOut{item.id, "mode", "does not play in mode " + std::string(bundle::to_string(request.mode))};
  if (item.rights_until && *item.rights_until <= request.starts)
    return LeftOut{item.id, "licence", "has no licence since " + format_instant(*item.rights_until)};
  if (item.valid_until && *item.valid_until <= request.starts)
    return LeftOut{item.id, "validity", "was valid until " + format_instant(*item.valid_until)};
  if (item.duration_us <= 0) return LeftOut{item.id, "duration", "has no duration"};
  if (auto obstacle = obstacle_here(item.only_for, *request.release, *request.situation))
    return LeftOut{item.id, obstacle->rule, obstacle->clause};
  return std::nullopt;
}

Duration length_of(const bundle::Item& item) {
  return std::clamp(Duration(item.duration_us), kShortestSlot, kLongestSlot);
}

// An entry of the playlist whose item may play; in a weighted list an item stands here once.
struct Part {
  const bundle::Item* item;
  Portion portion;
  Instant ends;
};

std::vector<Part> parts_of(const Timeline::Request& request, std::vector<LeftOut>* left_out) {
  std::vector<Part> parts;
  std::set<bundle::ItemId> told;
  for (const auto& entry : request.playlist->entries) {
    const auto found = request.release->items.find(entry.item);
    if (found == request.release->items.end()) continue;
    const auto& item = found->second;
    if (auto reason = why_left_out(item, request)) {
      if (left_out != nullptr && told.insert(item.id).second) left_out->push_back(std::move(*reason));
      continue;
    }
    const auto same = std::ranges::find(parts, &item, &Part::item);
    if (request.playlist->order == bundle::Order::weighted && same != parts.end()) {
      same->portion.weight += entry.weight;
      same->portion.share_permille += entry.share_permille;
      continue;
    }
    parts.push_back({&item,
                     {entry.weight, entry.share_permille, length_of(item)},
                     end_here(*request.release, *request.situation, item)});
  }
  return parts;
}

std::vector<Slot> slots_of(const Timeline::Request& request, const std::vector<Part>& parts) {
  std::vector<Slot> slots;
  if (request.playlist->order == bundle::Order::ordered) {
    for (const auto& part : parts) slots.push_back({part.item, part.portion.length, part.ends});
    return slots;
  }
  std::vector<Portion> portions;
  for (const auto& part : parts) portions.push_back(part.portion);
  const auto seed = seed_of(request.release->number, request.day, request.playlist->id);
  for (const int index : weighted_order(showings_in_pass(portions), seed, request.playlist->least_distance)) {
    const auto& part = parts[static_cast<std::size_t>(index)];
    slots.push_back({part.item, part.portion.length, part.ends});
  }
  return slots;
}

}  // namespace

std::optional<Instant> end_of(const bundle::Item& item) {
  if (!item.valid_until || !item.rights_until) return item.valid_until ? item.valid_until : item.rights_until;
  return std::min(*item.valid_until, *item.rights_until);
}

Instant end_here(const bundle::Release& release, const Situation& situation, const bundle::Item& item) {
  return std::min(end_of(item).value_or(schedule::kNever), said_until(release, situation, item));
}

Timeline Timeline::lay_out(const Request& request, std::vector<LeftOut>* left_out) {
  Timeline timeline;
  timeline.starts_ = request.starts;
  timeline.unplayable_ = &request.situation->unplayable;
  timeline.rounds_ = rounds_spoken(request.release->languages, request.situation->language);
  const auto parts = parts_of(request, left_out);
  const bool differ =
      std::ranges::any_of(parts, [](const Part& part) { return !part.item->only_for.languages.empty(); });
  for (std::size_t round = 0; round < (differ ? timeline.rounds_.size() : 1); ++round) {
    auto here = parts;
    std::erase_if(here, [&](const Part& part) {
      return obstacle_in_round(part.item->only_for, timeline.rounds_[round]).has_value();
    });
    Pass pass{slots_of(request, here), Duration(0)};
    for (const auto& slot : pass.slots) pass.length += slot.length;
    timeline.cycle_length_ += pass.length;
    timeline.passes_.push_back(std::move(pass));
  }
  if (left_out == nullptr || !differ) return timeline;
  for (const auto& part : parts) {
    const auto obstacle = [&](const auto& round) { return obstacle_in_round(part.item->only_for, round); };
    if (std::ranges::all_of(timeline.rounds_, [&](const auto& round) { return obstacle(round).has_value(); }))
      left_out->push_back({part.item->id, "language", obstacle(timeline.rounds_.front())->clause});
  }
  return timeline;
}

const std::vector<Slot>& Timeline::slots(std::int64_t pass) const {
  return passes_[static_cast<std::size_t>(pass) % passes_.size()].slots;
}

Duration Timeline::pass_length(std::int64_t pass) const {
  return passes_[static_cast<std::size_t>(pass) % passes_.size()].length;
}

const std::vector<bundle::LanguageTag>& Timeline::languages(const Place& place) const {
  return rounds_[place.round];
}

bool Timeline::can_play(const Slot& slot, Instant when) const {
  return when < slot.ends && !unplayable_->contains(slot.item->id);
}

bool Timeline::can_play_any(Instant when) const {
  return std::ranges::any_of(passes_, [&](const Pass& pass) {
    return std::ranges::any_of(pass.slots, [&](const Slot& slot) { return can_play(slot, when); });
  });
}

std::optional<Place> Timeline::at(Instant now) const {
  if (cycle_length_ == Duration(0) || now < starts_ || !can_play_any(now)) return std::nullopt;
  const auto cycle = (now - starts_) / cycle_length_;
  Place place;
  place.starts = starts_ + cycle * cycle_length_;
  std::size_t pass = 0;
  while (now >= place.starts + passes_[pass].length) place.starts += passes_[pass++].length;
  place.pass = cycle * static_cast<std::int64_t>(passes_.size()) + static_cast<std::int64_t>(pass);
  place.round = static_cast<std::size_t>(place.pass) % rounds_.size();
  for (const auto& slot : passes_[pass].slots) {
    place.ends = place.starts + slot.length;
    if (now < place.ends) break;
    place.starts = place.ends;
    ++place.slot;
  }
  const auto& planned = passes_[pass].slots[static_cast<std::size_t>(place.slot)];
  place.planned = place.item = planned.item;
  if (!can_play(planned, place.starts)) return fill(place, place.starts, now);
  if (can_play(planned, now)) {
    place.ends = std::min(place.ends, planned.ends);
    return place;
  }
  return fill(place, planned.ends, now);  // it ended within its own slot
}

// The playable items that follow the planned one, one after the other, until the slot ends: of its own pass,
// else of the passes after it in their languages.
Place Timeline::fill(Place place, Instant from, Instant now) const {
  const auto slot_ends = place.ends;
  auto pass = static_cast<std::size_t>(place.pass) % passes_.size();
  auto index = static_cast<std::size_t>(place.slot);
  place.starts = from;
  while (true) {
    for (std::size_t tried = 0;; ++tried) {
      const auto& slots = passes_[pass].slots;
      if (tried >= slots.size()) {
        pass = (pass + 1) % passes_.size();
        place.round = (place.round + 1) % rounds_.size();
        tried = 0;
        index = 0;
        if (!passes_[pass].slots.empty() && can_play(passes_[pass].slots[0], place.starts)) break;
        continue;
      }
      index = (index + 1) % slots.size();
      if (can_play(slots[index], place.starts)) break;
    }
    const auto& slot = passes_[pass].slots[index];
    place.item = slot.item;
    place.ends = place.starts + slot.length;
    if (place.ends + kShortestFiller > slot_ends) place.ends = slot_ends;
    place.ends = std::min(place.ends, slot.ends);
    if (now < place.ends) return place;
    place.starts = place.ends;
  }
}

}  // namespace gatecast::programme
