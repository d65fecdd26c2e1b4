#include "player/play_log/tally.h"

#include <algorithm>

namespace gatecast::play_log {
namespace {

using namespace std::chrono_literals;

Milliseconds inside(const Range& range, LogTime from, Milliseconds length) {
  auto to = from + length;
  if (range.from) from = std::max(from, *range.from);
  if (range.to) to = std::min(to, *range.to);
  return std::max(0ms, to - from);
}

std::string language_key(const ShownItem& item) {
  std::string key;
  for (const auto& language : item.languages) key += (key.empty() ? "" : " ") + language;
  return key;
}

}  // namespace

void Tally::skip(const std::string& item, std::int64_t times, Milliseconds length) {
  items[item].skipped += times;
  items[item].skipped_length += length;
  deviations["skipped"].times += times;
  deviations["skipped"].length += length;
}

void Tally::add(const Segment& segment, const Range& range) {
  if (segment.is_summed()) {
    if (!range.holds(segment.from)) return;
    ++summed_segments;
    for (const auto& sum : segment.item_sums) {
      auto& row = items[segment.items[sum.item].item];
      row.times += sum.times;
      row.length += sum.length;
      row.filled_in += sum.filled_in;
      recorded += sum.length;
      languages[language_key(segment.items[sum.item])] += sum.length;
    }
    for (const auto& sum : segment.deviation_sums) {
      if (sum.what == "skipped") {
        skip(sum.item, sum.times, sum.length);
        continue;
      }
      auto& row = deviations[sum.what];
      row.times += sum.times;
      row.length += sum.length;
    }
    return;
  }
  auto at = segment.from;
  for (std::size_t i = 0; i < segment.shown.size(); at += segment.shown[i].length, ++i) {
    const auto& shown = segment.shown[i];
    const auto length = inside(range, at, shown.length);
    const bool begins = range.holds(at) && !(i == 0 && segment.continues);
    if (length == 0ms && !begins) continue;
    const auto& item = segment.items[shown.item];
    auto& row = items[item.item];
    row.times += begins ? 1 : 0;
    row.length += length;
    recorded += length;
    languages[language_key(item)] += length;
    if (!shown.skip) continue;
    row.filled_in += begins ? 1 : 0;
    skip(segment.skips[*shown.skip].item, begins ? 1 : 0, length);
  }
  for (const auto& deviation : segment.deviations) {
    const auto begin = segment.from + deviation.at;
    const auto length = inside(range, begin, deviation.length);
    const bool begins = range.holds(begin) && !deviation.continues;
    if (length == 0ms && !begins) continue;
    const std::int64_t times = begins ? 1 : 0;
    auto& row = deviations[deviation.what];
    row.times += times;
    row.length += length;
  }
}

void Tally::add(const Tally& other) {
  for (const auto& [id, row] : other.items) {
    auto& mine = items[id];
    mine.times += row.times;
    mine.length += row.length;
    mine.skipped += row.skipped;
    mine.skipped_length += row.skipped_length;
    mine.filled_in += row.filled_in;
  }
  for (const auto& [what, row] : other.deviations) {
    deviations[what].times += row.times;
    deviations[what].length += row.length;
  }
  for (const auto& [key, length] : other.languages) languages[key] += length;
  recorded += other.recorded;
  summed_segments += other.summed_segments;
}

}  // namespace gatecast::play_log
