#include <catch2/catch.hpp>

#include "content-sync/store/store.h"
#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/feeds.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const Path kFeedStore = "/store";

struct FeedKiosk {
  TestRepository repository;
  CutDisk disk;
  bool may_fetch = true;
  std::vector<updater::FeedFetch> fetched;
  std::vector<std::string> rules;
  std::vector<std::string> asked;

  FeedKiosk() { add_feeds_role(repository); }
  Result<updater::UpdateReport> update() {
    auto store = store::Store::open(disk, kFeedStore);
    REQUIRE(store);
    RepositoryFetcher fetcher(repository.files);
    updater::UpdateOptions options;
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    options.may_fetch_feeds = [&] { return may_fetch; };
    options.on_feeds = [&](const auto& outcome) {
      if (outcome)
        fetched.push_back(*outcome);
      else
        rules.push_back(outcome.error().rule);
    };
    auto report = updater::run_update(*store, fetcher, options);
    asked = fetcher.asked;
    return report;
  }
  std::int64_t stored() {
    const auto feeds = store::load_verified_feeds(disk, kFeedStore / store::kFeedFile,
                                                  repository.root_file(1), "lao-bao-hall", {});
    return feeds && feeds->values.contains("air") ? feeds->values.at("air").number : 0;
  }
  [[nodiscard]] bool has_asked_for_feeds() const {
    return std::any_of(asked.begin(), asked.end(),
                       [](const auto& path) { return path.find("feeds") != std::string::npos; });
  }
};

}  // namespace

TEST_CASE("a kiosk fetches its channel's values once, and again only when they are new") {
  FeedKiosk kiosk;
  publish(kiosk.repository, 1);
  tell(kiosk.repository, {{"air", air(285)}});
  REQUIRE(kiosk.update());
  CHECK(kiosk.stored() == 285);
  CHECK(kiosk.fetched.back().is_new);
  CHECK(kiosk.fetched.back().wire_bytes > 0);
  REQUIRE(kiosk.update());
  CHECK_FALSE(kiosk.has_asked_for_feeds());
  CHECK_FALSE(kiosk.fetched.back().is_new);
  tell(kiosk.repository, {{"air", air(290, test_time() + 5min)}});
  REQUIRE(kiosk.update());
  CHECK(kiosk.stored() == 290);
}

TEST_CASE("a new value is no new generation: content is neither written nor switched for it") {
  FeedKiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  const auto generation = kiosk.update()->generation;
  for (int i = 0; i < 3; ++i) {
    tell(kiosk.repository, {{"air", air(285 + i, test_time() + i * 5min)}});
    const auto report = kiosk.update();
    REQUIRE(report);
    CHECK_FALSE(report->switched);
    CHECK(report->generation == generation);
    CHECK(kiosk.stored() == 285 + i);
  }
  // Twice a day the newest signature comes into the generation all the same.
  kiosk.repository.now += 13h;
  tell(kiosk.repository, {{"air", air(285, kiosk.repository.now)}});
  kiosk.repository.refresh_timestamp(kiosk.repository.now);
  CHECK(kiosk.update()->switched);
}

TEST_CASE("values wait for their interval and budget, and nothing else waits with them") {
  FeedKiosk kiosk;
  kiosk.may_fetch = false;
  publish(kiosk.repository, 1);
  tell(kiosk.repository, {{"air", air(285)}});
  REQUIRE(kiosk.update());
  CHECK(kiosk.fetched.back().waits);
  CHECK_FALSE(kiosk.has_asked_for_feeds());
  CHECK(kiosk.stored() == 0);
  kiosk.may_fetch = true;
  REQUIRE(kiosk.update());
  CHECK(kiosk.stored() == 285);
}

TEST_CASE("wrong values keep no content away, and the ones before stay") {
  FeedKiosk kiosk;
  tell(kiosk.repository, {{"air", air(285)}});
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  kiosk.repository.keys["feeds"] = {test_key(61, "other")};
  tell(kiosk.repository, {{"air", air(499, test_time() + 5min)}});
  publish(kiosk.repository, 2);
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(report->release_number == 2);
  CHECK(kiosk.rules == std::vector<std::string>{"tuf.delegated.threshold"});
  CHECK(kiosk.stored() == 285);
}

TEST_CASE("a power cut while values are stored leaves the old or the new ones, never neither") {
  FeedKiosk kiosk;
  publish(kiosk.repository, 1);
  tell(kiosk.repository, {{"air", air(285)}});
  REQUIRE(kiosk.update());
  tell(kiosk.repository, {{"air", air(290, test_time() + 5min)}});
  std::vector<CutDisk> after;
  kiosk.disk.before_each = [&](const std::string&) {
    for (const auto mode : {CutMode::all_lost, CutMode::all_kept, CutMode::random})
      after.push_back(kiosk.disk.after_cut(mode, after.size()));
  };
  REQUIRE(kiosk.update());
  kiosk.disk.before_each = nullptr;
  CHECK(after.size() > 20);
  std::set<std::int64_t> seen;
  for (auto& disk : after) {
    const auto feeds = store::load_verified_feeds(disk, kFeedStore / store::kFeedFile,
                                                  kiosk.repository.root_file(1), "lao-bao-hall", {});
    seen.insert(feeds ? feeds->values.at("air").number : 0);
  }
  CHECK(seen == std::set<std::int64_t>{285, 290});
}
