// The cases of the public conformance suite's test_keys and test_updater_key_rotations, over the library.
#include <nlohmann/json.hpp>

#include "content-sync/tuf/keys.h"
#include "tests/content-sync/tuf_conformance/simulated_repository.h"

using namespace gatecast;
using namespace gatecast::test;
using nlohmann::json;

namespace {

struct RootVersion {
  std::vector<int> keys;
  int threshold;
  std::vector<int> signatures;
};
struct Chain {
  std::string name;
  std::vector<RootVersion> versions;
  bool is_good = true;
};
const std::vector<int> kFive{0, 1, 2, 3, 4};
const std::vector<int> kOneExchanged{0, 1, 3, 4, 5};
const std::vector<Chain> kChains{
    {"1 of 1 exchanged", {{{1}, 1, {1}}, {{2}, 1, {2, 1}}, {{2}, 1, {2}}}},
    {"1 of 1 exchanged, with foreign signatures",
     {{{1}, 1, {3, 1, 4}}, {{2}, 1, {3, 2, 1, 4}}, {{2}, 1, {3, 2, 4}}}},
    {"3 of 5, signed by other three each time",
     {{kFive, 3, {0, 2, 4}}, {kFive, 3, {0, 4, 1}}, {kFive, 3, {0, 1, 3}}}},
    {"3 of 5, one exchanged", {{kFive, 3, {0, 2, 4}}, {kOneExchanged, 3, {0, 4, 1}}}},
    {"3 of 5, one exchanged, signed by four",
     {{kFive, 3, {0, 2, 4}}, {kOneExchanged, 3, {0, 2, 4, 5}}, {kOneExchanged, 3, {0, 4, 5}}}},
    {"3 of 5, all exchanged",
     {{kFive, 3, {0, 2, 4}}, {{5, 6, 7, 8, 9}, 3, {0, 2, 4, 5, 6, 7}}, {{5, 6, 7, 8, 9}, 3, {5, 6, 7}}}},
    {"threshold raised from 1 to 2 of 3", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {1, 2}}}},
    {"threshold lowered from 2 to 1 of 3",
     {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1, 2}}, {{1, 2, 3}, 1, {1}}}},
    {"a second key added and needed", {{{1}, 1, {1}}, {{1, 2}, 2, {1, 2}}}},
    {"not signed by the old key", {{{1}, 1, {1}}, {{2}, 1, {2, 3, 4}}}, false},
    {"not signed by the new key", {{{1}, 1, {1}}, {{2}, 1, {1, 3, 4}}}, false},
    {"not signed by three new keys", {{kFive, 3, {0, 2, 4}}, {kOneExchanged, 3, {0, 2, 4}}}, false},
    {"not signed by three old keys", {{kFive, 3, {0, 2, 4}}, {kOneExchanged, 3, {0, 4, 5}}}, false},
    {"raised threshold not reached", {{{1, 2, 3}, 1, {1}}, {{1, 2, 3}, 2, {2}}}, false},
    {"lowered threshold, but the old one not reached", {{{1, 2, 3}, 2, {1, 2}}, {{1, 2, 3}, 1, {1}}}, false},
};

const std::vector<Chain> kOtherRoles{
    {"1 of 1 exchanged", {{{2}, 1, {2}}}},
    {"foreign signatures", {{{1}, 1, {3, 1, 4}}}},
    {"not signed by the new key", {{{2}, 1, {1, 3, 4}}}, false},
    {"one of three is no key of the role", {{kOneExchanged, 3, {0, 2, 4}}}, false},
    {"two where three are needed", {{kOneExchanged, 3, {0, 4}}}, false},
    {"any three of five, first", {{kFive, 3, {0, 2, 4}}}},
    {"any three of five, second", {{kFive, 3, {0, 4, 1}}}},
    {"any three of five, third", {{kFive, 3, {2, 3, 4}}}},
};

void set_role(SimulatedRepository& repository, const std::string& role, const RootVersion& version,
              const std::vector<Signer>& all) {
  repository.root.roles[role] = {{}, version.threshold};
  repository.signers[role].clear();
  for (const int i : version.keys) repository.add_key(role, all[static_cast<std::size_t>(i)]);
  repository.signers[role].clear();
  for (const int i : version.signatures) repository.signers[role].push_back(all[static_cast<std::size_t>(i)]);
}

std::vector<Signer> ten_signers() {
  std::vector<Signer> signers;
  for (int i = 0; i < 10; ++i) signers.push_back(ed25519_signer());
  return signers;
}

}  // namespace

TEST_CASE("roots are exchanged as their keys and thresholds allow, and the last good one is on the disk") {
  const auto all = ten_signers();
  for (const auto& chain : kChains) {
    INFO(chain.name);
    SimulatedRepository repository;
    repository.published.erase("root");
    repository.root.version = 1;
    for (const auto& version : chain.versions) {
      set_role(repository, "root", version, all);
      repository.publish({"root"});
    }
    Client client(repository);
    REQUIRE(client.init());
    CHECK(client.refresh() == chain.is_good);
    const auto& roots = repository.published["root"];
    CHECK(client.trusted("root") == roots[roots.size() - (chain.is_good ? 1 : 2)]);
  }
}

TEST_CASE("the keys of timestamp, snapshot and targets are exchanged by a root") {
  const auto all = ten_signers();
  for (const auto& chain : kOtherRoles) {
    INFO(chain.name);
    SimulatedRepository repository;
    Client client(repository);
    REQUIRE(client.init());
    for (const std::string role : {"timestamp", "snapshot", "targets"}) {
      set_role(repository, role, chain.versions.front(), all);
      repository.publish({"root", "targets", "snapshot", "timestamp"});
      CHECK(client.refresh() == chain.is_good);
      if (!chain.is_good) break;
      CHECK(client.trusted(role) == repository.last(role));
    }
  }
}

TEST_CASE("more than a hundred roots are followed in one refresh; a longer chain goes on in the next") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  for (int i = 0; i < 299; ++i) repository.publish({"root"});
  CHECK(client.refresh());  // the timestamp's keys are the same all along
  CHECK(client.version("root") == 257);
  CHECK(client.refresh());
  CHECK(client.version("root") == 300);
}

TEST_CASE("each kind of key of the specification counts, and a signature that only looks right does not") {
  const std::vector<std::pair<std::string, Signer>> kinds{
      {"ed25519", ed25519_signer()},
      {"ecdsa P-256", ecdsa_signer()},
      {"ecdsa P-384", ecdsa_signer("ecdsa", "ecdsa-sha2-nistp384")},
      {"ecdsa by the scheme's name", ecdsa_signer("ecdsa-sha2-nistp256")},
      {"ecdsa point in hexadecimal", ecdsa_point_signer()},
      {"rsa pss", rsa_signer()},
      {"rsa pkcs1", rsa_signer("rsa-pkcs1v15-sha256")},
      {"rsa pss sha384", rsa_signer("rsassa-pss-sha384")},
  };
  for (const auto& [name, signer] : kinds) {
    INFO(name);
    SimulatedRepository repository;
    Client client(repository);
    REQUIRE(client.init());
    repository.add_key("root", signer);
    repository.root.roles["root"].threshold = 2;
    repository.publish({"root"});
    CHECK(client.refresh());
    CHECK(client.version("root") == 2);
    auto& last = repository.signers["root"].back();
    last.sign = [&signer = signer](ByteView) { return signer.sign("other bytes"); };
    repository.publish({"root"});
    CHECK_FALSE(client.refresh());
    CHECK(client.rule == "tuf.root.threshold");
    CHECK(client.version("root") == 2);
  }
}

TEST_CASE("one key in two encodings or schemes is one key") {
  auto point = ecdsa_point_signer();
  CHECK(tuf::key_bytes(rsa_signer().key) == tuf::key_bytes(rsa_signer("rsa-pkcs1v15-sha256").key));
  CHECK(tuf::key_bytes(ecdsa_signer().key) != tuf::key_bytes(ecdsa_signer().key));
  for (auto& c : point.key.value) c = static_cast<char>(std::toupper(c));
  auto lower = point.key;
  for (auto& c : lower.value) c = static_cast<char>(std::tolower(c));
  CHECK(tuf::key_bytes(point.key) == tuf::key_bytes(lower));
  CHECK(tuf::key_bytes(point.key).has_value());

  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.add_key("snapshot", rsa_signer());
  repository.add_key("snapshot", rsa_signer("rsa-pkcs1v15-sha256"));
  repository.root.roles["snapshot"].threshold = 3;  // three ids sign with two keys
  repository.publish({"root", "snapshot", "timestamp"});
  CHECK_FALSE(client.refresh());
  CHECK(client.rule == "tuf.snapshot.threshold");
}

TEST_CASE("keys that are weak, of another curve, private or no key at all count for nothing") {
  const auto count = [](const Signer& signer) { return tuf::key_bytes(signer.key).has_value(); };
  CHECK_FALSE(count(rsa_signer("rsassa-pss-sha256", 1024)));
  auto other_curve = ecdsa_signer("ecdsa", "ecdsa-sha2-nistp384");
  other_curve.key.scheme = "ecdsa-sha2-nistp256";
  CHECK_FALSE(count(other_curve));
  auto other_type = ecdsa_signer();
  other_type.key.type = "rsa";
  CHECK_FALSE(count(other_type));
  auto off_curve = ecdsa_point_signer();
  off_curve.key.value.back() = off_curve.key.value.back() == '0' ? '1' : '0';
  CHECK_FALSE(count(off_curve));
  auto noise = ecdsa_signer();
  noise.key.value = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
  CHECK_FALSE(count(noise));
  noise.key.value = "";
  CHECK_FALSE(count(noise));
}

TEST_CASE("unknown kinds of keys and schemes are no hindrance where enough others sign") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  auto future = ed25519_signer();
  future.key = {"ml-dsa", "ml-dsa-65", "AAAA", {}};
  future.id = "future";
  repository.add_key("root", future);
  repository.add_key("timestamp", future);
  repository.publish({"root", "timestamp"});
  CHECK(client.refresh());
  CHECK(client.version("timestamp") == 2);
}

TEST_CASE("fewer signatures than the threshold, or fewer keys than it, are refused at the snapshot") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  SECTION("a signature is missing") {
    repository.root.roles["snapshot"].threshold = 3;
    repository.add_key("snapshot");
    repository.add_key("snapshot");
    repository.publish({"root", "targets", "snapshot", "timestamp"});
    CHECK(client.refresh());
    repository.signers["snapshot"].pop_back();
    repository.publish({"targets", "snapshot", "timestamp"});
    CHECK_FALSE(client.refresh());
    CHECK(client.version("snapshot") == 2);
  }
  SECTION("too few keys") {
    for (int i = 0; i < 4; ++i) repository.add_key("snapshot");
    repository.root.roles["snapshot"].threshold = 6;
    repository.publish({"root", "snapshot", "timestamp"});
    CHECK_FALSE(client.refresh());
    CHECK(client.version("root") == 2);
    CHECK_FALSE(client.version("snapshot"));
  }
}

TEST_CASE("a key id that is repeated in a role, or that signs twice, does not reach a threshold") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  SECTION("repeated in role and signatures") {
    const auto signer = ecdsa_signer();
    for (int i = 0; i < 9; ++i) repository.add_key("snapshot", signer);
    repository.signers["snapshot"].resize(2);
    repository.root.roles["snapshot"].threshold = 6;
    repository.publish({"root", "snapshot", "timestamp"});
  }
  SECTION("the good signature twice, though one is enough") {
    auto document = json::parse(repository.last("snapshot"));
    document["signatures"].push_back(document["signatures"][0]);
    repository.published["snapshot"].back() = document.dump();
  }
  CHECK_FALSE(client.refresh());
  CHECK_FALSE(client.version("snapshot"));
}

TEST_CASE("a wrong or empty signature beside a good one is no hindrance") {
  SimulatedRepository repository;
  Client client(repository);
  REQUIRE(client.init());
  repository.add_key("timestamp");
  const std::string wrong = GENERATE("", "00", "zz", "of the old bytes");
  const auto other = repository.signers["timestamp"].front();
  repository.signers["timestamp"].front().sign = [=](ByteView) {
    return wrong == "of the old bytes" ? other.sign("old") : wrong;
  };
  repository.publish({"root", "timestamp"});
  CHECK(client.refresh());
  CHECK(client.version("timestamp") == 2);
}
