#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "tests/content-sync/repository/publishing.h"

using namespace gatecast;
using namespace gatecast::test;
using std::chrono::days;
using std::chrono::hours;

namespace {

CutDisk made(const repository::NewRepository& how = plan()) {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/srv"));
  REQUIRE(repository::create_repository(disk, kRepository, how, test_time()));
  return disk;
}

constexpr repository::PassphraseCost kCheap{1, 8192};

struct Folder {
  Path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "gatecast-keys-XXXXXX").string();
    GATECAST_INVARIANT(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a new repository has the roles, thresholds and expiries of the design") {
  auto disk = made();
  const auto view = repository::read_repository(disk, kRepository, test_time());
  REQUIRE(view);
  const auto& root = view->trusted.root();
  CHECK(root.roles.at("root").threshold == 2);
  CHECK(root.roles.at("root").key_ids.size() == 3);
  CHECK(root.roles.at("targets").threshold == 2);
  CHECK(root.consistent_snapshot);
  CHECK(root.expires == test_time() + days(3 * 365));
  CHECK(view->trusted.timestamp()->expires == test_time() + days(45));
  CHECK(view->trusted.timestamp()->signed_at == test_time());
  CHECK_FALSE(view->trusted.is_demo());
  CHECK(repository::channels_of(*view) == std::vector<std::string>{kChannel});
  const auto& role = view->trusted.targets("targets")->delegations->roles.at(0);
  CHECK(role.is_terminating);
  CHECK(role.role.threshold == 2);
  CHECK(rule_of(repository::create_repository(disk, kRepository, plan(), test_time())) ==
        "repository.exists");
  CHECK(rule_of(repository::read_repository(disk, "/srv", test_time())) == "repository.missing");
}

TEST_CASE("a channel needs keys of two persons, a plain name, and no key twice") {
  CutDisk disk;
  const auto refused = [&](auto change) {
    auto how = plan();
    change(how.channels[0]);
    return rule_of(repository::create_repository(disk, kRepository, how, test_time()));
  };
  CHECK(refused([](auto& c) { c.editors.pop_back(); }) == "repository.editors");
  CHECK(refused([](auto& c) { c.editors[1].person = "lan"; }) == "repository.editors");
  CHECK(refused([](auto& c) { c.editors[1].person = ""; }) == "repository.editors");
  CHECK(refused([](auto& c) { c.editors[1].value = c.editors[0].value; }) == "repository.editors");
  CHECK(refused([](auto& c) { c.channel = "../hall"; }) == "repository.channel");
  CHECK(refused([](auto& c) { c.channel = ""; }) == "repository.channel");
}

TEST_CASE("the timestamp is signed again each hour, the snapshot only in its last 30 days") {
  auto disk = made();
  const auto refresh = [&](Instant now) {
    REQUIRE(repository::refresh_timestamp(disk, kRepository, plan().online, now));
    return *repository::read_repository(disk, kRepository, now);
  };
  const auto soon = refresh(test_time() + hours(1));
  CHECK(soon.trusted.timestamp()->version == 2);
  CHECK(soon.trusted.timestamp()->signed_at == test_time() + hours(1));
  CHECK(soon.trusted.snapshot()->version == 1);
  const auto later = refresh(test_time() + days(16));
  CHECK(later.trusted.timestamp()->version == 3);
  CHECK(later.trusted.snapshot()->version == 2);
  CHECK(later.trusted.snapshot()->expires == test_time() + days(61));
  CHECK(kiosk_sees(disk, test_time() + days(16)) == "0");
  // After a long stop of the server, and even when offline roles have expired.
  CHECK(refresh(test_time() + days(900)).trusted.timestamp()->version == 4);
}

TEST_CASE("editors are added, and taken off once a release no longer needs them") {
  auto disk = made();
  put_incoming(disk, {});
  REQUIRE(publish(disk));
  const auto set = [&](std::vector<tuf::Key> editors) {
    return rule_of(repository::set_editors(disk, kRepository, {kChannel, std::move(editors)},
                                           plan().targets_keys, plan().online, test_time()));
  };
  const auto lan = test_key(10, "lan").key;
  const auto somchai = test_key(11, "somchai").key;
  const auto khamla = test_key(20, "khamla").key;
  CHECK(set({lan, khamla}) == "repository.editors_signed");
  CHECK(set({lan}) == "repository.editors");
  CHECK(set({lan, somchai, khamla}) == "accepted");
  CHECK(kiosk_sees(disk) == "1");
  put_incoming(
      disk,
      {.version = 2, .number = 2, .salt = "b", .signers = {test_key(10, "lan"), test_key(20, "khamla")}});
  REQUIRE(publish(disk));
  CHECK(set({lan, khamla}) == "accepted");
  CHECK(kiosk_sees(disk) == "2");
  const auto view = repository::read_repository(disk, kRepository, test_time());
  CHECK(view->trusted.targets("targets")->delegations->keys.size() == 2);
  put_incoming(disk, {.version = 3, .number = 3, .salt = "c"});
  CHECK(rule_of(publish(disk)) == "tuf.delegated.threshold");

  auto one_key = plan();
  one_key.targets_keys.pop_back();
  CHECK(rule_of(repository::set_editors(disk, kRepository, {"la-lay-gate", {lan, khamla}},
                                        one_key.targets_keys, plan().online, test_time())) ==
        "tuf.targets.threshold");
  CHECK(rule_of(repository::set_editors(disk, kRepository, {"la-lay-gate", {lan, khamla}},
                                        plan().targets_keys, plan().online, test_time())) == "accepted");
  CHECK(repository::channels_of(*repository::read_repository(disk, kRepository, test_time())).size() == 2);
}

TEST_CASE("a demo repository says so in its root") {
  auto how = plan();
  how.is_demo = true;
  auto disk = made(how);
  CHECK(repository::read_repository(disk, kRepository, test_time())->trusted.is_demo());
}

TEST_CASE("a key file opens with its passphrase and with no other") {
  const auto key = test_key(10, "lan");
  const Bytes file =
      repository::write_key_file(key, {.purpose = "editor", .passphrase = "hoa phượng đỏ", .cost = kCheap});
  CHECK(file.find(to_hex(key.seed())) == Bytes::npos);
  const auto facts = repository::read_key_facts(file, "lan.key.json");
  REQUIRE(facts);
  CHECK(facts->needs_passphrase);
  CHECK(facts->key.person == "lan");
  CHECK(facts->key_id == key.id);
  const auto opened = repository::open_key_file(file, "lan.key.json", "hoa phượng đỏ");
  REQUIRE(opened);
  CHECK(tuf::sign("x", *opened) == tuf::sign("x", key));
  CHECK(rule_of(repository::open_key_file(file, "lan.key.json", "hoa phuong do")) == "key.passphrase");
  CHECK(rule_of(repository::open_key_file(file, "lan.key.json", std::nullopt)) == "key.passphrase");
  const Bytes twin =
      repository::write_key_file(key, {.purpose = "editor", .passphrase = "hoa phượng đỏ", .cost = kCheap});
  CHECK(twin != file);  // a salt of its own
}

TEST_CASE("an open key file is a demo's or a server's; a public one cannot sign") {
  const auto key = test_key(10, "lan");
  const Bytes demo = repository::write_key_file(key, {.purpose = "editor", .is_demo = true});
  CHECK(repository::read_key_facts(demo, "d")->is_demo);
  CHECK(repository::open_key_file(demo, "d", std::nullopt));
  const Bytes half = repository::write_public_key_file(key, "editor");
  CHECK_FALSE(repository::read_key_facts(half, "p")->is_private);
  CHECK(rule_of(repository::open_key_file(half, "p", std::nullopt)) == "key.public");
}

TEST_CASE("a damaged or hostile key file is refused") {
  const auto key = test_key(10, "lan");
  const auto bent = [&](auto change) {
    auto document = nlohmann::json::parse(
        repository::write_key_file(key, {.purpose = "editor", .passphrase = "long enough", .cost = kCheap}));
    change(document);
    return rule_of(repository::open_key_file(document.dump(), "k", "long enough"));
  };
  CHECK(bent([](auto&) {}) == "accepted");
  CHECK(bent([](auto& d) { d["public"] = test_key(11).key.value; }) == "key.format");
  CHECK(bent([](auto& d) { d["secret"]["memory_bytes"] = std::uint64_t{1} << 40U; }) == "key.format");
  CHECK(bent([](auto& d) { d["secret"]["operations"] = 1'000'000; }) == "key.format");
  CHECK(bent([](auto& d) { d["secret"]["box"] = "00"; }) == "key.format");
  CHECK(bent([](auto& d) { d["secret"]["salt"] = std::string(32, '0'); }) == "key.passphrase");
  CHECK(bent([](auto& d) { d["format"]["major"] = 2; }) == "key.format");
  CHECK(bent([](auto& d) { d.erase("secret"); }) == "key.format");
  CHECK(rule_of(repository::open_key_file("[]", "k", std::nullopt)) == "key.format");
}

TEST_CASE("a private key is written for its owner alone, and never over another") {
  const Folder folder;
  const Path path = folder.path / "keys" / "lan.key.json";
  const Bytes file = repository::write_key_file(test_key(10, "lan"),
                                                {.purpose = "editor", .passphrase = "p", .cost = kCheap});
  REQUIRE(repository::write_private_file(path, file));
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  REQUIRE(::stat(path.parent_path().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0700U);
  CHECK(rule_of(repository::write_private_file(path, file)) == "disk.exists");
  CHECK(rule_of(repository::read_key_bytes(path)) == "accepted");
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  CHECK(rule_of(repository::read_key_bytes(path)) == "key.permissions");
}

TEST_CASE("online keys are taken from a folder, each for its own purpose") {
  const Folder folder;
  CHECK(rule_of(repository::load_online_keys(folder.path)) == "disk.missing");
  for (const auto& [name, purpose] : {std::pair{"snapshot", "snapshot"}, std::pair{"timestamp", "snapshot"}})
    REQUIRE(repository::write_private_file(folder.path / (std::string(name) + ".key.json"),
                                           repository::write_key_file(test_key(6), {.purpose = purpose})));
  CHECK(rule_of(repository::load_online_keys(folder.path)) == "key.purpose");
}
