#include "player/programme/agenda.h"

#include <algorithm>

#include "player/programme/feed.h"
#include "player/programme/outlook.h"

namespace gatecast::programme {
namespace {

bool holds(const Timeline& timeline, const bundle::ItemId& item) {
  for (std::size_t pass = 0; pass < timeline.rounds(); ++pass)
    for (const auto& slot : timeline.slots(static_cast<std::int64_t>(pass)))
      if (slot.item->id == item) return true;
  return false;
}

// Adds what an outlook shows from `from` to `to`.
void count_showings(const Outlook& outlook, Instant from, Instant to, Block& block) {
  for (auto now = from; now < to;) {
    const auto showing = showing_in(outlook, now);
    if (!showing) return;
    const auto end = std::min(showing->ends, to);
    auto& plays = block.items[showing->item];
    // A slot that two outlooks share is one showing.
    if (showing->starts == now || block.starts == now) ++plays.times;
    plays.length += end - now;
    now = end;
  }
}

bool goes_on(const Block& block, const Outlook& outlook) {
  if (!outlook.winner) return block.event.empty() && block.mode == outlook.mode.mode;
  const auto& winner = outlook.on[*outlook.winner];
  return block.event == winner.event->id && block.mode == outlook.mode.mode &&
         winner.occurrence.starts <= block.starts;
}

}  // namespace

std::vector<Block> agenda(const bundle::Release& release, const Situation& now_known, Instant from,
                          Duration length) {
  std::vector<Block> blocks;
  const auto to = from + std::min(length, kLongestAgenda);
  const auto situation = with_feeds_renewed(release, now_known, from, to);
  for (auto now = from; now < to;) {
    const auto outlook = look(release, situation, now);
    const auto end = std::min(outlook.until, to);
    if (blocks.empty() || !goes_on(blocks.back(), outlook)) {
      Block block;
      block.starts = now;
      block.mode = outlook.mode.mode;
      if (outlook.winner) {
        block.event = outlook.on[*outlook.winner].event->id;
        block.playlist = outlook.on[*outlook.winner].playlist->id;
      }
      blocks.push_back(std::move(block));
    }
    blocks.back().ends = end;
    count_showings(outlook, now, end, blocks.back());
    now = end;
  }
  return blocks;
}

std::optional<Showing> next_showing_of(const bundle::Release& release, const Situation& now_known,
                                       const bundle::ItemId& item, Instant now, Duration length) {
  const auto to = now + std::min(length, kLongestAgenda);
  const auto situation = with_feeds_renewed(release, now_known, now, to);
  for (auto from = now; from < to;) {
    const auto outlook = look(release, situation, from);
    const auto end = std::min(outlook.until, to);
    if (outlook.winner && holds(outlook.timeline, item)) {
      for (auto when = from; when < end;) {
        auto showing = showing_in(outlook, when);
        if (!showing) break;
        if (showing->item == item && showing->starts > now) return showing;
        when = showing->ends;
      }
    }
    from = end;
  }
  return std::nullopt;
}

}  // namespace gatecast::programme
