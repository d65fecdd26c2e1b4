// What a feed says now: a number, a time or one of a list, with the moment at which it was so. Never words:
// all that is drawn beside it stands in the signed release. The same judgement serves the server before it
// signs, the agent's status and the player. Threads: values, pure. Errors: trust errors "feed.form" (not such
// a document), "feed.unknown", "feed.type", "feed.bounds", "feed.step", "feed.interval", "feed.older",
// "feed.future". Source: shared/design/trust.md, Promises 1 and Signing (role feeds).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr FormatVersion kFeedsFormat{1, 0};
inline constexpr std::uint64_t kFeedsLimit = 32'768;             // bytes of a channel's values
inline constexpr Duration kFeedAhead = std::chrono::minutes(5);  // clocks differ a little

struct FeedValue {
  FeedKind kind = FeedKind::number;
  int decimals = 0;
  std::int64_t number = 0;  // in steps of the last decimal
  std::string choice;       // an id of the feed's list
  Instant time;             // of a time
  Instant at;               // when it was so
  bool is_sample = false;   // of a preview; never of a document
  bool operator==(const FeedValue&) const = default;
};
using FeedValues = std::map<std::string, FeedValue>;  // by the feed's name

struct FeedDocument {
  std::string channel;
  FeedValues values;
};
// "feeds/<channel>.json"
std::string feeds_target(const std::string& channel);
Result<FeedDocument> parse_feeds(ByteView bytes, std::string_view name);
// Canonical JSON: the same values give the same bytes.
Bytes write_feeds(const FeedDocument& document);

// Type and bounds, by itself.
Status check_feed_value(const Feed& feed, const FeedValue& value);
// What comes after a value that still holds: later by the least interval, and no step that is too great for
// the time between. Who missed values in between is not asked for smaller steps than who saw them.
Status check_feed_step(const Feed& feed, const FeedValue& before, const FeedValue& next);

// Neither too old nor ahead of the clock.
bool is_fresh(const Feed& feed, const FeedValue& value, Instant now);
Instant fresh_until(const Feed& feed, const FeedValue& value);

// The last good value of each declared feed, given those of before and what is offered now.
struct WeighedFeeds {
  FeedValues good;
  std::vector<Error> refused;  // subject "feeds/<channel>.json#<name>"
};
WeighedFeeds weigh_feeds(const Release& release, const FeedValues& before, const FeedValues& offered,
                         Instant now);

// "28.5", "-3", "short", "2026-11-22T18:00:00+07:00" -> a value of this feed, judged by itself. No number
// passes through floating point.
Result<FeedValue> read_feed_value(const Feed& feed, std::string_view text, Instant at);
// The other way, for people and logs: "28.5 °C" without its unit.
std::string plain_value(const FeedValue& value);

}  // namespace gatecast::bundle
