// The cases of the public conformance suite's test_rollback, over the library.
#include "tests/content-sync/tuf_conformance/simulated_repository.h"

using namespace gatecast;
using namespace gatecast::test;

TEST_CASE("the snapshot that is here is not asked for again, even if the server has an older one") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.publish({"snapshot", "timestamp"});
  CHECK(client.refresh());
  repository.published["snapshot"].back() = repository.published["snapshot"].front();
  CHECK(client.refresh());
  CHECK(client.version("snapshot") == 2);
  CHECK(repository.requests.back() == Request{"timestamp", {}});
}

TEST_CASE("an older timestamp is refused and the newer one stays on the disk") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.publish({"timestamp"});
  CHECK(client.refresh());
  repository.published["timestamp"].back() = repository.published["timestamp"].front();
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.timestamp.rollback");
  CHECK(client.version("timestamp") == 2);
}

TEST_CASE("a newer timestamp over an older snapshot is refused before the snapshot is asked for") {
  SimulatedRepository repository;
  repository.has_hashes = GENERATE(false, true);
  Client client(repository);
  REQUIRE(client.init());
  repository.publish({"snapshot", "timestamp"});
  CHECK(client.refresh());
  repository.timestamp.snapshot.version = 1;
  repository.publish({"timestamp"});
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.timestamp.snapshot_rollback");
  CHECK(client.version("timestamp") == 2);
  CHECK(client.version("snapshot") == 2);
  CHECK(repository.requests.back() == Request{"timestamp", {}});
}

TEST_CASE("a snapshot that takes targets back is refused, by the snapshot that is on the disk") {
  SimulatedRepository repository;
  repository.has_hashes = GENERATE(false, true);
  Client client(repository);
  REQUIRE(client.init());
  repository.publish({"targets", "targets", "snapshot", "timestamp"});
  CHECK(client.refresh());
  repository.snapshot.meta["targets.json"].version = 1;
  repository.publish({"snapshot", "timestamp"});
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.snapshot.role_rollback");
  CHECK(client.version("snapshot") == 2);
  CHECK(client.version("targets") == 3);
  CHECK(client.version("timestamp") == 3);
}

TEST_CASE("a snapshot of another version than its name is refused and not kept") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.snapshot.version = 2;
  repository.replace_last("snapshot");
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.snapshot.version");
  CHECK(client.trusted_roles() ==
        std::vector<std::pair<std::string, std::int64_t>>{{"root", 1}, {"timestamp", 1}});
  CHECK(repository.requests.back() == Request{"snapshot", 1});
}

TEST_CASE("after a fast-forward, exchanged keys make lower versions count again") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  SECTION("timestamp") {
    repository.timestamp.version = 98;
    repository.publish({"timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("timestamp") == 99);
    repository.rotate("timestamp");
    repository.timestamp.version = 0;
    repository.publish({"root", "timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("timestamp") == 1);
  }
  SECTION("snapshot") {
    repository.snapshot.version = 9'007'199'254'740'000;
    repository.published["snapshot"].back() = {};
    repository.replace_last("snapshot");
    repository.root.consistent_snapshot = false;
    repository.publish({"root", "timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("snapshot") == 9'007'199'254'740'000);
    repository.rotate("snapshot");
    repository.rotate("timestamp");
    repository.snapshot.version = 1;
    repository.timestamp.version = 0;
    repository.publish({"root", "snapshot", "timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("snapshot") == 2);
    CHECK(client.version("timestamp") == 1);
  }
  SECTION("targets, by new keys of the snapshot") {
    repository.targets["targets"].version = 99;
    repository.root.consistent_snapshot = false;
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("targets") == 100);
    repository.rotate("snapshot");
    repository.targets["targets"].version = 1;
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh());
    CHECK(client.version("targets") == 2);
  }
}
