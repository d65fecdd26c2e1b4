// What goes along with "look now": all that a kiosk would ask for next, and nothing that it has.
#include <catch2/catch.hpp>

#include "content-sync/server/news.h"
#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using Names = std::vector<std::string>;

namespace {

struct Served {
  TestRepository repository;
  CutDisk disk;
  Served() { add_officers(repository); }

  Names told(const server::KnownVersions& known) {
    for (const auto& [path, bytes] : repository.files) {
      REQUIRE(make_directories(disk, (Path("/r") / path).parent_path()));
      REQUIRE(write_file_durably(disk, Path("/r") / path, bytes));
    }
    const auto body = server::news_for(disk, "/r", repository.timestamp_file(), known);
    if (body.empty()) return {};
    const auto files = store::parse_role_files(body, "x/wait");
    REQUIRE(files);
    Names names;
    for (const auto& [name, bytes] : *files) {
      CHECK(bytes == repository.file(name));
      names.push_back(name);
    }
    return names;
  }
};

}  // namespace

TEST_CASE("an officer's word goes along whole, to who lacks it") {
  Served served;
  const auto before = served.repository.snapshot.version;
  const auto spoken = served.repository.targets[store::kAlertRole].version;
  say(served.repository, {recall_statement("film/one", 1)});
  const auto snapshot = served.repository.snapshot.version;
  const auto alert = served.repository.targets[store::kAlertRole].version;
  const auto text = [](auto number) { return std::to_string(number); };

  const auto whole = served.told({1, 1, before, spoken});
  REQUIRE(whole.size() == 4);
  CHECK(whole[0] == "metadata/" + text(alert) + ".alert.json");
  CHECK(whole[1] == "metadata/" + text(snapshot) + ".snapshot.json");
  CHECK(whole[2] == "metadata/timestamp.json");
  CHECK(whole[3].starts_with("targets/alerts/"));
  CHECK(served.told({1, 1, before, alert}) ==
        Names{"metadata/" + text(snapshot) + ".snapshot.json", "metadata/timestamp.json"});
  CHECK(served.told({1, 1, snapshot, alert}) == Names{"metadata/timestamp.json"});
  // Who does not say which root it has is an older program, and is told by the status alone.
  CHECK(served.told({1, 0, before, spoken}).empty());
}

TEST_CASE("roots that a kiosk lacks go along, so that none need be asked for") {
  Served served;
  served.repository.rotate("timestamp");
  served.repository.rotate("snapshot");
  served.repository.publish_snapshot();
  served.repository.publish_timestamp();
  const auto told = served.told({1, 1, served.repository.snapshot.version, 0});
  CHECK(told == Names{"metadata/2.root.json", "metadata/3.root.json", "metadata/timestamp.json"});
}

TEST_CASE("a name that leads out of the folder is not followed, and large files stay where they are") {
  Served served;
  auto& role = served.repository.targets[store::kAlertRole];
  const Bytes large(200'000, 'x');
  served.repository.files["targets/alerts/" + sha256(large).hex() + ".large.json"] = large;
  role.targets["alerts/large.json"] = tuf::target_file_of(large);
  const Bytes secret = "secret";
  REQUIRE(write_file_durably(served.disk, "/" + sha256(secret).hex() + ".secret.json", secret));
  role.targets["alerts/../../../secret.json"] = tuf::target_file_of(secret);
  served.repository.publish_role(store::kAlertRole);
  served.repository.publish_snapshot();
  served.repository.publish_timestamp();
  CHECK(served.told({1, 1, 1, 1}).size() == 3);
}
