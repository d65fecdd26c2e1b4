// The cases of the public conformance suite's test_basic, test_expiration and test_quoting, over the library.
#include <nlohmann/json.hpp>

#include "tests/content-sync/tuf_conformance/simulated_repository.h"

using namespace gatecast;
using namespace gatecast::test;
using nlohmann::json;
using std::chrono::hours;

namespace {

using Roles = std::vector<std::pair<std::string, std::int64_t>>;
const std::vector<Request> kFirstRequests{{"root", 2}, {"timestamp", {}}, {"snapshot", 1}, {"targets", 1}};
const Roles kFirstRoles{{"root", 1}, {"snapshot", 1}, {"targets", 1}, {"timestamp", 1}};

Bytes changed(const Bytes& file, const std::function<void(json&)>& change) {
  auto document = json::parse(file);
  change(document);
  return document.dump();
}

}  // namespace

TEST_CASE("init and refresh: each file is asked for once, in the order of the specification") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  CHECK(repository.requests.empty());
  CHECK(client.refresh());
  CHECK(repository.requests == kFirstRequests);
  CHECK(client.trusted_roles() == kFirstRoles);
  repository.requests.clear();
  CHECK(client.refresh());
  CHECK(repository.requests == std::vector<Request>{{"root", 2}, {"timestamp", {}}});
}

TEST_CASE("download without a refresh refreshes first, and a target that nobody names is refused") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  CHECK_FALSE(client.download({"nonexistent artifact"}));
  CHECK(client.rule == "tuf.target.unknown");
  CHECK(repository.requests == kFirstRequests);
  CHECK(client.trusted_roles() == kFirstRoles);
}

TEST_CASE("with a first root that is none, or is not signed, nothing is asked of anybody") {
  SimulatedRepository repository;
  Client client(repository);
  SECTION("no version") {
    CHECK_FALSE(
        client.init(changed(repository.last("root"), [](json& root) { root["signed"].erase("version"); })));
  }
  SECTION("a signature of another key") {
    CHECK_FALSE(client.init(changed(repository.last("root"), [](json& root) {
      root["signatures"][0]["sig"] = ecdsa_signer().sign("anything");
    })));
  }
  SECTION("never initialised") {}
  CHECK_FALSE(client.refresh());
  CHECK(repository.requests.empty());
}

TEST_CASE("metadata without its role's signature ends the refresh there, and what came before it is kept") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  const auto publish_unsigned = [&](const std::string& role) {
    const auto kept = std::exchange(repository.signers[role], {});
    repository.publish({role});
    repository.signers[role] = kept;
  };
  SECTION("root") {
    publish_unsigned("root");
    CHECK_FALSE(client.refresh());
    CHECK(client.trusted_roles() == Roles{{"root", 1}});
  }
  SECTION("timestamp") {
    publish_unsigned("timestamp");
    CHECK_FALSE(client.refresh());
    CHECK(client.trusted_roles() == Roles{{"root", 1}});
  }
  SECTION("snapshot") {
    publish_unsigned("snapshot");
    repository.publish({"timestamp"});
    CHECK_FALSE(client.refresh());
    CHECK(client.trusted_roles() == Roles{{"root", 1}, {"timestamp", 2}});
  }
  SECTION("targets") {
    publish_unsigned("targets");
    repository.publish({"snapshot", "timestamp"});
    CHECK_FALSE(client.refresh());
    CHECK(client.trusted_roles() == Roles{{"root", 1}, {"snapshot", 2}, {"timestamp", 2}});
  }
}

TEST_CASE("a role whose file is not there, is of another role, or is no JSON ends the refresh") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  const std::string role = GENERATE("timestamp", "snapshot", "targets");
  const std::string way = GENERATE("missing", "other", "noise");
  if (way == "missing") repository.published.erase(role);
  if (way == "other") repository.published[role].back() = repository.last("root");
  if (way == "noise") repository.published[role].back() = "<html>log in</html>";
  CHECK_FALSE(client.refresh());
  CHECK_FALSE(client.version(role));
}

TEST_CASE("a timestamp with other content under the same version is not taken, nor what it names") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  REQUIRE(client.refresh());
  const auto before = client.trusted("timestamp");
  repository.timestamp.snapshot.version = 100;
  repository.replace_last("timestamp");
  CHECK(client.refresh());
  CHECK(repository.requests.back() == Request{"timestamp", {}});
  CHECK(client.trusted("timestamp") == before);
}

TEST_CASE("hashes and lengths in snapshot and timestamp are held to") {
  SimulatedRepository repository;
  repository.has_hashes = true;
  repository.publish({"targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  CHECK(client.refresh());
  repository.publish({"targets"});
  repository.snapshot.meta["targets.json"].hashes["sha256"] = sha256("other bytes").hex();
  repository.publish({"snapshot", "timestamp"});
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.targets.hash");
  CHECK(client.version("snapshot") == 3);
  CHECK(client.version("targets") == 2);
}

TEST_CASE("targets that no snapshot names are not asked for") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  REQUIRE(client.refresh());
  repository.publish({"targets"});
  CHECK(client.refresh());
  CHECK(client.version("targets") == 1);
  CHECK(repository.requests.back() == Request{"timestamp", {}});
}

TEST_CASE("unknown fields are part of what is signed, and files are kept byte for byte") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.root.document["custom-field"] = {
      {"a", 1}, {"b", json::array({1, nullptr, true, "\xE0\xBA\xA5\xE0\xBA\xB2\xE0\xBA\xA7"})}};
  repository.timestamp.document["\xC4\x91"] = "quote \" backslash \\ slash / tab \t";
  repository.publish({"root", "timestamp"});
  CHECK(client.refresh());
  for (const auto* role : {"root", "timestamp", "snapshot", "targets"})
    CHECK(client.trusted(role) == repository.last(role));
}

TEST_CASE("without consistent snapshots only roots carry their version, and targets no hash") {
  SimulatedRepository repository;
  repository.root.consistent_snapshot = false;
  repository.replace_last("root");
  repository.add_artifact("targets", "content", "a/b.txt");
  repository.publish({"targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  CHECK(client.download({"a/b.txt"}));
  CHECK(repository.requests ==
        std::vector<Request>{{"root", 2}, {"timestamp", {}}, {"snapshot", {}}, {"targets", {}}});
  CHECK(repository.artifact_requests == std::vector<std::string>{"a/b.txt"});
}

TEST_CASE("files longer than their limits are not read: endless data") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  const auto [role, limit] = GENERATE(table<std::string, std::uint64_t>({{"timestamp", tuf::kTimestampLimit},
                                                                         {"snapshot", tuf::kSnapshotLimit},
                                                                         {"targets", tuf::kTargetsLimit}}));
  repository.published[role].back() += Bytes(limit, ' ');
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "fetch.too_long");
}

TEST_CASE("a length in timestamp or snapshot is the most that is read of the next file") {
  SimulatedRepository repository;
  repository.has_hashes = true;
  repository.publish({"targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  const std::string role = GENERATE("snapshot", "targets");
  repository.published[role].back() += " ";
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "fetch.too_long");
}

TEST_CASE("unusual names of roles are quoted in addresses and leave no folder") {
  SimulatedRepository repository;
  const auto [role, quoted] =
      GENERATE(table<std::string, std::string>({{"?", "%3F"},
                                                {"#", "%23"},
                                                {"%", "%25"},
                                                {"/delegatedrole", "%2Fdelegatedrole"},
                                                {"../delegatedrole", "..%2Fdelegatedrole"},
                                                {"\xC4\x91", "%C4%91"},
                                                {"a b", "a%20b"}}));
  repository.delegate("targets", {role, {}, false, {"*"}, {}});
  repository.publish({role, "targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  CHECK_FALSE(client.download({"nonexistent target"}));
  CHECK(repository.requests.back() == Request{quoted, 1});
  CHECK(client.trusted_roles().size() == 5);
  repository.requests.clear();
  CHECK_FALSE(client.download({"nonexistent target"}));
  CHECK(repository.requests.back() == Request{"timestamp", {}});  // the role was kept and found again
}

TEST_CASE("an expired last root is kept, and nothing else is asked for") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  REQUIRE(client.refresh());
  repository.publish({"root"});
  repository.root.expires = kNow - hours(24);
  repository.publish({"root", "targets", "snapshot", "timestamp"});
  repository.requests.clear();
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.root.expired");
  CHECK(repository.requests == std::vector<Request>{{"root", 2}, {"root", 3}, {"root", 4}});
  CHECK(client.trusted_roles() == Roles{{"root", 3}, {"snapshot", 1}, {"targets", 1}, {"timestamp", 1}});
  repository.root.expires = kNow + hours(24);
  repository.publish({"root"});
  CHECK(client.refresh());  // an expired one in between is no matter
  CHECK(client.version("timestamp") == 2);
}

TEST_CASE("an expired new timestamp, snapshot or targets is not kept") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  REQUIRE(client.refresh());
  const std::string role = GENERATE("timestamp", "snapshot", "targets");
  const Instant past = kNow - hours(120);
  if (role == "timestamp") repository.timestamp.expires = past;
  if (role == "snapshot") repository.snapshot.expires = past;
  if (role == "targets") repository.targets["targets"].expires = past;
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf." + role + ".expired");
  CHECK(client.version(role) == 1);
}

TEST_CASE("expired timestamp and snapshot of one's own do not stand in the way of newer ones") {
  SimulatedRepository repository;
  repository.timestamp.expires = kNow + hours(7 * 24);
  repository.replace_last("timestamp");
  Client client(repository);
  REQUIRE(client.init());
  REQUIRE(client.refresh());
  CHECK_FALSE(client.refresh(hours(18 * 24)));
  repository.timestamp.expires = kNow + hours(21 * 24);
  repository.publish({"targets", "snapshot", "timestamp"});
  CHECK(client.refresh(hours(18 * 24)));
  CHECK(client.trusted_roles() == Roles{{"root", 1}, {"snapshot", 2}, {"targets", 2}, {"timestamp", 2}});
}

TEST_CASE("a delegated role that is expired speaks for nothing, though it was trusted before") {
  SimulatedRepository repository;
  repository.delegate("targets", {"delegated", {}, false, {"delegatedpath/*"}, {}});
  auto& delegated = repository.targets["delegated"];
  repository.add_artifact("delegated", "first", "delegatedpath/first");
  repository.add_artifact("delegated", "second", "delegatedpath/second");
  Client client(repository);
  REQUIRE(client.init());
  SECTION("from the start") {
    delegated.expires = kNow - hours(24);
    repository.publish({"delegated", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh());
    CHECK_FALSE(client.download({"delegatedpath/first"}));
    CHECK(client.downloaded().empty());
    CHECK(client.trusted_roles() == Roles{{"root", 1}, {"snapshot", 2}, {"targets", 2}, {"timestamp", 2}});
  }
  SECTION("later, until it is renewed") {
    delegated.expires = kNow + hours(7 * 24);
    repository.publish({"delegated", "targets", "snapshot", "timestamp"});
    CHECK(client.download({"delegatedpath/first"}));
    CHECK_FALSE(client.download({"delegatedpath/second"}, hours(18 * 24)));
    CHECK(client.downloaded() == std::vector<Bytes>{"first"});
    delegated.expires = kNow + hours(21 * 24);
    repository.publish({"delegated", "snapshot", "timestamp"});
    CHECK(client.download({"delegatedpath/second"}, hours(18 * 24)));
    CHECK(client.downloaded() == std::vector<Bytes>{"first", "second"});
  }
}
