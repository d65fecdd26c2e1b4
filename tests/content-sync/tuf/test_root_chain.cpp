// The chain of roots: skipped, replayed, foreign, endless; and recovery from a fast-forward attack.
#include "tests/content-sync/tuf/tuf_client.h"

using namespace gatecast;
using namespace gatecast::test;
using std::chrono::days;

TEST_CASE("root keys are exchanged one version at a time, each signed by the old and the new") {
  TestRepository repository;
  repository.rotate("root");
  repository.rotate("root");
  auto set = start(repository);
  CHECK(rule_of(load(set, repository)) == "accepted");
  CHECK(set.root().version == 3);
  CHECK_FALSE(set.must_forget_timestamp_and_snapshot());
}

TEST_CASE("a root that leaves one out is refused") {
  TestRepository repository;
  repository.publish_root();
  repository.publish_root();
  auto set = start(repository);
  CHECK(rule_of(set.update_root(repository.root_file(3))) == "tuf.root.version");
  CHECK(set.root().version == 1);
  CHECK(set.update_root(repository.root_file(2)));
}

TEST_CASE("a root that was already taken is refused, and so is an older one") {
  TestRepository repository;
  repository.publish_root();
  repository.publish_root();
  auto set = start(repository, {}, 2);
  CHECK(rule_of(set.update_root(repository.root_file(2))) == "tuf.root.version");
  CHECK(rule_of(set.update_root(repository.root_file(1))) == "tuf.root.version");
}

TEST_CASE("a new root needs the old root's keys as well as its own") {
  SECTION("only the new keys") {
    TestRepository repository;
    repository.rotate("root");
    repository.put_root();  // without the old ones
    auto set = start(repository);
    const auto status = set.update_root(repository.root_file(2));
    CHECK(rule_of(status) == "tuf.root.threshold");
    CHECK(status.error().subject == "2.root.json");
  }
  SECTION("only the old keys") {
    TestRepository repository;
    const auto old = repository.keys["root"];
    repository.rotate("root");
    repository.keys["root"] = old;
    repository.put_root();
    auto set = start(repository);
    const auto status = set.update_root(repository.root_file(2));
    CHECK(rule_of(status) == "tuf.root.threshold");
    CHECK(status.error().subject == "2.root.json (by its own keys)");
  }
}

TEST_CASE("an expired root in the middle of the chain is no matter; an expired last one stops what is new") {
  TestRepository repository;
  const auto good = repository.root.expires;
  repository.root.expires = repository.now - days(1);
  repository.publish_root();
  auto stopped = start(repository);
  CHECK(rule_of(load(stopped, repository)) == "tuf.root.expired");
  repository.root.expires = good;
  repository.publish_root();
  CHECK(verdict(repository) == "accepted");
}

TEST_CASE("the pinned root may be expired as long as a newer one is not") {
  TestRepository repository;
  const auto good = repository.root.expires;
  repository.root.expires = repository.now - days(1);
  repository.put_root();
  CHECK(verdict(repository) == "tuf.root.expired");
  repository.root.expires = good;
  repository.publish_root();
  CHECK(verdict(repository) == "accepted");
}

TEST_CASE("an endless chain of roots is cut off") {
  TestRepository repository;
  auto set = start(repository);
  std::string rule = "accepted";
  for (int i = 0; i < 2000 && rule == "accepted"; ++i) {
    repository.publish_root();
    rule = rule_of(set.update_root(repository.root_file(repository.root.version)));
  }
  CHECK(rule == "tuf.root.too_many");
  CHECK(set.root().version == 1 + tuf::kMostRootUpdates);
}

TEST_CASE("after the chain has ended no root is taken any more in this update") {
  TestRepository repository;
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  repository.publish_root();
  CHECK(rule_of(set.update_root(repository.root_file(2))) == "tuf.root.order");
}

TEST_CASE("a root that is not metadata, or another role's, is refused") {
  TestRepository repository;
  auto set = start(repository);
  CHECK(rule_of(set.update_root(repository.snapshot_file())) == "tuf.root.format");
  CHECK(rule_of(set.update_root("<html>captive portal</html>")) == "json.syntax");
  const auto created = tuf::TrustedMetadataSet::create("", repository.now, {});
  CHECK(rule_of(created) == "json.syntax");
}

TEST_CASE("fast-forward: rotated timestamp or snapshot keys make the client forget both files") {
  for (const auto* role : {"timestamp", "snapshot"}) {
    TestRepository repository;
    // The attacker holds the online keys and signs the largest version there is.
    repository.timestamp.version = (std::int64_t{1} << 53U) - 1;
    repository.put_timestamp();
    const Bytes poisoned = repository.timestamp_file();
    auto attacked = start(repository);
    REQUIRE(load(attacked, repository));

    // The officers rotate the key and start again from a low version.
    repository.timestamp.version = 7;
    repository.rotate(role);
    auto client = start(repository);
    REQUIRE(client.update_root(repository.root_file(2)));
    CHECK(client.must_forget_timestamp_and_snapshot());
    CHECK(rule_of(load(client, repository)) == "accepted");
    CHECK(client.timestamp()->version == 8);

    // Without forgetting, a snapshot key's rotation alone would leave it stuck.
    if (std::string(role) == "snapshot") {
      auto stuck = start(repository);
      REQUIRE(stuck.update_root(repository.root_file(2)));
      REQUIRE(stuck.update_timestamp(poisoned));
      CHECK(rule_of(stuck.update_timestamp(repository.timestamp_file())) == "tuf.timestamp.rollback");
    }
  }
}

TEST_CASE("the same keys under other ids or in another order are no rotation") {
  TestRepository repository;
  repository.keys["timestamp"] = {test_key(60), test_key(61)};
  repository.root.roles["timestamp"] = tuf::make_role(repository.root.keys, repository.keys["timestamp"], 1);
  repository.publish_root();
  auto& ids = repository.root.roles["timestamp"].key_ids;
  std::swap(ids[0], ids[1]);
  repository.root.keys["renamed"] = repository.root.keys.at(ids[0]);
  ids[0] = "renamed";
  repository.publish_root();
  auto set = start(repository, {}, 2);
  REQUIRE(set.update_root(repository.root_file(3)));
  CHECK_FALSE(set.must_forget_timestamp_and_snapshot());
  repository.root.roles["timestamp"].key_ids.pop_back();
  repository.publish_root();
  REQUIRE(set.update_root(repository.root_file(4)));
  CHECK(set.must_forget_timestamp_and_snapshot());
}

TEST_CASE("a demo root says so") {
  TestRepository repository;
  repository.root.document["x-gatecast-demo"] = true;
  repository.put_root();
  CHECK(start(repository).is_demo());
}
