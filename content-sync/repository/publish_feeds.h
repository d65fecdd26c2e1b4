// What the province's office reports comes in as typed values: judged against the release that each channel
// shows, signed with the online key of the role "feeds", taken into the repository. A value that is refused
// leaves the one before. Threads: one writer. Errors: "publish.feeds" (no key, or the repository gives it no
// role yet), "feed.*" of bundle/feed_value.h, trust errors of tuf.
// Source: shared/design/trust.md, Signing (role feeds).
#pragma once
#include <string>
#include <vector>

#include "content-sync/bundle/feed_value.h"
#include "content-sync/repository/repository.h"

namespace gatecast::repository {

inline constexpr std::chrono::days kFeedsLife{2};

struct FeedReport {
  std::string channel;
  std::string name;
  std::string text;  // "28.5", "short", "2026-11-22T18:00:00+07:00"
  Instant at;
};
// {"lao-bao-hall": {"air-temperature": 28.5, "queue": {"value": "short", "at":
// "2026-11-22T09:20:00+07:00"}}}; without "at" it is so now.
Result<std::vector<FeedReport>> parse_feed_reports(ByteView bytes, std::string_view name, Instant now);
Bytes write_feed_reports(const std::vector<FeedReport>& reports);

struct FeedsPublished {
  std::int64_t role_version = 0;
  int taken = 0;
  std::vector<Error> refused;
};
Result<FeedsPublished> publish_feeds(Disk& disk, const Path& folder, const std::vector<FeedReport>& reports,
                                     const OnlineKeys& online, Instant now);
// What stands signed again before its two days are over; nothing where nothing stands.
Status renew_feeds(Disk& disk, const Path& folder, const OnlineKeys& online, Instant now);

// What a channel's feeds say now, as published.
Result<bundle::FeedValues> published_feeds(Disk& disk, const Path& folder, const std::string& channel,
                                           Instant now);

}  // namespace gatecast::repository
