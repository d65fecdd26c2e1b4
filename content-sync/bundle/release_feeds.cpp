// Feeds in a release document: read, and what their bounds must make sense of.
#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/names.h"
#include "content-sync/bundle/release_read.h"
#include "content-sync/bundle/value_form.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kMostOnTile = 8;

Feed read_feed(const Node& node, const std::string& name) {
  Feed feed;
  feed.name = name;
  feed.kind = node.at("kind").one_of(parse_feed_kind);
  feed.label = node.at("label").texts();
  feed.source = node.at("source").texts();
  feed.greatest_age_s = node.at("greatest_age_s").integer(kShortestFeedAge_s, kLongestFeedAge_s);
  feed.least_interval_s = node.at("least_interval_s").integer(0, kLongestFeedAge_s);
  if (feed.kind == FeedKind::number) {
    if (node.has("unit")) feed.unit = node.at("unit").texts();
    feed.decimals = static_cast<int>(node.at("decimals").integer(0, kMostDecimals));
    feed.least = node.at("least").integer(-kLargestFeedNumber, kLargestFeedNumber);
    feed.most = node.at("most").integer(-kLargestFeedNumber, kLargestFeedNumber);
    feed.greatest_step = node.at("greatest_step").integer(0, 2 * kLargestFeedNumber);
  }
  node.each_member_of("choices", kMostChoices, [&](const std::string& id, const Node& words) {
    feed.choices.emplace(id, words.texts());
  });
  return feed;
}

}  // namespace

void read_feeds(const Node& node, Release& release) {
  node.each_member_of("feeds", kMostFeeds, [&](const std::string& name, const Node& feed) {
    release.feeds.emplace(name, read_feed(feed, name));
  });
  if (!node.has("feed_tile")) return;
  auto& tile = release.feed_tile.emplace();
  node.at("feed_tile").each_of("feeds", kMostOnTile, [&](const Node& feed) {
    tile.feeds.push_back(feed.text());
  });
  if (node.at("feed_tile").has("modes")) tile.modes = read_modes(node.at("feed_tile").at("modes"));
}

void check_feeds(const Release& release, Reading& reading) {
  const auto require = [&](bool holds, const std::string& pointer, std::string message) {
    if (!holds) reading.fault(pointer, std::move(message), {}, "release.reference");
  };
  for (const auto& [name, feed] : release.feeds) {
    const auto pointer = "/feeds/" + name;
    require(is_slug(name), pointer, "not the name of a feed");
    require(!feed.label.empty() && !feed.source.empty(), pointer, "a feed has a label and a source");
    require(feed.least_interval_s < feed.greatest_age_s, pointer,
            "a value would be too old before the next one may come");
    require(feed.kind != FeedKind::number || feed.least < feed.most, pointer,
            "the least number is not below the most");
    require((feed.kind == FeedKind::choice) != feed.choices.empty(), pointer,
            "a choice has a list of choices, and no other has one");
    for (const auto& [id, words] : feed.choices)
      require(is_slug(id) && !words.empty(), pointer, "\"" + id + "\" is no short id with words");
  }
  if (!release.feed_tile) return;
  require(!release.feed_tile->feeds.empty(), "/feed_tile", "the tile shows no feed");
  for (const auto& feed : release.feed_tile->feeds)
    require(release.feeds.contains(feed), "/feed_tile", "the feed \"" + feed + "\" does not exist");
}

}  // namespace gatecast::bundle
