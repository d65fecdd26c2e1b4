// What feeds may cost: a least interval between two fetches, and kilobytes a day, counted apart from content
// and from what keeps a kiosk fresh. Threads: one owner. Errors: none. Source: issue 5, Transfer (feeds have
// their own budget and least interval a site).
#pragma once
#include "content-sync/agent/data_plan.h"

namespace gatecast::agent {

struct FeedRules {
  std::int64_t least_seconds = 60;
  std::int64_t day_kb = 2000;  // 0: feeds are not fetched at all
};
struct FeedUse {
  std::string day;  // of UTC+7
  std::uint64_t day_bytes = 0;
};

class FeedPlan {
 public:
  FeedPlan(Disk& disk, const Path& store, FeedRules rules);
  [[nodiscard]] bool may_fetch(Instant now) const { return next(now) <= now; }
  // When they may be fetched next; not before tomorrow where today's budget is used up.
  [[nodiscard]] Instant next(Instant now) const;
  void fetched(std::uint64_t bytes, Instant now);
  [[nodiscard]] const FeedUse& use() const { return use_; }
  // Only what changed much: an idle kiosk wears no disk.
  Status save();

 private:
  Disk* disk_;
  Path path_;
  FeedRules rules_;
  FeedUse use_;
  FeedUse saved_;
  Instant last_;
};

FeedUse load_feed_use(Disk& disk, const Path& store);

}  // namespace gatecast::agent
