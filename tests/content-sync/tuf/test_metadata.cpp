#include <catch2/catch.hpp>

#include "content-sync/base/json.h"
#include "content-sync/tuf/canonical_json.h"
#include "content-sync/tuf/signing.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
using gatecast::test::test_key;
using gatecast::test::TestRepository;
using nlohmann::json;

namespace {

std::string rule_of(const Error& error) {
  return error.rule;
}

template <class F>
Bytes changed(const Bytes& file, F change) {
  json document = json::parse(file);
  change(document["signed"]);
  return document.dump();
}

}  // namespace

TEST_CASE("canonical JSON sorts keys, drops white space and escapes only quote and backslash") {
  const auto value =
      json::parse("{\"b\": [1, -2, true, null], \"a\": \"q\\\" b\\\\ \\n \\u00e9\", \"A\": {}}");
  CHECK(tuf::write_canonical(value) == "{\"A\":{},\"a\":\"q\\\" b\\\\ \n \xC3\xA9\",\"b\":[1,-2,true,null]}");
}

TEST_CASE("a key pair from a seed is that of RFC 8032, and its signature too") {
  const auto seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  const auto key = tuf::signing_key_from_seed(*seed);
  CHECK(key.key.value == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  CHECK(
      tuf::sign("", key) ==
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5"
      "f0595bbe24655141438e7a100b");
  CHECK(tuf::signature_holds(key.key, "", tuf::sign("", key)));
  CHECK_FALSE(tuf::signature_holds(key.key, "x", tuf::sign("", key)));
}

TEST_CASE("what is written is read back, unknown fields and all") {
  TestRepository repository;
  repository.root.document["x-province"] = "Quang Tri";
  repository.publish_root();
  const auto root = tuf::parse_root(repository.root_file(2), "2.root.json");
  REQUIRE(root);
  CHECK(root->signed_part.version == 2);
  CHECK(root->signed_part.keys.size() == 7);
  CHECK(root->signed_part.roles.at("root").threshold == 2);
  CHECK(root->signed_part.document.at("x-province") == "Quang Tri");
  CHECK(root->canonical.find("\"x-province\":\"Quang Tri\"") != Bytes::npos);

  const auto targets = tuf::parse_targets(repository.role_file("targets"), "targets.json");
  REQUIRE(targets);
  REQUIRE(targets->signed_part.delegations);
  CHECK(targets->signed_part.delegations->roles.at(0).name == "content-lao-bao-hall");
  CHECK(targets->signed_part.delegations->keys.begin()->second.person != "");
  const auto timestamp = tuf::parse_timestamp(repository.timestamp_file(), "timestamp.json");
  REQUIRE(timestamp);
  CHECK(timestamp->signed_part.signed_at == repository.now);
  CHECK(timestamp->signed_part.snapshot.version == 1);
}

TEST_CASE("metadata of another role, version or shape is refused with the field's name") {
  const TestRepository repository;
  const auto& file = repository.timestamp_file();
  const auto refused = [](const Bytes& bytes, const std::string& rule) {
    const auto parsed = tuf::parse_timestamp(bytes, "timestamp.json");
    REQUIRE_FALSE(parsed);
    CHECK(rule_of(parsed.error()) == rule);
  };
  refused(repository.snapshot_file(), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s["version"] = 0; }), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s["version"] = "1"; }), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s["spec_version"] = "2.0.0"; }), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s["expires"] = "tomorrow"; }), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s["meta"].erase("snapshot.json"); }), "tuf.timestamp.format");
  refused(changed(file, [](json& s) { s.erase("_type"); }), "tuf.timestamp.format");
  refused("[]", "tuf.timestamp.format");
  refused("{}", "tuf.timestamp.format");
  refused("", "json.syntax");
}

TEST_CASE("a metadata bomb is refused before it is built") {
  const TestRepository repository;
  const auto& file = repository.timestamp_file();
  const auto rule = [](const Bytes& bytes) {
    const auto parsed = tuf::parse_timestamp(bytes, "timestamp.json");
    REQUIRE_FALSE(parsed);
    return parsed.error().rule;
  };
  CHECK(rule(file + Bytes(100'000'000, ' ')) == "json.size");
  CHECK(rule(Bytes(2'000, '[')) == "json.depth");
  CHECK(rule(R"({"signed":{"version":1,"version":2},"signatures":[]})") == "json.duplicate_key");
  CHECK(rule(R"({"signed":{"version":1.5},"signatures":[]})") == "json.float");
  CHECK(rule(R"({"signed":{"version":9223372036854775807},"signatures":[]})") == "json.number");
  CHECK(rule("{\"signed\":\"\xC0\xAF\",\"signatures\":[]}") == "json.utf8");
}

TEST_CASE("more signatures than any role has keys are refused") {
  json document = json::parse(TestRepository().timestamp_file());
  const auto add = [&](int from, int to) {
    for (int i = from; i < to; ++i)
      document["signatures"].push_back({{"keyid", std::to_string(i)}, {"sig", ""}});
  };
  add(0, 50);
  CHECK(tuf::parse_timestamp(document.dump(), "timestamp.json"));
  add(50, 300);
  const auto parsed = tuf::parse_timestamp(document.dump(), "timestamp.json");
  CHECK_FALSE(parsed);
}

TEST_CASE("no delegated name leaves the metadata folder") {
  CHECK(tuf::metadata_file_name("content-lao-bao-hall") == "content-lao-bao-hall.json");
  CHECK(tuf::metadata_file_name("../../etc/passwd") == "..%2F..%2Fetc%2Fpasswd.json");
  CHECK(tuf::metadata_file_name("a?b#c\\") == "a%3Fb%23c%5C.json");
}

TEST_CASE("a signature is added without touching what was signed, and not twice") {
  tuf::Targets part;
  part.expires = test::test_time("2028-01-01T00:00:00Z");
  part.document["x-kept"] = "yes";
  const Bytes unsigned_file = tuf::write_metadata(part, {});
  const auto once = tuf::add_signature(unsigned_file, "c.json", test_key(1));
  REQUIRE(once);
  const auto twice = tuf::add_signature(*once, "c.json", test_key(1));
  REQUIRE(twice);
  CHECK(*once == *twice);
  const auto parsed = tuf::parse_targets(*twice, "c.json");
  REQUIRE(parsed);
  REQUIRE(parsed->signatures.size() == 1);
  CHECK(tuf::signature_holds(test_key(1).key, parsed->canonical, parsed->signatures[0].value));
  CHECK(parsed->signed_part.document.at("x-kept") == "yes");
  CHECK_FALSE(tuf::add_signature("{}", "c.json", test_key(1)));
}

TEST_CASE("a control character in metadata is signed as it is, and the file can be read by everybody") {
  tuf::Targets part;
  part.expires = test::test_time("2028-01-01T00:00:00Z");
  part.document["x-note"] = "first line\nsecond\fline \"and\" a \\";
  const auto file = tuf::write_metadata(part, {test_key(1)});
  const auto read = tuf::parse_targets(file, "targets.json");
  REQUIRE(read);
  CHECK(read->signed_part.document.at("x-note") == part.document["x-note"]);
  CHECK(tuf::signature_holds(test_key(1).key, read->canonical, read->signatures.at(0).value));
  const auto twice = tuf::add_signature(file, "targets.json", test_key(2));
  REQUIRE(twice);
  const auto again = tuf::parse_targets(*twice, "targets.json");
  REQUIRE(again);
  CHECK(again->canonical == read->canonical);
}
