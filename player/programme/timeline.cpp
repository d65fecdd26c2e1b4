#include "player/programme/timeline.h"

#include <algorithm>

#include "player/programme/order.h"

namespace gatecast::programme {
namespace {

using namespace std::chrono_literals;

constexpr Duration kShortestSlot = 500ms;
constexpr Duration kLongestSlot = std::chrono::days(31);
// A filler is held this much longer rather than another one begun for so short a time.
constexpr Duration kShortestFiller = 4s;

std::string why_left_out(const bundle::Item& item, const Timeline::Request& request) {
  if (request.recalled->contains(item.id)) return "it is recalled";
  if (!item.modes.contains(request.mode)) return "it does not play in this mode";
  if (item.valid_until && *item.valid_until <= request.starts) {
    return "its validity ended on " + format_instant(*item.valid_until);
  }
  if (item.duration_us <= 0) return "it has no duration";
  return {};
}

}  // namespace

Timeline Timeline::lay_out(const Request& request, std::vector<LeftOut>* left_out) {
  Timeline timeline;
  timeline.starts_ = request.starts;
  timeline.unplayable_ = request.unplayable;
  std::vector<const bundle::Item*> items;
  std::vector<int> weights;
  for (const auto& entry : request.playlist->entries) {
    const auto found = request.release->items.find(entry.item);
    if (found == request.release->items.end()) continue;
    if (auto reason = why_left_out(found->second, request); !reason.empty()) {
      if (left_out != nullptr) left_out->push_back({entry.item, std::move(reason)});
      continue;
    }
    items.push_back(&found->second);
    weights.push_back(entry.weight);
  }
  std::vector<const bundle::Item*> pass = items;
  if (request.playlist->order == bundle::Order::weighted) {
    pass.clear();
    const auto seed = seed_of(request.release->number, request.day, request.playlist->id);
    for (const int index : weighted_order(weights, seed))
      pass.push_back(items[static_cast<std::size_t>(index)]);
  }
  for (const auto* item : pass) {
    const auto length = std::clamp(Duration(item->duration_us), kShortestSlot, kLongestSlot);
    timeline.slots_.push_back({item, length});
    timeline.pass_length_ += length;
  }
  return timeline;
}

bool Timeline::can_play(const bundle::Item& item, Instant when) const {
  if (unplayable_->contains(item.id)) return false;
  return !item.valid_until || when < *item.valid_until;
}

std::optional<Place> Timeline::at(Instant now) const {
  if (slots_.empty() || now < starts_) return std::nullopt;
  if (std::ranges::none_of(slots_, [&](const Slot& slot) { return can_play(*slot.item, now); })) {
    return std::nullopt;
  }
  Place place;
  place.pass = (now - starts_) / pass_length_;
  place.starts = starts_ + place.pass * pass_length_;
  for (const auto& slot : slots_) {
    place.ends = place.starts + slot.length;
    if (now < place.ends) break;
    place.starts = place.ends;
    ++place.slot;
  }
  const auto& planned = *slots_[static_cast<std::size_t>(place.slot)].item;
  place.planned = place.item = &planned;
  if (!can_play(planned, place.starts)) return fill(place, place.starts, now);
  if (can_play(planned, now)) {
    if (planned.valid_until) place.ends = std::min(place.ends, *planned.valid_until);
    return place;
  }
  return fill(place, *planned.valid_until, now);  // it ended within its own slot
}

// The playable items that follow the planned one, one after the other, until the slot ends.
Place Timeline::fill(Place place, Instant from, Instant now) const {
  const auto slot_ends = place.ends;
  auto index = static_cast<std::size_t>(place.slot);
  place.starts = from;
  while (true) {
    do {
      index = (index + 1) % slots_.size();
    } while (!can_play(*slots_[index].item, place.starts));
    const auto& slot = slots_[index];
    place.item = slot.item;
    place.ends = place.starts + slot.length;
    if (place.ends + kShortestFiller > slot_ends) place.ends = slot_ends;
    if (slot.item->valid_until) place.ends = std::min(place.ends, *slot.item->valid_until);
    if (now < place.ends) return place;
    place.starts = place.ends;
  }
}

}  // namespace gatecast::programme
