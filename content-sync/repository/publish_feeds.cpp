#include "content-sync/repository/publish_feeds.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/repository/standing_role.h"
#include "content-sync/store/verified_feeds.h"

namespace gatecast::repository {
namespace {

const std::string kFeedsFile = std::string(store::kFeedRole) + ".json";
constexpr std::int64_t kVersionsKept = 50;  // for who is reading just now
constexpr std::size_t kMostChannels = 64;

struct StandingFeeds {
  std::int64_t version = 0;  // of feeds.json; 0: nothing was ever said
  tuf::Targets part;
};

Path feeds_path(const tuf::TargetFile& target, const std::string& name) {
  const auto hash = target.hashes.find("sha256");
  const std::string file = name.substr(name.rfind('/') + 1);
  return Path("targets") / "feeds" / ((hash == target.hashes.end() ? "" : hash->second + ".") + file);
}

Result<tuf::Targets> read_part(Disk& disk, const Path& folder, std::int64_t version) {
  const Path path = metadata_path(folder, store::kFeedRole, version);
  GATECAST_TRY(const auto bytes, read_file(disk, path, tuf::kTargetsLimit));
  GATECAST_TRY(auto envelope, tuf::parse_targets(bytes, path.string()));
  return std::move(envelope.signed_part);
}

Result<StandingFeeds> read_standing_feeds(Disk& disk, const Path& folder, RepositoryView& view) {
  StandingFeeds standing;
  const auto listed = view.trusted.snapshot()->meta.find(kFeedsFile);
  if (listed == view.trusted.snapshot()->meta.end()) return standing;
  standing.version = listed->second.version;
  const Path path = metadata_path(folder, store::kFeedRole, standing.version);
  GATECAST_TRY(const auto bytes, read_file(disk, path, tuf::kTargetsLimit));
  // What a key signed that counts no more falls: the next report begins anew.
  if (!view.trusted.update_delegated(bytes, store::kFeedRole, "targets")) return standing;
  standing.part = *view.trusted.targets(store::kFeedRole);
  return standing;
}

Result<bundle::FeedValues> standing_values(Disk& disk, const Path& folder, const StandingFeeds& standing,
                                           const std::string& channel) {
  const auto name = bundle::feeds_target(channel);
  const auto target = standing.part.targets.find(name);
  if (target == standing.part.targets.end()) return bundle::FeedValues{};
  GATECAST_TRY(const auto bytes,
               read_file(disk, folder / feeds_path(target->second, name), bundle::kFeedsLimit));
  GATECAST_TRY_STATUS(tuf::verify_target(target->second, bytes, name));
  GATECAST_TRY(auto document, bundle::parse_feeds(bytes, name));
  return std::move(document.values);
}

Status check_feeds_role(const RepositoryView& view, const OnlineKeys& online) {
  const bool has_role = view.trusted.targets("targets")->has_role(store::kFeedRole);
  if (has_role && online.feeds) return {};
  return fail(usage_error("publish.feeds", store::kFeedRole,
                          has_role ? "the key of the role \"feeds\" is not among the online keys"
                                   : "this repository gives nobody the role \"feeds\" yet",
                          has_role ? "put feeds.key.json beside snapshot.key.json"
                                   : "`gatecast keys feeds` makes its key and puts it into force"));
}

// Readers look at the newest alone; who was in the middle has a while.
void remove_old(Disk& disk, const Path& folder, const tuf::Targets& now, const NewState& state) {
  const auto forget = [&](const Path& path) {
    const auto status = disk.status(path);
    if (status && status->kind == FileKind::file) (void)disk.remove(path);
  };
  if (state.snapshot_version > kVersionsKept)
    forget(metadata_path(folder, "snapshot", state.snapshot_version - kVersionsKept));
  if (now.version <= kVersionsKept) return;
  const auto old = read_part(disk, folder, now.version - kVersionsKept);
  if (!old) return;
  for (const auto& [name, target] : old->targets) {
    const auto still = now.targets.find(name);
    if (still == now.targets.end() || still->second.hashes != target.hashes)
      forget(folder / feeds_path(target, name));
  }
  forget(metadata_path(folder, store::kFeedRole, now.version - kVersionsKept));
}

// Verified as a kiosk would, then written.
Status write_part(Disk& disk, const Path& folder, const RepositoryView& view, tuf::Targets part,
                  const std::map<std::string, Bytes>& files, const OnlineKeys& online, Instant now) {
  part.expires = now + kFeedsLife;
  const Bytes metadata = tuf::write_metadata(part, {*online.feeds});
  GATECAST_TRY(auto next, with_role(disk, folder, view, store::kFeedRole, part, metadata, online, now));
  for (const auto& [name, target] : part.targets) {
    GATECAST_TRY_STATUS(next.speaks_for(name));
  }
  for (const auto& [path, bytes] : files) next.state.files[path] = bytes;
  GATECAST_TRY_STATUS(write_state(disk, folder, next.state));
  remove_old(disk, folder, part, next.state);
  return {};
}

std::string text_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number_float())
    return fmt::format("{}", value.get<double>());  // the shortest that is the same
  return {};
}

}  // namespace

Result<std::vector<FeedReport>> parse_feed_reports(ByteView bytes, std::string_view name, Instant now) {
  JsonLimits limits;
  limits.size_bytes = bundle::kFeedsLimit;
  limits.depth = 4;
  limits.floats = true;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits));
  const auto wrong = [&](const std::string& what) {
    return fail(content_error("feed.report", std::string(name), what,
                              "write {\"lao-bao-hall\": {\"queue\": \"short\", \"air-temperature\": 28.5}}"));
  };
  if (!document.is_object() || document.size() > kMostChannels) return wrong("not an object of channels");
  std::vector<FeedReport> reports;
  for (const auto& [channel, feeds] : document.items()) {
    if (!feeds.is_object() || feeds.size() > bundle::kMostFeeds)
      return wrong("\"" + channel + "\" is not an object of feeds");
    for (const auto& [feed, entry] : feeds.items()) {
      FeedReport report{channel, feed, {}, now};
      const bool has_time = entry.is_object() && entry.contains("at");
      report.text = text_of(entry.is_object() ? entry.value("value", nlohmann::json()) : entry);
      if (report.text.empty() || report.text.size() > 80) return wrong("\"" + feed + "\" has no value");
      if (has_time) {
        GATECAST_TRY(report.at, parse_instant(text_of(entry["at"])));
      }
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

Bytes write_feed_reports(const std::vector<FeedReport>& reports) {
  auto document = nlohmann::json::object();
  for (const auto& report : reports)
    document[report.channel][report.name] = {{"value", report.text}, {"at", format_instant(report.at)}};
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

namespace {

// What of the reports a channel's release takes; nothing where that is what stands already.
Result<std::optional<bundle::FeedValues>> weigh_channel(Disk& disk, const Path& folder, RepositoryView& view,
                                                        const StandingFeeds& standing,
                                                        const std::string& channel,
                                                        const std::vector<FeedReport>& reports, Instant now,
                                                        FeedsPublished& published) {
  const auto channels = channels_of(view);
  std::optional<ActiveRelease> active;
  if (std::find(channels.begin(), channels.end(), channel) != channels.end()) {
    GATECAST_TRY(active, read_active_release(disk, folder, view, channel));
  }
  if (!active) {
    published.refused.push_back(trust_error("feed.unknown", channel, "this channel shows no release yet",
                                            "publish one that declares its feeds"));
    return std::optional<bundle::FeedValues>{};
  }
  GATECAST_TRY(const auto before, standing_values(disk, folder, standing, channel));
  const auto& release = active->release;
  bundle::FeedValues offered;
  for (const auto& report : reports) {
    if (report.channel != channel) continue;
    const auto feed = release.feeds.find(report.name);
    if (feed == release.feeds.end()) {
      published.refused.push_back(trust_error("feed.unknown", channel + "/" + report.name,
                                              fmt::format("release {} declares no such feed", release.number),
                                              "two editors declare it in the channel's folder"));
      continue;
    }
    auto value = bundle::read_feed_value(feed->second, report.text, report.at);
    if (value)
      offered[report.name] = std::move(*value);
    else
      published.refused.push_back(std::move(value).error());
  }
  auto weighed = bundle::weigh_feeds(release, before, offered, now);
  published.refused.insert(published.refused.end(), weighed.refused.begin(), weighed.refused.end());
  for (const auto& [name, value] : offered) published.taken += weighed.good[name] == value ? 1 : 0;
  if (weighed.good == before) return std::optional<bundle::FeedValues>{};
  return std::optional(std::move(weighed.good));
}

}  // namespace

Result<FeedsPublished> publish_feeds(Disk& disk, const Path& folder, const std::vector<FeedReport>& reports,
                                     const OnlineKeys& online, Instant now) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY_STATUS(check_feeds_role(view, online));
  GATECAST_TRY(const auto standing, read_standing_feeds(disk, folder, view));
  FeedsPublished published;
  published.role_version = standing.version;
  tuf::Targets part = standing.part;
  std::map<std::string, Bytes> files;
  std::set<std::string> channels;
  for (const auto& report : reports) channels.insert(report.channel);
  for (const auto& channel : channels) {
    GATECAST_TRY(const auto values,
                 weigh_channel(disk, folder, view, standing, channel, reports, now, published));
    if (!values) continue;
    const Bytes bytes = bundle::write_feeds({channel, *values});
    const auto name = bundle::feeds_target(channel);
    part.targets[name] = tuf::target_file_of(bytes);
    files[feeds_path(part.targets[name], name).string()] = bytes;
  }
  if (files.empty()) return published;
  published.role_version = part.version = standing.version + 1;
  GATECAST_TRY_STATUS(write_part(disk, folder, view, std::move(part), files, online, now));
  return published;
}

Status renew_feeds(Disk& disk, const Path& folder, const OnlineKeys& online, Instant now) {
  if (!online.feeds) return {};
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY(auto standing, read_standing_feeds(disk, folder, view));
  if (standing.part.targets.empty() || standing.part.expires > now + kFeedsLife / 2) return {};
  GATECAST_TRY_STATUS(check_feeds_role(view, online));
  standing.part.version = standing.version + 1;
  return write_part(disk, folder, view, std::move(standing.part), {}, online, now);
}

Result<bundle::FeedValues> published_feeds(Disk& disk, const Path& folder, const std::string& channel,
                                           Instant now) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  GATECAST_TRY(const auto standing, read_standing_feeds(disk, folder, view));
  return standing_values(disk, folder, standing, channel);
}

}  // namespace gatecast::repository
