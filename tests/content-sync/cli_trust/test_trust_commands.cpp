// keys, sign, verify and inspect, as an editor and a technician type them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "content-sync/base/json_value.h"
#include "content-sync/repository/publish.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/process.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
using namespace gatecast::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

// A desk with demo keys, a repository and builds.
struct Desk {
  TemporaryFolder folder;
  SystemDisk disk;

  Desk() {
    REQUIRE(gatecast({"keys", "demo", "--repository", at("repo"), "--channel", "lao-bao-hall"}).exit_code ==
            0);
  }
  [[nodiscard]] std::string at(const std::string& name) const { return folder.path() + "/" + name; }
  [[nodiscard]] std::string key(const std::string& name) const {
    return at("data/gatecast/keys/demo/" + name + ".key.json");
  }
  ProcessResult gatecast(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), std::string(GATECAST_BIN_DIR) + "/gatecast");
    return test::run(arguments, {{"XDG_DATA_HOME", at("data")}});
  }
  void write(const Path& path, ByteView bytes) const {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    REQUIRE(file.good());
  }
  SampleRelease build(const std::string& name, std::int64_t number, const std::string& salt = {}) {
    auto sample = sample_release("lao-bao-hall", number, salt);
    const Bytes document = bundle::write_release(sample.release);
    const Path to = at(name);
    for (const auto& [hash, bytes] : sample.objects) write(store::object_path(to / "objects", hash), bytes);
    write(to / "release.json", document);
    write(to / "content-lao-bao-hall.json",
          repository::write_release_metadata("lao-bao-hall", 1, document, number, sample.release.created));
    return sample;
  }
  ProcessResult sign(const std::string& name, const std::string& key_file) const {
    return gatecast({"sign", at(name), "--key", key_file, "--active", at("repo"), "--yes"});
  }
  void publish(const std::string& name) {
    const auto online = repository::load_online_keys(at("data/gatecast/keys/demo"));
    REQUIRE(online);
    const auto published = repository::accept_publish(disk, at("repo"), at(name), "lao-bao-hall", *online,
                                                      SystemClock().now(), repository::TakeObjects::copy);
    REQUIRE(published);
  }
  void bend(const Path& path) {
    auto bytes = *read_file(disk, path, 1U << 24U);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write(path, bytes);
  }
};

}  // namespace

TEST_CASE("without a terminal the changes are listed and nothing is signed, unless --yes says so") {
  Desk desk;
  desk.build("one", 1);
  const auto metadata = desk.at("one/content-lao-bao-hall.json");
  const auto before = *read_file(desk.disk, metadata, 1U << 20U);
  const std::vector<std::string> sign{"sign",     desk.at("one"), "--key", desk.key("editor-lan"),
                                      "--active", desk.at("repo")};
  const auto asked = desk.gatecast(sign);
  CHECK(asked.exit_code == 2);
  CHECK_THAT(asked.out, Contains("Release 1 of lao-bao-hall (the first of this channel):"));
  CHECK_THAT(asked.err, Contains("[sign.unasked]") && Contains("--yes"));
  auto for_machines = sign;
  for_machines.emplace_back("--json");
  const auto told = desk.gatecast(for_machines);
  CHECK(told.exit_code == 2);
  const auto document = json::parse(told.out);
  CHECK(document.at("ok") == false);
  CHECK(document.at("errors").at(0).at("rule") == "sign.unasked");
  CHECK_FALSE(document.at("changes").empty());
  CHECK(*read_file(desk.disk, metadata, 1U << 20U) == before);
}

TEST_CASE("two editors sign a build; the first is told that another is needed") {
  Desk desk;
  desk.build("one", 1);
  const auto first = desk.sign("one", desk.key("editor-lan"));
  INFO(first.err);
  REQUIRE(first.exit_code == 0);
  CHECK_THAT(first.out, Contains("Release 1 of lao-bao-hall (the first of this channel):"));
  CHECK_THAT(first.out, Contains("Signed by Lan (demo)"));
  CHECK_THAT(first.out, Contains("1 of 2 signatures: another editor must sign too"));
  const auto unfinished = desk.gatecast({"verify", desk.at("one"), "--active", desk.at("repo")});
  CHECK(unfinished.exit_code == 1);
  CHECK_THAT(unfinished.err, Contains("tuf.delegated.threshold"));

  CHECK_THAT(desk.sign("one", desk.key("editor-lan")).out, Contains("1 of 2 signatures"));
  const auto second = desk.sign("one", desk.key("editor-khamla"));
  CHECK(second.exit_code == 0);
  CHECK_THAT(second.out, Contains("2 of 2 signatures: it can be published."));
  const auto finished = desk.gatecast({"verify", desk.at("one"), "--active", desk.at("repo")});
  INFO(finished.err);
  CHECK(finished.exit_code == 0);
  CHECK_THAT(finished.out, Contains("signed by Khamla (demo), Lan (demo)"));
}

TEST_CASE("signing lists what changes against the active release, and follows its version") {
  Desk desk;
  desk.build("one", 1);
  for (const auto* editor : {"editor-lan", "editor-khamla"})
    REQUIRE(desk.sign("one", desk.key(editor)).exit_code == 0);
  desk.publish("one");
  desk.build("two", 2, "b");
  const auto signed_two = desk.sign("two", desk.key("editor-lan"));
  INFO(signed_two.err);
  REQUIRE(signed_two.exit_code == 0);
  CHECK_THAT(signed_two.out, Contains("Release 2 of lao-bao-hall, against the active release 1:"));
  CHECK_THAT(signed_two.out, Contains("gate/welcome"));
  REQUIRE(desk.sign("two", desk.key("editor-khamla")).exit_code == 0);
  desk.publish("two");

  const auto old = desk.sign("one", desk.key("editor-lan"));
  CHECK(old.exit_code == 1);
  CHECK_THAT(old.err, Contains("this is release 1, and release 2 is active [sign.number]"));
}

TEST_CASE("a build that was signed on top of a release since replaced must be built again") {
  Desk desk;
  desk.build("one", 1);
  desk.build("two", 2, "b");
  REQUIRE(desk.sign("two", desk.key("editor-lan")).exit_code == 0);
  for (const auto* editor : {"editor-lan", "editor-khamla"})
    REQUIRE(desk.sign("one", desk.key(editor)).exit_code == 0);
  desk.publish("one");
  const auto late = desk.sign("two", desk.key("editor-khamla"));
  CHECK(late.exit_code == 1);
  CHECK_THAT(late.err, Contains("version 1 is signed already, but 2 comes next [sign.version]"));
}

TEST_CASE("a key that is no editor's, a public key and a damaged build do not sign") {
  Desk desk;
  const auto sample = desk.build("one", 1);
  const auto officer = desk.sign("one", desk.key("root-1"));
  CHECK(officer.exit_code == 1);
  CHECK_THAT(officer.err, Contains("sign.not_editor"));
  CHECK(desk.sign("one", desk.at("nothing.key.json")).exit_code == 3);
  CHECK(desk.sign("nothing", desk.key("editor-lan")).exit_code == 3);

  desk.bend(store::object_path(Path(desk.at("one")) / "objects", sample.release.objects.begin()->first));
  const auto damaged = desk.sign("one", desk.key("editor-lan"));
  CHECK(damaged.exit_code == 1);
  CHECK_THAT(damaged.err, Contains("store.piece"));
  desk.write(desk.at("one/release.json"), "{}");
  CHECK(desk.sign("one", desk.key("editor-lan")).exit_code == 1);
}

TEST_CASE("no text of a release can hide a change from the person who signs") {
  Desk desk;
  desk.build("escape", 1, "\x1B[2K\x1B[1A");  // refused when it is read
  CHECK(desk.sign("escape", desk.key("editor-lan")).exit_code == 1);
  desk.build("turned", 1, "\xE2\x80\xAE hidden");
  const auto turned = desk.sign("turned", desk.key("editor-lan"));
  INFO(turned.err);
  REQUIRE(turned.exit_code == 0);
  CHECK_THAT(turned.out, Contains("<U+202E> hidden"));
  CHECK(turned.out.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("verify names each damage of a repository") {
  Desk desk;
  const auto sample = desk.build("one", 1);
  for (const auto* editor : {"editor-lan", "editor-khamla"})
    REQUIRE(desk.sign("one", desk.key(editor)).exit_code == 0);
  desk.publish("one");
  const auto good = desk.gatecast({"verify", desk.at("repo")});
  INFO(good.out << good.err);
  CHECK(good.exit_code == 0);
  CHECK_THAT(good.out, Contains("DEMO keys") && Contains("lao-bao-hall: release 1") &&
                           Contains("Khamla (demo), Lan (demo)"));

  const auto& object = sample.release.objects.begin()->first;
  desk.bend(store::object_path(Path(desk.at("repo")) / "objects", object));
  const auto damaged = desk.gatecast({"verify", desk.at("repo")});
  CHECK(damaged.exit_code == 1);
  CHECK_THAT(damaged.err, Contains(object.hex()) && Contains("[store.piece]"));
  CHECK_THAT(damaged.out, Contains("1 fault."));
  const auto machine = desk.gatecast({"verify", desk.at("repo"), "--json"});
  CHECK(machine.exit_code == 1);
  const auto document = json::parse(machine.out);
  CHECK(document.at("ok") == false);
  CHECK(document.at("channels").at(0).at("signed_by").size() == 2);
  CHECK(document.at("errors").at(0).at("rule") == "store.piece");

  desk.bend(desk.at("repo/metadata/1.targets.json"));
  const auto unreadable = desk.gatecast({"verify", desk.at("repo")});
  CHECK(unreadable.exit_code == 1);
  CHECK_THAT(unreadable.err, Contains("targets.json"));
}

TEST_CASE("verify reads a kiosk's store from its root on, and says what is broken") {
  Desk desk;
  const auto sample = desk.build("one", 1);
  for (const auto* editor : {"editor-lan", "editor-khamla"})
    REQUIRE(desk.sign("one", desk.key(editor)).exit_code == 0);
  desk.publish("one");
  auto store = store::Store::open(desk.disk, desk.at("store"));
  REQUIRE(store);
  const auto take = [&](const std::string& path) {
    return *read_file(desk.disk, desk.at("repo/" + path), 1U << 24U);
  };
  CHECK(desk.gatecast({"verify", desk.at("store")}).exit_code == 0);
  const auto generation =
      store->write_generation({{"1.root.json", take("metadata/1.root.json")},
                               {"timestamp.json", take("metadata/timestamp.json")},
                               {"snapshot.json", take("metadata/2.snapshot.json")},
                               {"targets.json", take("metadata/1.targets.json")},
                               {"content-lao-bao-hall.json", take("metadata/1.content-lao-bao-hall.json")},
                               {"release.json", bundle::write_release(sample.release)}});
  REQUIRE(generation);
  for (const auto& [hash, bytes] : sample.objects)
    desk.write(store::object_path(store->objects(), hash), bytes);
  REQUIRE(store->activate(*generation));
  const auto good =
      desk.gatecast({"verify", desk.at("store"), "--root", desk.at("repo/metadata/1.root.json")});
  INFO(good.out << good.err);
  CHECK(good.exit_code == 0);
  CHECK_THAT(good.out, Contains("a kiosk's store") && Contains("generation 1 is active") &&
                           Contains("signed by Khamla (demo), Lan (demo)"));

  desk.bend(store::object_path(store->objects(), sample.release.objects.begin()->first));
  const auto damaged = desk.gatecast({"verify", desk.at("store")});
  CHECK(damaged.exit_code == 1);
  CHECK_THAT(damaged.err, Contains("[store.piece]"));
  desk.bend(desk.at("store/generations/1/release.json"));
  CHECK_THAT(desk.gatecast({"verify", desk.at("store")}).err, Contains("[tuf.target.hash]"));
}

TEST_CASE("demo keys are made once; asking again changes nobody's trust") {
  Desk desk;
  const auto root = *read_file(desk.disk, desk.at("repo/metadata/1.root.json"), 1U << 20U);
  const auto again =
      desk.gatecast({"keys", "demo", "--repository", desk.at("repo"), "--channel", "la-lay-gate"});
  CHECK(again.exit_code == 0);
  CHECK_THAT(again.out, Contains("Already there"));
  CHECK(*read_file(desk.disk, desk.at("repo/metadata/1.root.json"), 1U << 20U) == root);
  CHECK_THAT(desk.gatecast({"verify", desk.at("repo")}).out,
             Contains("channel la-lay-gate has no release yet"));
  const auto foreign =
      desk.gatecast({"keys", "demo", "--repository", desk.at("repo"), "--keys", desk.at("other")});
  CHECK(foreign.exit_code == 2);
  CHECK_THAT(foreign.err, Contains("belongs to other keys"));
  const auto listed = json::parse(desk.gatecast({"keys", "list", "--json"}).out);
  CHECK(listed.at("keys").size() == 11);  // the officer on duty and the feeds among them
}

TEST_CASE("an editor's own key is closed by a passphrase, which stands in no argument") {
  Desk desk;
  desk.write(desk.at("pass"), "hoa phượng đỏ\n");
  desk.write(desk.at("wrong"), "hoa phuong do\n");
  desk.write(desk.at("short"), "1234\n");
  CHECK(desk.gatecast({"keys", "new", "--person", "Lan", "--out", desk.at("s.key.json"), "--passphrase-file",
                       desk.at("short")})
            .exit_code == 2);
  for (const auto* person : {"Lan", "Khamla"}) {
    const auto made =
        desk.gatecast({"keys", "new", "--person", person, "--out", desk.at(std::string(person) + ".key.json"),
                       "--passphrase-file", desk.at("pass")});
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
  }
  const auto twice = desk.gatecast({"keys", "new", "--person", "Lan", "--out", desk.at("Lan.key.json"),
                                    "--passphrase-file", desk.at("pass")});
  CHECK(twice.exit_code == 2);
  CHECK_THAT(twice.err, Contains("never written over"));

  const auto here =
      test::run({"/bin/sh", "-c",
                 "cd " + desk.at("data") +
                     " && " GATECAST_BIN_DIR
                     "/gatecast keys new --person Lan --out here.key.json --passphrase-file ../pass"});
  CHECK(here.err.empty());
  CHECK(here.exit_code == 0);

  const auto given = desk.gatecast(
      {"keys", "editors", "--repository", desk.at("repo"), "--channel", "lao-bao-hall", "--editor",
       desk.at("Lan.pub.json"), desk.at("Khamla.pub.json"), "--targets-key", desk.key("targets-1"),
       desk.key("targets-2"), "--online-keys", desk.at("data/gatecast/keys/demo")});
  INFO(given.err);
  REQUIRE(given.exit_code == 0);
  desk.build("one", 1);
  const auto wrong = desk.gatecast({"sign", desk.at("one"), "--key", desk.at("Lan.key.json"), "--active",
                                    desk.at("repo"), "--passphrase-file", desk.at("wrong"), "--yes"});
  CHECK(wrong.exit_code == 1);
  CHECK_THAT(wrong.err, Contains("the passphrase is wrong, or the file was changed [key.passphrase]"));
  const auto right =
      desk.gatecast({"sign", desk.at("one"), "--key", desk.at("Lan.key.json"), "--active", desk.at("repo"),
                     "--passphrase-file", desk.at("pass"), "--json", "--yes"});
  CHECK(right.exit_code == 0);
  CHECK(json::parse(right.out).at("signed_by") == json::array({"Lan"}));
}

TEST_CASE("a ceremony makes a repository, and says where each key belongs") {
  Desk desk;
  desk.write(desk.at("pass"), "four unrelated words\n");
  for (const auto* person : {"Lan", "Khamla"})
    REQUIRE(desk.gatecast({"keys", "new", "--person", person, "--out",
                           desk.at(std::string(person) + ".key.json"), "--passphrase-file", desk.at("pass")})
                .exit_code == 0);
  const std::vector<std::string> ceremony{"keys",
                                          "ceremony",
                                          "--repository",
                                          desk.at("real"),
                                          "--keys",
                                          desk.at("real-keys"),
                                          "--officer",
                                          "Hoa",
                                          "Minh",
                                          "Thuy",
                                          "--channel",
                                          "lao-bao-hall",
                                          "--editor",
                                          desk.at("Lan.pub.json"),
                                          desk.at("Khamla.pub.json"),
                                          "--passphrase-file",
                                          desk.at("pass")};
  const auto made = desk.gatecast(ceremony);
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  CHECK_THAT(made.out, Contains("real-keys/hoa/  to Hoa") && Contains("into the kiosks' image"));
  const auto verified = desk.gatecast({"verify", desk.at("real")});
  CHECK(verified.exit_code == 0);
  CHECK_THAT(verified.out, !Contains("DEMO"));
  CHECK(desk.gatecast(ceremony).exit_code == 2);
  CHECK(desk.gatecast({"keys", "ceremony", "--repository", desk.at("r2"), "--keys", desk.at("k2"),
                       "--officer", "Hoa", "Minh", "Thuy", "--channel", "lao-bao-hall", "--editor",
                       desk.at("Lan.pub.json"), "--passphrase-file", desk.at("pass")})
            .exit_code == 2);
}

TEST_CASE("inspect says in plain words what any file is") {
  Desk desk;
  const auto sample = desk.build("one", 1);
  const auto words = [&](const std::string& file) {
    const auto result = desk.gatecast({"inspect", file});
    INFO(result.err);
    CHECK(result.exit_code == 0);
    return result.out;
  };
  CHECK_THAT(words(desk.at("repo/metadata/1.root.json")), Contains("root: 2 of 3 keys"));
  CHECK_THAT(words(desk.at("repo/metadata/1.targets.json")),
             Contains("content-lao-bao-hall for releases/lao-bao-hall.json: 2 of 2 persons"));
  CHECK_THAT(words(desk.at("repo/metadata/timestamp.json")), Contains("signed at 20"));
  CHECK_THAT(words(desk.at("repo/metadata/1.snapshot.json")), Contains("targets.json: version 1"));
  CHECK_THAT(words(desk.at("one/content-lao-bao-hall.json")),
             Contains("release 1") && Contains("not signed"));
  CHECK_THAT(words(desk.at("one/release.json")), Contains("Release 1 of channel lao-bao-hall"));
  CHECK_THAT(words(desk.key("editor-lan")), Contains("held by Lan (demo)") && Contains("a demo key"));
  const auto& object = sample.release.objects.begin()->second;
  CHECK_THAT(words(store::object_path(Path(desk.at("one")) / "objects", object.pieces).string()),
             Contains("Piece list"));
  desk.write(desk.at("other.json"), "{\"a\": 1}");
  const auto unknown = desk.gatecast({"inspect", desk.at("other.json")});
  CHECK(unknown.exit_code == 1);
  CHECK_THAT(unknown.err, Contains("none of Gatecast's files"));
  CHECK(desk.gatecast({"inspect", desk.at("nothing")}).exit_code == 3);
  CHECK(desk.gatecast({"verify", desk.folder.path()}).exit_code == 2);
  CHECK(desk.gatecast({"verify", desk.at("nothing")}).exit_code == 3);
}
