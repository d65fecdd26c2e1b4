// What the log holds: segments of time without a gap inside. Each is two lines: a body (what stood on the
// screen, what deviated) and a head (number, hash of the body, hash of the head before, key) with its
// signature. Threads: values, pure functions. Errors: parsing gives nothing for whatever is not of this form;
// the reader says where. Source: player/play_log/FORMAT.md.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "player/play_log/log_key.h"

namespace gatecast::play_log {

using Milliseconds = std::chrono::milliseconds;
using LogTime = std::chrono::sys_time<Milliseconds>;

// From `at` on (since the segment began) the player followed this release in this mode.
struct Interval {
  Milliseconds at{0};
  std::string channel;  // empty: no release could be verified
  std::int64_t release = 0;
  std::string document;  // SHA-256 of the release document
  std::string mode;
};
struct ShownItem {
  std::string item;  // empty: a still
  std::vector<std::string> languages;
  auto operator<=>(const ShownItem&) const = default;
};
// What could not stand in its own slot.
struct Skip {
  std::string item;
  std::string why;  // the rule that refused it, where known
  auto operator<=>(const Skip&) const = default;
};
struct Shown {
  std::size_t item = 0;  // index in Segment::items
  Milliseconds length{0};
  std::optional<std::size_t> skip;  // index in Segment::skips: the item whose slot it fills
};
struct Deviation {
  Milliseconds at{0};
  Milliseconds length{0};
  std::string what;        // "still", "no_release", "old_release", "mode", "alert", "touch", "dark", ...
  std::string item;        // the one that it befell
  std::string why;         // the rule, or words
  bool continues = false;  // began in the segment before
};
// In place of `shown` and `deviations` where a day holds too many of them.
struct ItemSum {
  std::size_t item = 0;
  std::int64_t times = 0;
  Milliseconds length{0};
  std::int64_t filled_in = 0;  // slots of others, among `times`
};
struct DeviationSum {
  std::string what, item;
  std::int64_t times = 0;
  Milliseconds length{0};
};

struct Segment {
  LogTime from;
  LogTime to;
  bool continues = false;  // the first showing began in the segment before
  std::vector<Interval> programme;
  std::vector<ShownItem> items;
  std::vector<Skip> skips;
  std::vector<Shown> shown;  // without gaps: their lengths add up to `to - from`
  std::vector<Deviation> deviations;
  std::vector<ItemSum> item_sums;
  std::vector<DeviationSum> deviation_sums;
  [[nodiscard]] bool is_summed() const { return !item_sums.empty(); }
};

struct Head {
  std::int64_t number = 0;  // from 1, without gaps
  LogTime from;
  LogTime to;
  Sha256 body;
  Sha256 previous;  // of the head before; zeros at number 1
  std::string key;  // hex
};

// Without a newline. A head's hash is the hash of its JSON, without mark and signature.
std::string body_line(const Segment& segment);
std::string head_json(const Head& head);
std::string head_line(const std::string& json, const LogKey& key);

struct SignedHead {
  Head head;
  Sha256 hash;
  bool is_signed = false;
};
std::optional<SignedHead> parse_head_line(ByteView line);
std::optional<Segment> parse_body_line(ByteView line, const Head& head);

// One segment with sums instead of single showings; at most `most_rows` items, the rest as "(others)".
Segment sum_up(const std::vector<Segment>& segments, std::size_t most_rows);

LogTime to_log_time(Instant instant);

}  // namespace gatecast::play_log
