// Feeds of each kind in a release, the role "feeds" in a repository in memory, and what it says.
// Threads: values.
#pragma once
#include "content-sync/bundle/feed_value.h"
#include "content-sync/store/verified_feeds.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline SigningKey feeds_key() {
  return test_key(60, "server");
}

inline bundle::Feed declared_feed(const std::string& name, bundle::FeedKind kind) {
  bundle::Feed feed;
  feed.name = name;
  feed.kind = kind;
  feed.label = {{"vi", "Nhiệt độ"}, {"lo", "ອຸນຫະພູມ"}, {"en", "Air"}};
  feed.source = {{"vi", "Trạm Lao Bảo"}, {"lo", "ສະຖານີລາວບາວ"}, {"en", "Lao Bao station"}};
  feed.greatest_age_s = 7200;
  feed.least_interval_s = 300;
  if (kind == bundle::FeedKind::number) {
    feed.unit = {{"vi", "°C"}, {"lo", "°C"}, {"en", "°C"}};
    feed.decimals = 1;
    feed.least = -100;
    feed.most = 500;
    feed.greatest_step = 50;
  }
  if (kind == bundle::FeedKind::choice)
    feed.choices = {{"short", {{"vi", "ngắn"}, {"lo", "ສັ້ນ"}, {"en", "short"}}},
                    {"long", {{"vi", "dài"}, {"lo", "ຍາວ"}, {"en", "long"}}}};
  return feed;
}

inline void add_feeds(bundle::Release& release) {
  for (const auto& feed :
       {declared_feed("air", bundle::FeedKind::number), declared_feed("ferry", bundle::FeedKind::time),
        declared_feed("queue", bundle::FeedKind::choice)})
    release.feeds[feed.name] = feed;
  release.feed_tile =
      bundle::FeedTile{{"air", "queue", "ferry"}, {bundle::Mode::daily, bundle::Mode::festive}};
}

inline bundle::FeedValue air(std::int64_t tenths, Instant at = test_time()) {
  bundle::FeedValue value;
  value.decimals = 1;
  value.number = tenths;
  value.at = at;
  return value;
}
inline bundle::FeedValue queue(const std::string& choice, Instant at = test_time()) {
  bundle::FeedValue value;
  value.kind = bundle::FeedKind::choice;
  value.choice = choice;
  value.at = at;
  return value;
}

// Gives the repository its role "feeds".
inline void add_feeds_role(TestRepository& repository) {
  auto& top = repository.targets["targets"];
  tuf::DelegatedRole entry;
  entry.name = store::kFeedRole;
  entry.role = tuf::make_role(top.delegations->keys, {feeds_key()}, 1);
  entry.is_terminating = true;
  entry.paths = {"feeds/*"};
  top.delegations->roles.push_back(entry);
  repository.keys[store::kFeedRole] = {feeds_key()};
  repository.targets[store::kFeedRole].expires = repository.now + std::chrono::days(2);
  repository.publish_role("targets");
  repository.put_role(store::kFeedRole);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// All that the channel's feeds say from now on; `document` instead of what the values would give.
inline void tell(TestRepository& repository, const bundle::FeedValues& values, Bytes document = {},
                 const std::string& channel = "lao-bao-hall") {
  if (document.empty()) document = bundle::write_feeds({channel, values});
  repository.files["targets/feeds/" + sha256(document).hex() + "." + channel + ".json"] = document;
  repository.targets[store::kFeedRole].targets[bundle::feeds_target(channel)] = tuf::target_file_of(document);
  repository.publish_role(store::kFeedRole);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// The file that an agent would store.
inline store::RoleFiles feed_files(const TestRepository& repository) {
  store::RoleFiles files;
  for (std::int64_t version = 1; version <= repository.root.version; ++version)
    files[std::to_string(version) + ".root.json"] = repository.root_file(version);
  files["timestamp.json"] = repository.timestamp_file();
  files["snapshot.json"] = repository.snapshot_file();
  files["targets.json"] = repository.role_file("targets");
  files["feeds.json"] = repository.role_file(store::kFeedRole);
  for (const auto& [name, target] : repository.targets.at(store::kFeedRole).targets) {
    const auto path = "targets/feeds/" + target.hashes.at("sha256") + "." + name.substr(name.rfind('/') + 1);
    if (repository.files.contains(path)) files[name] = repository.file(path);
  }
  return files;
}

}  // namespace gatecast::test
