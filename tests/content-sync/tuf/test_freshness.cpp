// Rollback, freeze and mix-and-match at each role; the order of the steps.
#include "content-sync/tuf/verification_time.h"
#include "tests/content-sync/tuf/tuf_client.h"

using namespace gatecast;
using namespace gatecast::test;
using std::chrono::days;
using std::chrono::hours;

namespace {
const std::string kRole = "content-lao-bao-hall";
const tuf::Policy kNote{tuf::ExpiryRule::note, tuf::ThresholdRule::persons};
}  // namespace

TEST_CASE("rollback: an older timestamp is refused, an equal one is nothing new") {
  TestRepository repository;
  const Bytes old = repository.timestamp_file();
  repository.publish_timestamp();
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  CHECK(rule_of(set.update_timestamp(old)) == "tuf.timestamp.rollback");
  const auto again = set.update_timestamp(repository.timestamp_file());
  REQUIRE(again);
  CHECK(*again == tuf::TrustedMetadataSet::TimestampOutcome::equal_version);
}

TEST_CASE("an equal version with other bytes does not replace the trusted timestamp") {
  TestRepository repository;
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  const auto trusted = set.timestamp()->snapshot.version;
  repository.snapshot.version = 9;
  repository.put_snapshot();
  repository.put_timestamp();
  const auto outcome = set.update_timestamp(repository.timestamp_file());
  REQUIRE(outcome);
  CHECK(*outcome == tuf::TrustedMetadataSet::TimestampOutcome::equal_version);
  CHECK(set.timestamp()->snapshot.version == trusted);
}

TEST_CASE("rollback: a newer timestamp that points to an older snapshot is refused") {
  TestRepository repository;
  repository.snapshot.version = 5;
  repository.put_snapshot();
  repository.put_timestamp();
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  repository.snapshot.version = 4;
  repository.put_snapshot();
  repository.publish_timestamp();
  CHECK(rule_of(set.update_timestamp(repository.timestamp_file())) == "tuf.timestamp.snapshot_rollback");
}

TEST_CASE("rollback: a snapshot in which a role goes back or disappears is refused") {
  TestRepository repository;
  repository.publish_release("lao-bao-hall", "{\"number\":1}", 1);
  const Bytes trusted = repository.snapshot_file();
  const auto next_snapshot = [&](auto change) {
    auto set = start(repository);
    TestRepository newer = repository;
    change(newer);
    newer.publish_snapshot();
    newer.publish_timestamp();
    REQUIRE(set.update_timestamp(newer.timestamp_file()));
    CHECK_FALSE(set.update_snapshot(trusted, true));  // the floor; of an older version, so not the end
    return rule_of(set.update_snapshot(newer.snapshot_file()));
  };
  CHECK(next_snapshot([](TestRepository&) {}) == "accepted");
  CHECK(next_snapshot([](TestRepository& r) { r.snapshot.meta.erase(kRole + ".json"); }) ==
        "tuf.snapshot.role_removed");
  CHECK(next_snapshot([](TestRepository& r) { r.snapshot.meta[kRole + ".json"].version = 1; }) ==
        "tuf.snapshot.role_rollback");
  CHECK(next_snapshot([](TestRepository& r) { r.snapshot.meta["extra.json"] = {1}; }) == "accepted");
}

TEST_CASE("mix and match: a snapshot that the timestamp does not name is refused") {
  TestRepository repository;
  const Bytes first = repository.snapshot_file();
  repository.publish_release("lao-bao-hall", "{}", 1);
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  CHECK(rule_of(set.update_snapshot(first)) == "tuf.snapshot.hash");
  CHECK(set.snapshot() == nullptr);
}

TEST_CASE("mix and match: without length and hash the version still decides") {
  TestRepository repository;
  const Bytes first = repository.snapshot_file();
  repository.publish_snapshot();
  repository.timestamp.snapshot.hashes.clear();
  repository.timestamp.snapshot.length_bytes.reset();
  repository.publish_timestamp();
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  CHECK(rule_of(set.update_snapshot(first)) == "tuf.snapshot.version");
}

TEST_CASE("mix and match: old channel metadata under a new snapshot is refused") {
  TestRepository repository;
  const Bytes old = repository.role_file(kRole);
  repository.publish_release("lao-bao-hall", "{}", 1);
  auto set = start(repository);
  REQUIRE(load(set, repository, {}));
  CHECK(rule_of(set.update_delegated(old, kRole, "targets")) == "tuf.delegated.length");

  repository.snapshot.meta[kRole + ".json"] = {2};
  repository.publish_snapshot();
  repository.publish_timestamp();
  auto without_hashes = start(repository);
  REQUIRE(load(without_hashes, repository, {}));
  CHECK(rule_of(without_hashes.update_delegated(old, kRole, "targets")) == "tuf.delegated.version");
  CHECK(without_hashes.update_delegated(repository.role_file(kRole), kRole, "targets"));
}

TEST_CASE("wrong bytes of the right length are refused by their hash") {
  TestRepository repository;
  Bytes bent = repository.role_file("targets");
  bent.back() = ' ';  // white space: the signatures would still hold
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  REQUIRE(set.update_snapshot(repository.snapshot_file()));
  CHECK(rule_of(set.update_targets(bent)) == "tuf.targets.hash");
}

TEST_CASE("hashes of unknown algorithms alone prove nothing; sha512 is known") {
  TestRepository repository;
  repository.timestamp.snapshot.hashes = {{"md5", "00"}};
  repository.publish_timestamp();
  CHECK(verdict(repository) == "tuf.snapshot.hash");
  repository.timestamp.snapshot.hashes = {{"md5", "00"}, {"sha512", std::string(128, '0')}};
  repository.publish_timestamp();
  CHECK(verdict(repository) == "tuf.snapshot.hash");
}

TEST_CASE("freeze: expired metadata is refused at each role by the agent, and only noted by the player") {
  const auto check = [](const std::string& role, const std::string& rule, auto expire) {
    TestRepository repository;
    expire(repository);
    CHECK(verdict(repository) == rule);
    auto player = start(repository, kNote);
    CHECK(rule_of(load(player, repository)) == "accepted");
    CHECK(player.expired_roles() == std::vector<std::string>{role});
  };
  check("root", "tuf.root.expired", [](TestRepository& r) {
    r.root.expires = r.now;
    r.put_root();
  });
  check("timestamp", "tuf.timestamp.expired", [](TestRepository& r) {
    r.timestamp.expires = r.now;
    r.put_timestamp();
  });
  check("snapshot", "tuf.snapshot.expired", [](TestRepository& r) {
    r.snapshot.expires = r.now - hours(1);
    r.put_snapshot();
    r.put_timestamp();
  });
  check("targets", "tuf.targets.expired", [](TestRepository& r) {
    r.targets["targets"].expires = r.now - days(400);
    r.put_role("targets");
    r.put_snapshot();
    r.put_timestamp();
  });
  check(kRole, "tuf.delegated.expired", [](TestRepository& r) {
    r.targets[kRole].expires = r.now;
    r.put_role(kRole);
    r.put_snapshot();
    r.put_timestamp();
  });
}

TEST_CASE("an expired stored timestamp does not block a fresh one, but still guards against rollback") {
  TestRepository repository;
  repository.timestamp.version = 5;
  repository.timestamp.expires = repository.now - hours(1);
  repository.put_timestamp();
  auto set = start(repository);
  CHECK(rule_of(set.update_timestamp(repository.timestamp_file())) == "tuf.timestamp.expired");
  CHECK(rule_of(set.update_snapshot(repository.snapshot_file())) == "tuf.timestamp.expired");
  repository.timestamp.expires = repository.now + days(45);
  repository.timestamp.version = 4;
  repository.put_timestamp();
  CHECK(rule_of(set.update_timestamp(repository.timestamp_file())) == "tuf.timestamp.rollback");
  repository.timestamp.version = 6;
  repository.put_timestamp();
  CHECK(set.update_timestamp(repository.timestamp_file()));
  CHECK(set.update_snapshot(repository.snapshot_file()));
}

TEST_CASE("an expired stored snapshot does not block a fresh one") {
  TestRepository repository;
  repository.snapshot.expires = repository.now - hours(1);
  repository.put_snapshot();
  const Bytes stored = repository.snapshot_file();
  repository.snapshot.expires = repository.now + days(45);
  repository.publish_snapshot();
  repository.publish_timestamp();
  auto set = start(repository);
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  CHECK_FALSE(set.update_snapshot(stored, true));
  CHECK(rule_of(set.update_targets(repository.role_file("targets"))) == "tuf.snapshot.version");
  CHECK(set.update_snapshot(repository.snapshot_file()));
}

TEST_CASE("steps out of order are refused") {
  TestRepository repository;
  auto set = start(repository);
  CHECK(rule_of(set.update_snapshot(repository.snapshot_file())) == "tuf.snapshot.order");
  REQUIRE(set.update_timestamp(repository.timestamp_file()));
  CHECK(rule_of(set.update_targets(repository.role_file("targets"))) == "tuf.targets.order");
  REQUIRE(set.update_snapshot(repository.snapshot_file()));
  CHECK(rule_of(set.update_timestamp(repository.timestamp_file())) == "tuf.timestamp.order");
  CHECK(rule_of(set.update_delegated(repository.role_file(kRole), kRole, "targets")) ==
        "tuf.delegated.order");
  REQUIRE(set.update_targets(repository.role_file("targets")));
  CHECK(rule_of(set.update_snapshot(repository.snapshot_file())) == "tuf.snapshot.order");
  CHECK(rule_of(set.update_delegated(repository.role_file(kRole), "content-elsewhere", "targets")) ==
        "tuf.delegated.unknown");
}

TEST_CASE("a delegated role that the snapshot does not list is refused") {
  TestRepository repository;
  repository.snapshot.meta.erase(kRole + ".json");
  repository.publish_snapshot();
  repository.publish_timestamp();
  CHECK(verdict(repository) == "tuf.delegated.unlisted");
}

TEST_CASE("verification time rests on the build date and signed times, and uptime counts on top") {
  using namespace tuf;
  const auto built = test_time("2026-11-01T00:00:00Z");
  TimeRecord record;
  CHECK(verification_time(built, record) == built);
  record = after_uptime(record, hours(5));
  CHECK(verification_time(built, record) == built + hours(5));
  record = after_timestamp(record, built, built - days(30));  // older than the program itself
  CHECK(verification_time(built, record) == built + hours(5));
  record = after_timestamp(record, built, built + days(20));
  CHECK(verification_time(built, record) == built + days(20));
  record = after_uptime(record, days(2));
  record = after_timestamp(record, built, built + days(21));  // delivered late: time does not go back
  CHECK(verification_time(built, record) == built + days(22));
  record = after_uptime(record, -days(9));
  CHECK(verification_time(built, record) == built + days(22));
  // A stolen timestamp key said 2099; the rotation makes it good again.
  record = after_timestamp(record, built, test_time("2099-01-01T00:00:00Z"));
  CHECK(verification_time(built, record) == test_time("2099-01-01T00:00:00Z"));
  CHECK(verification_time(built, after_rotation()) == built);
}
