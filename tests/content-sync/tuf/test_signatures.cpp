// Attacks on who signed: arbitrary installation, key compromise below the threshold, one person with two
// keys, one key under two ids.
#include "content-sync/tuf/threshold.h"
#include "tests/content-sync/tuf/tuf_client.h"

using namespace gatecast;
using namespace gatecast::test;
using nlohmann::json;

namespace {

const std::string kRole = "content-lao-bao-hall";

// Publishes the channel's metadata again, signed by just these.
void publish_signed_by(TestRepository& repository, std::vector<SigningKey> signers) {
  auto& keys = repository.keys[kRole];
  const auto all = keys;
  keys = std::move(signers);
  repository.publish_role(kRole);
  repository.publish_snapshot();
  repository.publish_timestamp();
  keys = all;
}

// Gives the role these keys, as the officers of the targets role may.
void delegate_to(TestRepository& repository, const std::vector<SigningKey>& keys, int threshold = 2) {
  repository.keys[kRole] = keys;
  repository.delegated(kRole).role =
      tuf::make_role(repository.targets["targets"].delegations->keys, keys, threshold);
  repository.publish_role("targets");
  publish_signed_by(repository, keys);
}

const tuf::Policy kPlain{tuf::ExpiryRule::refuse, tuf::ThresholdRule::plain};

}  // namespace

TEST_CASE("a release that two editors signed is taken, and says by whom") {
  TestRepository repository;
  repository.publish_release("lao-bao-hall", "{}", 1);
  auto set = start(repository);
  REQUIRE(rule_of(load(set, repository)) == "accepted");
  CHECK(set.signers(kRole) == std::vector<std::string>{"lan", "somchai"});
  CHECK(set.signers("timestamp") == std::vector<std::string>{repository.keys["timestamp"][0].id});
  CHECK_FALSE(set.is_demo());
  const auto found = set.find_target("releases/lao-bao-hall.json");
  REQUIRE(found);
  REQUIRE(found->target);
  CHECK(found->role == kRole);
  CHECK(found->target->custom.at("release_number") == 1);
  CHECK(tuf::verify_target(*found->target, "{}", "release.json"));
  CHECK(rule_of(tuf::verify_target(*found->target, "[]", "release.json")) == "tuf.target.hash");
  CHECK(rule_of(tuf::verify_target(*found->target, "{ }", "release.json")) == "tuf.target.length");
}

TEST_CASE("one signature where two are needed is refused, and the message says who signed") {
  TestRepository repository;
  publish_signed_by(repository, {repository.keys[kRole][0]});
  auto set = start(repository);
  const auto status = load(set, repository);
  REQUIRE_FALSE(status);
  CHECK(status.error().rule == "tuf.delegated.threshold");
  CHECK(status.error().subject == "content-lao-bao-hall.json");
  CHECK(status.error().message == "1 of the 2 signatures needed hold (by lan; section 5.6.3)");
  CHECK(set.targets(kRole) == nullptr);
}

TEST_CASE("a second signature of the same person with another key does not count") {
  TestRepository repository;
  delegate_to(repository, {test_key(50, "lan"), test_key(51, "lan"), test_key(52, "somchai")});
  CHECK(verdict(repository) == "accepted");
  publish_signed_by(repository, {test_key(50, "lan"), test_key(51, "lan")});
  CHECK(verdict(repository) == "tuf.delegated.persons");
  CHECK(verdict(repository, kPlain) == "accepted");  // the specification alone counts keys
}

TEST_CASE("a key without a person counts for no person") {
  TestRepository repository;
  delegate_to(repository, {test_key(50), test_key(51)});
  CHECK(verdict(repository) == "tuf.delegated.persons");
  CHECK(verdict(repository, kPlain) == "accepted");
}

TEST_CASE("one key under two ids counts once, whatever the case of its digits") {
  TestRepository repository;
  auto twin = test_key(50, "somchai");
  twin.id = "another-id";
  for (auto& c : twin.key.value) c = static_cast<char>(std::toupper(c));
  delegate_to(repository, {test_key(50, "lan"), twin});
  CHECK(verdict(repository, kPlain) == "tuf.delegated.threshold");
  CHECK(verdict(repository) == "tuf.delegated.threshold");
}

TEST_CASE("a key that is listed for two persons stands for neither") {
  TestRepository repository;
  auto twin = test_key(50, "somchai");
  twin.id = "another-id";
  delegate_to(repository, {test_key(50, "lan"), twin, test_key(51, "khamla")});
  publish_signed_by(repository, {test_key(50, "lan"), test_key(51, "khamla")});
  CHECK(verdict(repository) == "tuf.delegated.persons");
}

TEST_CASE("a key id that signs twice is refused, and one that is repeated in the role counts once") {
  TestRepository repository;
  const auto lan = repository.keys[kRole][0];
  publish_signed_by(repository, {lan, lan, lan});
  CHECK(verdict(repository) == "tuf.targets.format");

  TestRepository twice;
  delegate_to(twice, {test_key(50, "lan"), test_key(50, "lan")});
  publish_signed_by(twice, {test_key(50, "lan")});
  CHECK(verdict(twice) == "tuf.delegated.threshold");
}

TEST_CASE("arbitrary installation: keys that the role does not list are refused, at every role") {
  const std::vector<SigningKey> foreign{test_key(80, "lan"), test_key(81, "somchai")};
  SECTION("content") {
    TestRepository repository;
    publish_signed_by(repository, foreign);
    CHECK(verdict(repository) == "tuf.delegated.threshold");
  }
  SECTION("targets") {
    TestRepository repository;
    repository.keys["targets"] = foreign;
    repository.publish_role("targets");
    repository.publish_snapshot();
    repository.publish_timestamp();
    CHECK(verdict(repository) == "tuf.targets.threshold");
  }
  SECTION("snapshot") {
    TestRepository repository;
    repository.keys["snapshot"] = foreign;
    repository.publish_snapshot();
    repository.publish_timestamp();
    CHECK(verdict(repository) == "tuf.snapshot.threshold");
  }
  SECTION("timestamp") {
    TestRepository repository;
    repository.keys["timestamp"] = foreign;
    repository.publish_timestamp();
    CHECK(verdict(repository) == "tuf.timestamp.threshold");
  }
  SECTION("root") {
    TestRepository repository;
    repository.keys["root"] = foreign;
    repository.publish_root();
    CHECK(verdict(repository) == "tuf.root.threshold");
  }
  SECTION("the pinned root itself") {
    TestRepository repository;
    repository.keys["root"] = foreign;
    repository.put_root();
    CHECK(verdict(repository) == "tuf.root.threshold");
  }
}

TEST_CASE("key compromise below the threshold: one root officer or one targets key gains nothing") {
  TestRepository repository;
  const auto all = repository.keys["root"];
  repository.keys["root"] = {all[0]};
  repository.publish_root();
  CHECK(verdict(repository) == "tuf.root.threshold");

  TestRepository other;
  other.keys["targets"] = {other.keys["targets"][0]};
  other.publish_role("targets");
  other.publish_snapshot();
  other.publish_timestamp();
  CHECK(verdict(other) == "tuf.targets.threshold");
}

TEST_CASE("an editor of one channel cannot sign for another") {
  TestRepository repository({"lao-bao-hall", "la-lay-gate"});
  publish_signed_by(repository, repository.keys["content-la-lay-gate"]);
  CHECK(verdict(repository) == "tuf.delegated.threshold");
}

TEST_CASE("signatures that do not hold, or of unknown schemes and keys, are skipped and not fatal") {
  TestRepository repository;
  auto& keys = repository.targets["targets"].delegations->keys;
  auto& ids = repository.delegated(kRole).role.key_ids;
  keys["future"] = {"mldsa65", "mldsa65/1", "AAAA", "lan"};
  ids.insert(ids.begin(), {"future", "not-listed-anywhere"});
  repository.publish_role("targets");
  json document = json::parse(repository.role_file(kRole));
  auto& signatures = document["signatures"];
  for (const auto* id : {"future", "not-listed-anywhere", "nobody's"})
    signatures.insert(signatures.begin(), json{{"keyid", id}, {"sig", "zz"}});
  const Bytes file = document.dump();
  repository.files["metadata/1." + kRole + ".json"] = file;
  repository.snapshot.meta[kRole + ".json"] = tuf::meta_file_of(file, 1);
  repository.publish_snapshot();
  repository.publish_timestamp();
  CHECK(verdict(repository) == "accepted");
}

TEST_CASE("a changed byte inside what is signed is refused, unknown fields too") {
  TestRepository repository;
  repository.timestamp.document["x-future"] = "kept";
  repository.publish_timestamp();
  auto set = start(repository);
  CHECK(rule_of(load(set, repository)) == "accepted");
  CHECK(set.timestamp()->document.at("x-future") == "kept");

  json document = json::parse(repository.timestamp_file());
  document["signed"]["x-future"] = "bent";
  repository.files["metadata/timestamp.json"] = document.dump();
  CHECK(verdict(repository) == "tuf.timestamp.threshold");
}

TEST_CASE("what is signed is the content, not its layout: pretty-printed metadata holds") {
  TestRepository repository;
  repository.files["metadata/timestamp.json"] = json::parse(repository.timestamp_file()).dump(4);
  CHECK(verdict(repository) == "accepted");
}
