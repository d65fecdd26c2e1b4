#include "player/playback/feed_arguments.h"

#include "content-sync/base/log.h"

namespace gatecast::playback {

Status put_sample_feeds(programme::Situation& situation, const bundle::Release& release,
                        const std::vector<std::string>& asked, Instant now) {
  for (const auto& text : asked) {
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    const auto feed = release.feeds.find(name);
    if (equals == std::string::npos || feed == release.feeds.end()) {
      std::string known;
      for (const auto& [other, declared] : release.feeds) known += (known.empty() ? "" : ", ") + other;
      return fail(usage_error("usage.feed", "--feed " + text, "not NAME=VALUE of a feed of this release",
                              known.empty() ? "this release declares no feeds" : "it has: " + known));
    }
    auto value = text.substr(equals + 1);
    Instant at = now;
    if (const auto mark = value.find('@'); mark != std::string::npos) {
      GATECAST_TRY(at, parse_instant(value.substr(mark + 1)));
      value.resize(mark);
    }
    GATECAST_TRY(auto& put = situation.feeds[name], bundle::read_feed_value(feed->second, value, at));
    put.is_sample = true;
  }
  return {};
}

Status put_feeds(programme::Situation& situation, const ReleaseNews& news,
                 const std::vector<std::string>& asked, Instant now) {
  if (!news.content) return {};
  const auto& release = *news.content->release;
  if (news.feeds) {
    auto weighed = bundle::weigh_feeds(release, news.feeds->remembered, news.feeds->offered, now);
    for (const auto& error : weighed.refused) log_error(error);
    situation.feeds = std::move(weighed.good);
  }
  return put_sample_feeds(situation, release, asked, now);
}

void put_wish(programme::Situation& situation, const ReleaseNews& news) {
  if (!news.device || !news.content) return;
  const auto applied = applied_wish(*news.device, *news.content->release).applied;
  if (applied.tags) situation.tags = *applied.tags;
  if (applied.power_hours)
    log_info("lit at " + *applied.power_hours + ", as technicians set it; dark at other hours");
}

}  // namespace gatecast::playback
