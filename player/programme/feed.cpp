#include "player/programme/feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/feed_reference.h"
#include "player/schedule/schedule.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {
namespace {

Instant until_of(const bundle::Release& release, const bundle::FeedValues& values, const std::string& name) {
  const auto feed = release.feeds.find(name);
  const auto value = values.find(name);
  if (feed == release.feeds.end() || value == values.end()) return Instant::min();
  return bundle::fresh_until(feed->second, value->second);
}

}  // namespace

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

Instant said_until(const bundle::Release& release, const Situation& situation, const bundle::Item& item) {
  const auto* slide = std::get_if<bundle::Slide>(&item.body);
  if (slide == nullptr) return schedule::kNever;
  return bundle::said_until(
      *slide, [&](const std::string& name) { return until_of(release, situation.feeds, name); });
}

std::string why_unsaid(const bundle::Release& release, const Situation& situation, const bundle::Item& item,
                       Instant now) {
  const auto* slide = std::get_if<bundle::Slide>(&item.body);
  if (slide == nullptr) return {};
  std::string why;
  for (const auto& name : bundle::feeds_of(*slide)) {
    const auto until = until_of(release, situation.feeds, name);
    if (until > now) continue;
    why += why.empty() ? "needs " : " and ";
    why += fmt::format("the feed \"{}\", ", name);
    const auto zone = schedule::Zone::open(release.zone);
    if (until == Instant::min())
      why += "which has no value";
    else
      why += "which is too old since " +
             (zone ? schedule::format_for_people(zone->to_local(until)) : format_instant(until));
  }
  return why;
}

bundle::FeedValues said_in(const bundle::Release& release, const bundle::FeedValues& values,
                           const bundle::Item& item, Instant now) {
  bundle::FeedValues said;
  const auto* slide = std::get_if<bundle::Slide>(&item.body);
  if (slide == nullptr || values.empty()) return said;
  for (const auto& name : bundle::feeds_of(*slide))
    if (until_of(release, values, name) > now) said[name] = values.at(name);
  return said;
}

Situation with_feeds_renewed(const bundle::Release& release, Situation situation, Instant from, Instant to) {
  for (auto& [name, value] : situation.feeds)
    if (until_of(release, situation.feeds, name) > from) value.at = std::max(value.at, to);
  return situation;
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
