// Rows per item, computed from segments: how often, how long, what deviated.
// Threads: a value. Source: player/play_log/FORMAT.md, Rows.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "player/play_log/segment.h"

namespace gatecast::play_log {

struct Range {
  std::optional<LogTime> from, to;
  [[nodiscard]] bool holds(LogTime time) const { return (!from || time >= *from) && (!to || time < *to); }
};

struct Row {
  std::int64_t times = 0;  // showings that began
  Milliseconds length{0};
  std::int64_t skipped = 0;  // its turns that another filled
  Milliseconds skipped_length{0};
  std::int64_t filled_in = 0;  // turns of others that it filled
};
struct DeviationRow {
  std::int64_t times = 0;
  Milliseconds length{0};
};

struct Tally {
  std::map<std::string, Row> items;  // by item's id; "" is a still
  std::map<std::string, DeviationRow> deviations;
  std::map<std::string, Milliseconds> languages;  // "vi lo": what stood in them
  Milliseconds recorded{0};
  std::int64_t summed_segments = 0;  // counted whole, where they begin inside the range

  void add(const Segment& segment, const Range& range = {});
  void add(const Tally& other);

 private:
  void skip(const std::string& item, std::int64_t times, Milliseconds length);
};

}  // namespace gatecast::play_log
