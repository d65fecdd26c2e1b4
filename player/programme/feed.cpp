#include "player/programme/feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "player/schedule/schedule.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {

std::map<std::string, std::string> hidden_feeds(const bundle::Release& release, const Situation& situation,
                                                Instant now) {
  std::map<std::string, std::string> hidden;
  for (const auto& [name, feed] : release.feeds) {
    const auto value = situation.feeds.find(name);
    if (value == situation.feeds.end())
      hidden[name] = "none";
    else if (!bundle::is_fresh(feed, value->second, now))
      hidden[name] = "stale";
  }
  return hidden;
}

Instant next_feed_change(const bundle::Release& release, const Situation& situation, Instant now) {
  Instant next = schedule::kNever;
  for (const auto& [name, value] : situation.feeds) {
    const auto feed = release.feeds.find(name);
    if (feed == release.feeds.end()) continue;
    const auto until = bundle::fresh_until(feed->second, value);
    if (until > now) next = std::min(next, until);
  }
  return next;
}

std::vector<std::string> feeds_in_words(const bundle::Release& release, const Situation& situation,
                                        Instant now) {
  const auto zone = schedule::Zone::open(release.zone);
  const auto local = [&](Instant instant) {
    return zone ? schedule::format_for_people(zone->to_local(instant)) : format_instant(instant);
  };
  std::vector<std::string> out;
  for (const auto& [name, feed] : release.feeds) {
    const auto found = situation.feeds.find(name);
    if (found == situation.feeds.end()) {
      out.push_back(name + ": no value, so nothing is shown");
      continue;
    }
    const auto& value = found->second;
    out.push_back(fmt::format("{}: {}{} of {}, {} {}", name, value.is_sample ? "sample " : "",
                              bundle::plain_value(value), local(value.at),
                              bundle::is_fresh(feed, value, now) ? "shown until" : "hidden since",
                              local(bundle::fresh_until(feed, value))));
  }
  return out;
}

}  // namespace gatecast::programme
