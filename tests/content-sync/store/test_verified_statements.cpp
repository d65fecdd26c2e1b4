#include <catch2/catch.hpp>

#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using store::load_verified_statements;

namespace {

const Path kFile = "/statements.json";

struct Heard {
  TestRepository repository;
  CutDisk disk;
  bundle::Release release = release_with_template();

  Heard() { add_officers(repository); }
  void put(const store::StatementFiles& files) {
    REQUIRE(write_file_durably(disk, kFile, store::write_statement_files(files)));
  }
  void put() { put(statement_files(repository)); }
  Result<store::VerifiedStatements> load(const store::Floor& floor = {},
                                         std::optional<Instant> now = std::nullopt) {
    return load_verified_statements(disk, kFile, repository.root_file(1), floor, now);
  }
  std::string rule(const store::Floor& floor = {}) {
    const auto loaded = load(floor);
    return loaded ? "accepted" : loaded.error().rule;
  }
};

}  // namespace

TEST_CASE("what an officer signed is heard, with his name, through a rotated root too") {
  Heard heard;
  say(heard.repository, {alert_statement(heard.release), recall_statement("trade/coffee", 1)});
  heard.repository.rotate("root");
  heard.put();
  const auto loaded = heard.load();
  REQUIRE(loaded);
  CHECK(loaded->statements.size() == 2);
  CHECK(loaded->refused.empty());
  CHECK(loaded->signers == std::vector<std::string>{"van"});
  CHECK(loaded->seen.role_versions.at("alert") == 2);
  CHECK(loaded->seen.root_version == 2);
}

TEST_CASE("an alert that nobody on duty signed is refused") {
  Heard heard;
  heard.repository.keys["alert"] = {test_key(51, "stranger")};
  say(heard.repository, {alert_statement(heard.release)});
  heard.put();
  CHECK(heard.rule() == "tuf.delegated.threshold");
  // Nor do two editors: their word is the release.
  heard.repository.keys["alert"] = heard.repository.keys["content-lao-bao-hall"];
  heard.repository.put_role("alert");
  heard.repository.publish_snapshot();
  heard.repository.publish_timestamp();
  heard.put();
  CHECK(heard.rule() == "tuf.delegated.threshold");
}

TEST_CASE(
    "changed bytes, missing bytes and names of other roles are refused one by one, and the others stand") {
  Heard heard;
  auto other = alert_statement(heard.release);
  other.id = "two";
  say(heard.repository, {alert_statement(heard.release), other});
  auto files = statement_files(heard.repository);
  files["alerts/two.json"].back() = ' ';
  heard.put(files);
  auto loaded = heard.load();
  REQUIRE(loaded);
  REQUIRE(loaded->statements.size() == 1);
  CHECK(loaded->statements[0].id == "one");
  REQUIRE(loaded->refused.size() == 1);
  CHECK(loaded->refused[0].rule == "tuf.target.hash");
  files.erase("alerts/two.json");
  heard.put(files);
  loaded = heard.load();
  REQUIRE(loaded);
  CHECK(loaded->refused.at(0).rule == "store.statements");

  // An officer's key names a release: the path is not given to his role.
  auto& part = heard.repository.targets["alert"];
  part.targets["releases/lao-bao-hall.json"] = tuf::target_file_of("{}");
  heard.repository.publish_role("alert");
  heard.repository.publish_snapshot();
  heard.repository.publish_timestamp();
  heard.put();
  loaded = heard.load();
  REQUIRE(loaded);
  CHECK(loaded->refused.at(0).rule == "tuf.target.role");
}

TEST_CASE("older statements, an older root and older delegations than were accepted here are refused") {
  Heard heard;
  say(heard.repository, {alert_statement(heard.release)});
  heard.put();
  const auto loaded = heard.load();
  REQUIRE(loaded);
  CHECK(heard.rule(loaded->seen) == "accepted");
  auto floor = loaded->seen;
  ++floor.role_versions["alert"];
  CHECK(heard.rule(floor) == "store.floor.role");
  floor = loaded->seen;
  ++floor.role_versions["targets"];
  CHECK(heard.rule(floor) == "store.floor.role");
  floor = loaded->seen;
  ++floor.root_version;
  CHECK(heard.rule(floor) == "store.floor.root");
}

TEST_CASE("of an expired officers' role only recalls are obeyed: taking away fails open") {
  Heard heard;
  heard.repository.targets["alert"].expires = test_time() - 1s;
  say(heard.repository, {alert_statement(heard.release), recall_statement("trade/coffee", 1)});
  heard.put();
  const auto loaded = heard.load({}, test_time());
  REQUIRE(loaded);
  REQUIRE(loaded->statements.size() == 1);
  CHECK(loaded->statements[0].kind == bundle::StatementKind::recall);
  CHECK(loaded->refused.at(0).rule == "tuf.delegated.expired");
}

TEST_CASE("a flood of statements is refused as a whole") {
  Heard heard;
  std::vector<bundle::Statement> many;
  for (std::size_t i = 0; i <= bundle::kMostStatements; ++i) {
    many.push_back(recall_statement("trade/coffee", 1));
    many.back().id = "recall-" + std::to_string(i);
  }
  say(heard.repository, many);
  heard.put();
  CHECK(heard.rule() == "alert.too_many");
}

TEST_CASE("a file that is no file of statements is refused, and a missing one is said to be missing") {
  Heard heard;
  CHECK(heard.rule() == "disk.missing");
  REQUIRE(write_file_durably(heard.disk, kFile, "{\"format\":2}"));
  CHECK(heard.rule() == "store.statements");
  heard.put({{"timestamp.json", heard.repository.timestamp_file()}});
  CHECK(heard.rule() == "store.statements");
  REQUIRE(write_file_durably(heard.disk, kFile, "\x7f"));
  CHECK(heard.rule().starts_with("json."));
}
