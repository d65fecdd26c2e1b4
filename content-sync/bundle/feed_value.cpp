#include "content-sync/bundle/feed_value.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/bundle/document.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/value_form.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

constexpr const char* kMend =
    "the office corrects it: `gatecast feed set`; the last good value stays meanwhile";

tl::unexpected<Error> refuse(const char* rule, const Feed& feed, std::string message,
                             std::string hint = kMend) {
  return fail(trust_error(rule, feed.name, std::move(message), std::move(hint)));
}

std::string decimal(std::int64_t number, int decimals) {
  auto digits = std::to_string(number < 0 ? -number : number);
  if (decimals > 0) {
    const auto least = static_cast<std::size_t>(decimals) + 1;
    if (digits.size() < least) digits.insert(0, least - digits.size(), '0');
    digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  }
  return (number < 0 ? "-" : "") + digits;
}

FeedValue read_value(const Node& node) {
  FeedValue value;
  value.at = node.at("at").instant();
  if (node.has("number")) {
    value.kind = FeedKind::number;
    value.number = node.at("number").integer(-kLargestFeedNumber, kLargestFeedNumber);
    value.decimals = static_cast<int>(node.at("decimals").integer(0, kMostDecimals));
  } else if (node.has("time")) {
    value.kind = FeedKind::time;
    value.time = node.at("time").instant();
  } else {
    value.kind = FeedKind::choice;
    value.choice = node.at("choice").text(64);
    if (!is_slug(value.choice)) node.at("choice").fault("not the short id of a choice");
  }
  return value;
}

Result<std::int64_t> read_number(const Feed& feed, std::string_view text) {
  const auto wrong = [&] {
    return refuse(
        "feed.type", feed, fmt::format("\"{}\" is no number with at most {} decimals", text, feed.decimals),
        feed.decimals == 0 ? "write digits alone, as in 26345" : "write it with a point, as in 28.5");
  };
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  const auto point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string after(point == std::string_view::npos ? std::string_view() : text.substr(point + 1));
  const bool is_whole = point == std::string_view::npos;
  if (digits.empty() || (!is_whole && after.empty()) ||
      after.size() > static_cast<std::size_t>(feed.decimals))
    return wrong();
  after.append(static_cast<std::size_t>(feed.decimals) - after.size(), '0');
  digits += after;
  if (digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos) return wrong();
  const auto number = std::stoll(digits);
  return is_negative ? -number : number;
}

}  // namespace

std::string feeds_target(const std::string& channel) {
  return "feeds/" + channel + ".json";
}

Result<FeedDocument> parse_feeds(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kFeedsLimit;
  limits.depth = 5;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits));
  Reading reading{std::string(name)};
  const Node root(document, "", reading);
  FeedDocument feeds;
  const auto major = root.at("format").at("major").integer(0, 1'000'000);
  if (!reading.error() && major != kFeedsFormat.major)
    reading.fault("/format", fmt::format("format {}; this program reads {}", major, kFeedsFormat.major));
  feeds.channel = root.at("channel").text();
  if (!reading.error() && feeds_target(feeds.channel) != name)
    reading.fault("/channel", "the target's name is not the channel's");
  root.at("values").each_member(kMostFeeds, [&](const std::string& feed, const Node& value) {
    if (!is_slug(feed)) value.fault("not the name of a feed");
    feeds.values[feed] = read_value(value);
  });
  if (const auto& fault = reading.error())
    return fail(trust_error("feed.form", fault->subject, fault->message,
                            "values are written by `gatecast feed set` and signed by the server"));
  return feeds;
}

Bytes write_feeds(const FeedDocument& document) {
  json out = {{"format", {{"major", kFeedsFormat.major}, {"minor", kFeedsFormat.minor}}},
              {"channel", document.channel},
              {"values", json::object()}};
  for (const auto& [name, value] : document.values) {
    auto& entry = out["values"][name] = {{"at", format_instant(value.at)}};
    if (value.kind == FeedKind::number) {
      entry["number"] = value.number;
      entry["decimals"] = value.decimals;
    } else if (value.kind == FeedKind::time) {
      entry["time"] = format_instant(value.time);
    } else {
      entry["choice"] = value.choice;
    }
  }
  return out.dump();
}

Status check_feed_value(const Feed& feed, const FeedValue& value) {
  if (value.kind != feed.kind)
    return refuse("feed.type", feed,
                  fmt::format("its value is a {}, but the release declares a {}", to_string(value.kind),
                              to_string(feed.kind)));
  if (feed.kind == FeedKind::choice) {
    if (feed.choices.contains(value.choice)) return {};
    std::string known;
    for (const auto& [id, words] : feed.choices) known += (known.empty() ? "" : ", ") + id;
    return refuse("feed.bounds", feed, "\"" + value.choice + "\" is none of its choices",
                  "take one of: " + known);
  }
  if (feed.kind == FeedKind::time) return {};
  if (value.decimals != feed.decimals)
    return refuse(
        "feed.type", feed,
        fmt::format("its value has {} decimals, but the release declares {}", value.decimals, feed.decimals));
  if (value.number >= feed.least && value.number <= feed.most) return {};
  return refuse("feed.bounds", feed,
                fmt::format("{} is outside {} to {}", plain_value(value), decimal(feed.least, feed.decimals),
                            decimal(feed.most, feed.decimals)));
}

Status check_feed_step(const Feed& feed, const FeedValue& before, const FeedValue& next) {
  const auto between = std::chrono::floor<std::chrono::seconds>(next.at - before.at).count();
  if (between < 0)
    return refuse("feed.older", feed,
                  fmt::format("a value of {} is offered after one of {}", format_instant(next.at),
                              format_instant(before.at)));
  if (between < feed.least_interval_s)
    return refuse("feed.interval", feed,
                  fmt::format("{} s after the last value; at least {} s lie between two", between,
                              feed.least_interval_s),
                  "wait a little; the last value stays");
  if (feed.kind != FeedKind::number || feed.greatest_step == 0) return {};
  const auto steps =
      feed.least_interval_s > 0 ? std::max<std::int64_t>(1, between / feed.least_interval_s) : 1;
  const auto by = next.number > before.number ? next.number - before.number : before.number - next.number;
  if (by / steps < feed.greatest_step || by <= feed.greatest_step * steps) return {};
  return refuse("feed.step", feed,
                fmt::format("from {} to {} in {} s; it moves by {} in {} s at the most", plain_value(before),
                            plain_value(next), between, decimal(feed.greatest_step, feed.decimals),
                            feed.least_interval_s),
                "look at the value again; if it is right, it can be set when the last one has aged");
}

Instant fresh_until(const Feed& feed, const FeedValue& value) {
  return value.at + std::chrono::seconds(feed.greatest_age_s);
}

bool is_fresh(const Feed& feed, const FeedValue& value, Instant now) {
  return now < fresh_until(feed, value) && value.at <= now + kFeedAhead;
}

WeighedFeeds weigh_feeds(const Release& release, const FeedValues& before, const FeedValues& offered,
                         Instant now) {
  WeighedFeeds weighed;
  const auto target = feeds_target(release.channel);
  const auto note = [&](Error error) {
    error.subject = target + "#" + error.subject;
    weighed.refused.push_back(std::move(error));
  };
  // What was good under another release's bounds need not be under this one's.
  for (const auto& [name, value] : before) {
    const auto feed = release.feeds.find(name);
    if (feed != release.feeds.end() && check_feed_value(feed->second, value)) weighed.good[name] = value;
  }
  for (const auto& [name, value] : offered) {
    const auto feed = release.feeds.find(name);
    if (feed == release.feeds.end()) {
      note(trust_error("feed.unknown", name, fmt::format("release {} declares no such feed", release.number),
                       "two editors declare a feed in the channel's folder"));
      continue;
    }
    const auto last = weighed.good.find(name);
    const bool has_last = last != weighed.good.end();
    if (has_last && last->second == value) continue;
    auto checked = check_feed_value(feed->second, value);
    if (checked && value.at > now + kFeedAhead)
      checked = refuse("feed.future", feed->second,
                       fmt::format("a value of {}, which is still to come", format_instant(value.at)),
                       "set the clock of the machine that writes it");
    // A value that is too old to be shown holds nothing back, but time never goes backwards.
    const bool still_holds =
        has_last && (is_fresh(feed->second, last->second, now) || value.at < last->second.at);
    if (checked && still_holds) checked = check_feed_step(feed->second, last->second, value);
    if (checked)
      weighed.good[name] = value;
    else
      note(std::move(checked).error());
  }
  return weighed;
}

Result<FeedValue> read_feed_value(const Feed& feed, std::string_view text, Instant at) {
  FeedValue value;
  value.kind = feed.kind;
  value.at = std::chrono::floor<std::chrono::seconds>(at);
  if (feed.kind == FeedKind::number) {
    value.decimals = feed.decimals;
    GATECAST_TRY(value.number, read_number(feed, text));
  } else if (feed.kind == FeedKind::time) {
    const auto time = parse_instant(text);
    if (!time)
      return refuse("feed.type", feed, "\"" + std::string(text) + "\" is no time with its offset",
                    "write it as 2026-11-22T18:00:00+07:00");
    value.time = *time;
  } else {
    value.choice = text;
  }
  GATECAST_TRY_STATUS(check_feed_value(feed, value));
  return value;
}

std::string plain_value(const FeedValue& value) {
  if (value.kind == FeedKind::choice) return value.choice;
  if (value.kind == FeedKind::time) return format_instant(value.time);
  return decimal(value.number, value.decimals);
}

}  // namespace gatecast::bundle
