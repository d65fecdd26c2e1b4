// A feed, as a release declares it: which one value may change between releases, of what type, within which
// bounds, for how long it may be shown, and every word that may stand beside it. Two editors sign all of
// this; the values come from the role "feeds" (feed_value.h). Part of a release since format 1.4; an older
// player ignores it. Threads: immutable values. Source: shared/design/trust.md, Signing (role feeds).
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace gatecast::bundle {

enum class FeedKind { number, time, choice };

inline constexpr std::size_t kMostFeeds = 64;    // of a channel
inline constexpr std::size_t kMostChoices = 32;  // of one feed
inline constexpr int kMostDecimals = 6;
inline constexpr std::int64_t kLargestFeedNumber = 1'000'000'000'000;
inline constexpr std::int64_t kShortestFeedAge_s = 60;
inline constexpr std::int64_t kLongestFeedAge_s = 14LL * 86'400;

struct Feed {
  std::string name;  // a slug
  FeedKind kind = FeedKind::number;
  std::map<std::string, std::string> label;   // by language: "1 USD", "Nước sông Sê Pôn"
  std::map<std::string, std::string> unit;    // of a number; may be empty
  std::map<std::string, std::string> source;  // who says so, shown beside the age
  // Of a number: all in steps of its last decimal, 285 for 28.5 with one decimal.
  int decimals = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::int64_t greatest_step = 0;  // within one least interval; 0: any
  // Of a choice: its words by language, by a short id. A value names the id and nothing else.
  std::map<std::string, std::map<std::string, std::string>> choices;
  std::int64_t greatest_age_s = 3600;   // older is not shown
  std::int64_t least_interval_s = 300;  // from one value to the next
};

}  // namespace gatecast::bundle
