#include "content-sync/agent/feed_status.h"

namespace gatecast::agent {

void fill_feeds(SyncStatus& status, Disk& disk, const Path& store, ByteView root,
                const Result<store::VerifiedRelease>& active, Instant now) {
  status.feeds.clear();
  status.feeds_refused.clear();
  if (!active || active->release->feeds.empty()) return;
  const auto& release = *active->release;
  bundle::FeedValues good;
  const auto verified =
      store::load_verified_feeds(disk, store / store::kFeedFile, root, release.channel, {}, now);
  if (verified) {
    auto weighed = bundle::weigh_feeds(release, {}, verified->values, now);
    good = std::move(weighed.good);
    status.feeds_refused = std::move(weighed.refused);
  } else if (verified.error().rule != "disk.missing") {
    status.feeds_refused.push_back(verified.error());
  }
  for (const auto& [name, feed] : release.feeds) {
    const auto value = good.find(name);
    if (value == good.end()) {
      status.feeds.push_back(name + ": no value");
      continue;
    }
    status.feeds.push_back(name + ": " + bundle::plain_value(value->second) + " of " +
                           format_instant(value->second.at) +
                           (bundle::is_fresh(feed, value->second, now)
                                ? ", shown until " + format_instant(bundle::fresh_until(feed, value->second))
                                : ", too old: not shown"));
  }
}

}  // namespace gatecast::agent
