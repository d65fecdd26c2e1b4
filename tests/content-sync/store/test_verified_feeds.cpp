// Attacks on feeds, as a kiosk meets them: each carried out on the stored file and refused by rule.
#include <catch2/catch.hpp>

#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const Path kFeeds = "/feeds.json";

struct Told {
  TestRepository repository;
  CutDisk disk;

  Told() { add_feeds_role(repository); }
  void put(const store::RoleFiles& files) {
    REQUIRE(write_file_durably(disk, kFeeds, store::write_role_files(files)));
  }
  void put() { put(feed_files(repository)); }
  Result<store::VerifiedFeeds> load(const store::Floor& floor = {}, std::optional<Instant> now = {}) {
    return store::load_verified_feeds(disk, kFeeds, repository.root_file(1), "lao-bao-hall", floor, now);
  }
  std::string rule(const store::Floor& floor = {}, std::optional<Instant> now = {}) {
    const auto loaded = load(floor, now);
    return loaded ? "accepted" : loaded.error().rule;
  }
};

}  // namespace

TEST_CASE("values that the online key signed are heard, through a rotated root too") {
  Told told;
  tell(told.repository, {{"air", air(285)}});
  told.repository.rotate("root");
  told.put();
  const auto loaded = told.load();
  INFO((loaded ? std::string() : to_string(loaded.error())));
  REQUIRE(loaded);
  CHECK(loaded->values.at("air").number == 285);
  CHECK(loaded->seen.role_versions.at("feeds") == 2);
}

TEST_CASE("values by a foreign key, by an editor's or by an officer's are refused") {
  for (const auto& key : {test_key(61, "other"), test_key(10, "lan"), officer_key()}) {
    Told told;
    told.repository.keys["feeds"] = {key};
    tell(told.repository, {{"air", air(285)}});
    told.put();
    CHECK(told.rule() == "tuf.delegated.threshold");
  }
}

TEST_CASE("an older state of feeds that is put back is refused by the floor") {
  Told told;
  tell(told.repository, {{"air", air(285)}});
  const auto old = feed_files(told.repository);
  tell(told.repository, {{"air", air(290, test_time() + 5min)}});
  told.put();
  const auto seen = told.load();
  REQUIRE(seen);
  told.put(old);
  CHECK(told.rule(seen->seen) == "store.floor.role");
}

TEST_CASE("changed and missing bytes, and a document of another channel, are refused") {
  Told told;
  tell(told.repository, {{"air", air(285)}});
  auto files = feed_files(told.repository);
  files["feeds/lao-bao-hall.json"].replace(files["feeds/lao-bao-hall.json"].find("285"), 3, "499");
  told.put(files);
  CHECK(told.rule() == "tuf.target.hash");
  files.erase("feeds/lao-bao-hall.json");
  told.put(files);
  CHECK(told.rule() == "store.statements");
  tell(told.repository, {}, bundle::write_feeds({"la-lay-gate", {{"air", air(285)}}}));
  told.put();
  CHECK(told.rule() == "feed.form");
}

TEST_CASE("words in the place of a value refuse the document, although the online key signed them") {
  Told told;
  tell(told.repository, {},
       R"({"channel":"lao-bao-hall","format":{"major":1,"minor":0},"values":{"queue":)"
       R"({"at":"2026-11-21T08:00:00Z","choice":"The gate is closed for good"}}})");
  told.put();
  CHECK(told.rule() == "feed.form");
}

TEST_CASE("the key of feeds can sign neither a release nor an alert") {
  Told told;
  tell(told.repository, {{"air", air(285)}});
  auto& part = told.repository.targets["feeds"];
  part.targets["releases/lao-bao-hall.json"] = tuf::target_file_of("{}");
  part.targets["alerts/one.json"] = tuf::target_file_of("{}");
  told.repository.publish_role("feeds");
  told.repository.publish_snapshot();
  told.repository.publish_timestamp();
  told.put();
  CHECK(told.load()->values.size() == 1);  // these names are not looked at here, and elsewhere:
  auto set = tuf::TrustedMetadataSet::create(told.repository.root_file(1), told.repository.now, {});
  REQUIRE(set);
  REQUIRE(set->update_timestamp(told.repository.timestamp_file()));
  REQUIRE(set->update_snapshot(told.repository.snapshot_file()));
  REQUIRE(set->update_targets(told.repository.role_file("targets")));
  REQUIRE(set->update_delegated(told.repository.role_file("feeds"), "feeds", "targets"));
  for (const char* name : {"releases/lao-bao-hall.json", "alerts/one.json"}) {
    const auto found = set->find_target(name);
    CHECK((!found || !found->target || found->role != "feeds"));
  }
}

TEST_CASE("an expired role says nothing new") {
  Told told;
  tell(told.repository, {{"air", air(285)}});
  told.put();
  CHECK(told.rule({}, told.repository.now + 47h) == "accepted");
  CHECK(told.rule({}, told.repository.now + 49h) == "tuf.delegated.expired");
}
