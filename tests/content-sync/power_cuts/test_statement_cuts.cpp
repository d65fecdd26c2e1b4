// The power is cut before every operation by which an agent stores what officers on duty say: the kiosk then
// has the old statements or the new ones, verified, never neither.
#include <catch2/catch.hpp>
#include <set>

#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Path kDutyStore = "/store";

updater::UpdateOptions duty_options(const TestRepository& repository) {
  updater::UpdateOptions options;
  options.channel = "lao-bao-hall";
  options.pinned_root = repository.root_file(1);
  options.now = repository.now;
  options.reserve_bytes = 0;
  return options;
}

Status hear_duty(Disk& disk, const TestRepository& repository) {
  GATECAST_TRY(auto store, store::Store::open(disk, kDutyStore));
  RepositoryFetcher fetcher(repository.files);
  GATECAST_TRY(const auto heard, updater::update_statements(store, fetcher, duty_options(repository)));
  CHECK(heard.timestamp_version == repository.timestamp.version);
  return {};
}

// Ids of what is heard; "refused: rule" where it cannot be verified; "nothing" before the first.
std::string heard_on(CutDisk& disk, const TestRepository& repository) {
  const Path file = kDutyStore / store::kStatementFile;
  const auto status = disk.status(file);
  if (!status || status->kind == FileKind::missing) return "nothing";
  const auto loaded = store::load_verified_statements(disk, file, repository.root_file(1), {});
  if (!loaded) return "refused: " + loaded.error().rule;
  std::string ids;
  for (const auto& statement : loaded->statements) ids += statement.id + ";";
  for (const auto& error : loaded->refused) ids += "refused: " + error.rule + ";";
  return ids;
}

struct Cuts {
  const TestRepository& repository;
  std::set<std::string> allowed;
  std::set<std::string> seen;
  int operations = 0;
  std::vector<std::string> violations;

  void cut(const CutDisk& disk, const std::string& operation) {
    for (int seed = 0; seed < 4; ++seed) {
      auto left = disk.after_cut(seed == 0   ? CutMode::all_lost
                                 : seed == 1 ? CutMode::all_kept
                                             : CutMode::random,
                                 static_cast<std::uint64_t>(operations * 10 + seed));
      const auto on = heard_on(left, repository);
      seen.insert(on);
      if (!allowed.contains(on)) violations.push_back(on + " (cut before: " + operation + ")");
    }
  }
  void run(CutDisk& disk) {
    disk.before_each = [&](const std::string& operation) {
      ++operations;
      cut(disk, operation);
    };
    CHECK(hear_duty(disk, repository));
    disk.before_each = nullptr;
    cut(disk, "the end");
  }
};

void explore(CutDisk& disk, Cuts& cuts, TestRepository& repository) {
  const auto release = release_with_template();
  say(repository, {alert_statement(release)});
  cuts.allowed = {"nothing", "one;"};
  cuts.run(disk);
  auto second = alert_statement(release);
  second.id = "two";
  repository.rotate("timestamp");  // a new root comes along
  say(repository, {second, recall_statement("trade/coffee", 1)});
  cuts.allowed = {"one;", "recall-one;two;"};
  cuts.seen.clear();
  cuts.run(disk);
}

}  // namespace

TEST_CASE("a power cut while an officer's word is stored leaves the old or the new one, never neither") {
  TestRepository repository;
  add_officers(repository);
  CutDisk disk;
  Cuts cuts{repository, {}, {}, 0, {}};
  explore(disk, cuts, repository);
  for (const auto& violation : cuts.violations) UNSCOPED_INFO(violation);
  CHECK(cuts.violations.empty());
  CHECK(cuts.operations > 20);
  CHECK(cuts.seen.size() == 2);  // both were met
}

TEST_CASE("the test of cuts under officers' words notices each sync that is left out") {
  for (const char* omitted : {"sync /store/statements.json.new", "sync directory /store"}) {
    TestRepository repository;
    add_officers(repository);
    CutDisk disk;
    disk.forgets_sync = [&](const std::string& name) { return name == omitted; };
    Cuts cuts{repository, {}, {}, 0, {}};
    explore(disk, cuts, repository);
    // After the end only the new one may be there; a forgotten sync leaves the old one, or half of it.
    auto left = disk.after_cut(CutMode::all_lost, 1);
    INFO(omitted);
    CHECK((!cuts.violations.empty() || heard_on(left, repository) != "recall-one;two;"));
  }
}

TEST_CASE("officers' words come ahead of content, and a download that fails keeps none of them away") {
  TestRepository repository;
  add_officers(repository);
  publish(repository, 1);
  say(repository, {alert_statement(release_with_template())});
  CutDisk disk;
  auto store = store::Store::open(disk, kDutyStore);
  REQUIRE(store);
  RepositoryFetcher fetcher(repository.files);
  fetcher.tamper = [](const std::string& path, Bytes bytes) {
    return path.starts_with("objects/") ? Bytes() : bytes;
  };
  bool was_told = false;
  auto options = duty_options(repository);
  options.on_statements = [&](const auto& told) { was_told = told && told->is_new; };
  CHECK_FALSE(updater::run_update(*store, fetcher, options));
  CHECK(was_told);
  CHECK(heard_on(disk, repository) == "one;");
  const auto asked = fetcher.asked;
  const auto first = [&](const std::string& prefix) {
    return std::find_if(asked.begin(), asked.end(),
                        [&](const auto& path) { return path.starts_with(prefix); }) -
           asked.begin();
  };
  CHECK(first("targets/alerts/") < first("targets/releases/"));
  CHECK(first("targets/alerts/") < first("objects/"));
}

TEST_CASE("nothing is written while nothing new is said, and a wrong word leaves the one that stands") {
  TestRepository repository;
  add_officers(repository);
  say(repository, {alert_statement(release_with_template())});
  CutDisk disk;
  REQUIRE(hear_duty(disk, repository));
  repository.refresh_timestamp(repository.now + std::chrono::hours(1));
  bool is_written = false;
  disk.before_each = [&](const std::string& operation) {
    is_written = is_written || operation.find("statements.json") != std::string::npos;
  };
  REQUIRE(hear_duty(disk, repository));
  CHECK_FALSE(is_written);
  disk.before_each = nullptr;
  repository.keys["alert"] = {test_key(51, "stranger")};
  say(repository, {});
  auto store = store::Store::open(disk, kDutyStore);
  RepositoryFetcher fetcher(repository.files);
  const auto refused = updater::update_statements(*store, fetcher, duty_options(repository));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "tuf.delegated.threshold");
  CHECK(heard_on(disk, repository) == "one;");
}

TEST_CASE("a recall reaches a kiosk even when the officers' role has expired") {
  TestRepository repository;
  add_officers(repository);
  repository.targets["alert"].expires = repository.now - std::chrono::seconds(1);
  say(repository, {recall_statement("trade/coffee", 1)});
  CutDisk disk;
  const auto heard = hear_duty(disk, repository);
  INFO((heard ? std::string() : to_string(heard.error())));
  REQUIRE(heard);
  CHECK(heard_on(disk, repository) == "recall-one;");
}
