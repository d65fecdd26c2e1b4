// feeds.json and the tile of channel.json that shows them: what may change without two signatures.
#include <fmt/format.h>

#include <cmath>

#include "content-sync/bundle/names.h"
#include "content-sync/bundle/value_form.h"
#include "content-sync/source/draft_reader.h"

namespace gatecast::source {
namespace {

// An editor writes 28.5; the release holds whole steps of the last decimal.
std::int64_t in_steps(const Cursor& node, int decimals) {
  const double scaled = node.number() * std::pow(10.0, decimals);
  const double whole = std::round(scaled);
  if (std::abs(whole) > static_cast<double>(bundle::kLargestFeedNumber)) {
    node.error("feed.bounds", "this number is too large", "at most a million millions, decimals included");
    return 0;
  }
  if (std::abs(scaled - whole) > 1e-6 * std::max(1.0, std::abs(whole)))
    node.error("feed.bounds", "this number has more decimals than \"decimals\" allows",
               "write \"decimals\" higher, or round it");
  return static_cast<std::int64_t>(whole);
}

void read_bounds(const Cursor& node, bundle::Feed& feed) {
  const bool is_number = feed.kind == bundle::FeedKind::number;
  for (const auto* key : {"unit", "decimals", "least", "most", "greatest_step"})
    if (!is_number && node.has(key))
      node.at(key).error("feed.kind", fmt::format("only a number has \"{}\"", key), "delete it");
  if (!is_number) return;
  feed.decimals = static_cast<int>(node.integer_or("decimals", 0));
  if (!node.has("least") || !node.has("most")) {
    node.error("feed.bounds", "a number needs bounds: outside them no value is shown",
               "write \"least\": -10, \"most\": 50");
    return;
  }
  feed.least = in_steps(node.at("least"), feed.decimals);
  feed.most = in_steps(node.at("most"), feed.decimals);
  if (feed.least >= feed.most)
    node.at("most").error("feed.bounds", "the most is not more than the least", "exchange the two");
  if (!node.has("greatest_step")) return;
  feed.greatest_step = in_steps(node.at("greatest_step"), feed.decimals);
  if (feed.greatest_step > feed.most - feed.least)
    node.at("greatest_step")
        .warning("feed.bounds", "a step that is greater than all the bounds allow holds nothing back",
                 "leave it out, or write the greatest that is believable");
}

}  // namespace

// One text for all languages, or texts by language.
bundle::TextByLanguage DraftReader::words(const Cursor& node) {
  if (!node.value().is_string()) return texts(node);
  bundle::TextByLanguage out;
  for (const auto& tag : channel_languages()) out[tag] = text(node);
  return out;
}

void DraftReader::read_feeds(const SourceFile& source) {
  Cursor(source, reading_.faults).each_member([&](const std::string& name, const Cursor& node) {
    bundle::Feed feed;
    feed.name = name;
    if (!bundle::is_slug(name))
      node.error("feed.name", "\"" + name + "\" is not a feed's name",
                 "lower-case letters, digits and hyphens: \"air-temperature\"");
    feed.kind = bundle::parse_feed_kind(node.at("kind").text()).value_or(bundle::FeedKind::number);
    feed.label = words(node.at("label"));
    feed.source = words(node.at("source"));
    if (node.has("unit")) feed.unit = words(node.at("unit"));
    read_bounds(node, feed);
    node.at("choices").each_member([&](const std::string& id, const Cursor& choice) {
      if (!bundle::is_slug(id))
        choice.error("feed.choice", "\"" + id + "\" is no short id", "lower-case letters, as in \"short\"");
      feed.choices[id] = words(choice);
    });
    if ((feed.kind == bundle::FeedKind::choice) == feed.choices.empty())
      node.error("feed.choice", "a feed of the kind \"choice\" has \"choices\", and no other has",
                 "write \"choices\": {\"short\": {\"vi\": \"ngắn\"}}");
    feed.greatest_age_s = node.integer_or("greatest_age_min", 60) * 60;
    feed.least_interval_s = node.integer_or("least_interval_min", 5) * 60;
    if (feed.least_interval_s >= feed.greatest_age_s)
      node.error("feed.age", "a value would be too old before the next one may come",
                 "write a longer \"greatest_age_min\", or a shorter \"least_interval_min\"");
    auto& draft = reading_.draft;
    const auto [place, is_new] = draft.other_places.emplace("feeds/" + name, node.subject());
    if (!is_new)
      node.error("feed.duplicate", "the feed \"" + name + "\" stands also at " + place->second,
                 "keep one of the two");
    draft.release.feeds.emplace(name, std::move(feed));
  });
}

void DraftReader::read_feed_tile(const Cursor& node) {
  auto& draft = reading_.draft;
  if (draft.release.feed_tile)
    node.error("channel.overlays", "two tiles of feeds", "name all feeds in one; they take turns");
  auto& tile = draft.release.feed_tile.emplace();
  tile.modes = modes(node.at("modes"), tile.modes);
  node.at("feeds").each([&](const Cursor& name) { tile.feeds.push_back(name.text()); });
  if (tile.feeds.empty())
    node.error("channel.overlays", "a tile without feeds", "add \"feeds\": [\"queue\"]");
  draft.other_places.emplace("feed_tile", node.subject());
}

}  // namespace gatecast::source
