// The attacks of trust.md on what the agent fetches, each carried out against one running agent: what it was
// showing stays on, whole and verified, the status says which rule refused, and the next good release comes
// on.
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"
#include "tests/support/process.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::string kSync = std::string(GATECAST_BIN_DIR) + "/gatecast-sync";
const std::string kChannel = "lao-bao-hall";
const std::string kOther = "la-lay-gate";
const std::string kRole = "content-lao-bao-hall";

void write_file(const Path& path, ByteView bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// One kiosk's agent, that runs all the while, and the folder that its server serves.
class Gate {
 public:
  Gate() : repository_({kChannel, kOther}) {
    write_file(at("root.json"), repository_.root_file(1));
    publish_next();
    serve(repository_);
  }
  [[nodiscard]] Path at(const std::string& name) const { return Path(folder_.path()) / name; }
  TestRepository& good() { return repository_; }
  [[nodiscard]] std::int64_t number() const { return number_; }
  void publish_next() {
    ++number_;
    test::publish(repository_, number_);
  }
  // A repository under an attacker's hands, newer than anything before.
  TestRepository attacked() {
    repository_.timestamp.version += 10;
    repository_.snapshot.version += 10;
    return repository_;
  }
  // As a publisher writes: the timestamp last, by rename.
  void serve(const TestRepository& repository) const {
    const auto served = at("served");
    for (const auto& [path, bytes] : repository.files)
      if (path != "metadata/timestamp.json") write_file(served / path, bytes);
    write_file(at("timestamp.new"), repository.timestamp_file());
    fs::rename(at("timestamp.new"), served / "metadata/timestamp.json");
  }
  [[nodiscard]] std::vector<std::string> command(const std::string& name, const std::string& server) const {
    return {kSync,           name,        "--store", at("store"), "--server", server,    "--root",
            at("root.json"), "--channel", kChannel,  "--reserve", "1",        "--stall", "1"};
  }
  void start(const std::string& server = {}) {
    auto words = command("run", server.empty() ? at("served").string() : server);
    words.insert(words.end(), {"--poll", "1"});
    agent_.emplace(Process::start(words));
  }
  void stop() {
    agent_->signal(SIGTERM);
    CHECK(agent_->wait(std::chrono::seconds(20)).exit_code == 0);
    fs::remove(at("store/status.json"));  // so that what is waited for next is new
  }
  [[nodiscard]] json status() const {
    std::ifstream file(at("store/status.json"));
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  }
  // Until the status says so; the guard is against hangs only.
  [[nodiscard]] bool wait_for(const std::function<bool(const json&)>& holds) const {
    for (int i = 0; i < 3000; ++i) {
      if (const auto now = status(); now.is_object() && holds(now)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    UNSCOPED_INFO("the status is " << status().dump(1));
    return false;
  }
  [[nodiscard]] bool is_refused_by(const std::string& rule) const {
    return wait_for(
        [&](const json& now) { return now["refused"].is_object() && now["refused"]["rule"] == rule; });
  }
  [[nodiscard]] bool shows_next() const {
    return wait_for([&](const json& now) {
      return now["refused"].is_null() && now["release"].is_object() && now["release"]["number"] == number_;
    });
  }
  // What the player would find: the release that was on before, every object read through.
  void check_untouched() const {
    SystemDisk disk;
    const auto release =
        store::load_verified_release(disk, at("store/active"), repository_.root_file(1), kChannel, {});
    if (!release) FAIL(to_string(release.error()));
    CHECK(release->release->number == number_);
    for (const auto& [hash, object] : release->release->objects)
      CHECK(store::verify_object(disk, at("store/objects"), object));
    const auto now = status();
    CHECK(now["release"]["number"] == number_);
    CHECK_FALSE(now["refused"]["message"].get<std::string>().empty());
    CHECK_FALSE(fs::exists(at("escaped.json")));
  }

 private:
  TemporaryFolder folder_;
  TestRepository repository_;
  std::int64_t number_ = 0;
  std::optional<Process> agent_;
};

struct Attack {
  std::string name;
  std::string rule;
  std::function<void(TestRepository&)> carry_out;
};

// A release of the attacker's making, signed by whoever he has.
void publish_signed_by(TestRepository& repository, std::vector<SigningKey> signers,
                       const std::string& of = kChannel) {
  const auto kept = std::exchange(repository.keys[kRole], std::move(signers));
  const auto sample = sample_release(of, 900, "attack");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release(kChannel, bundle::write_release(sample.release), 900, objects);
  repository.keys[kRole] = kept;
}

// Other editors in targets, as a bribed pair of officers might write it.
void delegate_to(TestRepository& repository, const std::vector<SigningKey>& signers) {
  auto& entry = repository.delegated(kRole);
  entry.role = tuf::make_role(repository.targets["targets"].delegations->keys, signers, 2);
  repository.publish_role("targets");
  publish_signed_by(repository, signers);
}

// No two with the same rule follow one another: each must show in the status.
std::vector<Attack> attacks() {
  return {
      {"arbitrary installation: keys that nobody named", "tuf.delegated.threshold",
       [](TestRepository& r) {
         publish_signed_by(r, {test_key(900, "lan"), test_key(901, "somchai")});
       }},
      {"one person signing with two keys", "tuf.delegated.persons",
       [](TestRepository& r) {
         delegate_to(r, {test_key(910, "lan"), test_key(911, "lan")});
       }},
      {"one key under two ids", "tuf.delegated.threshold",
       [](TestRepository& r) {
         auto twin = test_key(912, "somchai");
         twin.id = "another-id";
         delegate_to(r, {test_key(912, "lan"), twin});
       }},
      {"wrong software: another channel's release under this one's name", "store.channel",
       [](TestRepository& r) { publish_signed_by(r, r.keys[kRole], kOther); }},
      {"key compromise below the threshold: one editor", "tuf.delegated.threshold",
       [](TestRepository& r) { publish_signed_by(r, {r.keys[kRole][0]}); }},
      {"extraneous dependencies: another agency's role speaks for this channel", "tuf.target.unknown",
       [](TestRepository& r) {
         auto& mine = r.targets[kRole].targets;
         r.targets["content-" + kOther].targets = mine;
         mine.clear();
         r.publish_role(kRole);
         r.publish_role("content-" + kOther);
         r.publish_snapshot();
         r.publish_timestamp();
       }},
      {"mix and match: older metadata of the channel under a new snapshot", "tuf.delegated.length",
       [](TestRepository& r) {
         publish_signed_by(r, r.keys[kRole]);
         const auto version = std::to_string(r.targets[kRole].version);
         auto old = r.targets[kRole];
         old.targets.clear();
         r.files["metadata/" + version + "." + kRole + ".json"] = tuf::write_metadata(old, r.keys[kRole]);
       }},
      {"malicious mirror: another document under the release's name", "tuf.target.hash",
       [](TestRepository& r) {
         publish_signed_by(r, r.keys[kRole]);
         const auto& target = r.targets[kRole].targets["releases/" + kChannel + ".json"];
         auto& document =
             r.files["targets/releases/" + target.hashes.at("sha256") + "." + kChannel + ".json"];
         document[document.size() / 2] = static_cast<char>(document[document.size() / 2] ^ 1);
       }},
      {"wrong bytes in the middle of a large object", "store.piece",
       [](TestRepository& r) {
         auto sample = sample_release(kChannel, 900, "attack");
         const auto large = add_object(sample, Bytes(300'000, 'x') + Bytes(300'000, 'y'), "video/mp4");
         std::vector<Bytes> objects;
         for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
         r.publish_release(kChannel, bundle::write_release(sample.release), 900, objects);
         r.files["objects/" + large.hex().substr(0, 2) + "/" + large.hex()][300'000] ^= 1;
       }},
      {"endless data: a timestamp of 100 MB", "fetch.too_long",
       [](TestRepository& r) { r.files["metadata/timestamp.json"] = Bytes(100'000'000, ' '); }},
      {"a metadata bomb: depth", "json.depth",
       [](TestRepository& r) { r.files["metadata/timestamp.json"] = Bytes(8'000, '['); }},
      {"a metadata bomb: one key twice", "json.duplicate_key",
       [](TestRepository& r) {
         r.files["metadata/timestamp.json"] = R"({"signed":{},"signed":{},"signatures":[]})";
       }},
      {"a metadata bomb: bytes that are no text", "json.utf8",
       [](TestRepository& r) { r.files["metadata/timestamp.json"] = "{\"signed\":\"\xFF\xFE\"}"; }},
      {"indefinite freeze: a timestamp that expired", "tuf.timestamp.expired",
       [](TestRepository& r) {
         r.publish_snapshot();
         r.timestamp.expires = test_time("2026-11-20T00:00:00Z");
         r.publish_timestamp();
       }},
      {"a root by one officer alone", "tuf.root.threshold",
       [](TestRepository& r) {
         r.keys["root"] = {r.keys["root"][0]};
         r.publish_root();
       }},
  };
}

}  // namespace

TEST_CASE("each attack on what is fetched is refused by its rule, and what was on stays on") {
  Gate gate;
  gate.start();
  REQUIRE(gate.shows_next());
  for (const auto& attack : attacks()) {
    INFO(attack.name);
    auto repository = gate.attacked();
    attack.carry_out(repository);
    gate.good().timestamp.version = std::max(gate.good().timestamp.version, repository.timestamp.version);
    gate.good().snapshot.version = std::max(gate.good().snapshot.version, repository.snapshot.version);
    for (const auto& [role, part] : repository.targets) {
      if (gate.good().targets[role].version >= part.version) continue;
      gate.good().targets[role].version = part.version;
      gate.good().publish_role(role);
    }
    gate.serve(repository);
    CHECK(gate.is_refused_by(attack.rule));
    gate.check_untouched();
    fs::remove(gate.at("served/metadata/2.root.json"));
  }
  const auto told = run(gate.command("status", gate.at("served").string()));
  CHECK(told.exit_code == 1);
  CHECK_THAT(told.out, Catch::Matchers::Contains("section"));
  gate.publish_next();
  gate.serve(gate.good());
  CHECK(gate.shows_next());
  gate.stop();
}

TEST_CASE("rollback, fast-forward and a root chain cut back, against a running agent") {
  Gate gate;
  gate.start();
  REQUIRE(gate.shows_next());
  const auto old = gate.good();
  gate.publish_next();
  gate.serve(gate.good());
  REQUIRE(gate.shows_next());
  SECTION("rollback, also when the agent's own metadata were deleted") {
    gate.serve(old);
    CHECK(gate.is_refused_by("tuf.timestamp.rollback"));
    gate.check_untouched();
    gate.stop();
    for (const auto* name : {"timestamp.json", "snapshot.json", "targets.json"})
      fs::remove(gate.at("store/trusted") / name);
    gate.start();
    CHECK(gate.is_refused_by("tuf.timestamp.rollback"));
    gate.check_untouched();
  }
  SECTION("fast-forward by stolen online keys, and the way back by new ones") {
    auto attacked = gate.good();
    attacked.timestamp.version = attacked.snapshot.version = 9'007'199'254'740'000;
    attacked.publish_snapshot();
    attacked.publish_timestamp();
    gate.serve(attacked);
    CHECK(gate.wait_for([](const json&) { return true; }));
    REQUIRE(gate.wait_for([&](const json&) {
      std::ifstream file(gate.at("store/trusted/timestamp.json"));
      return std::string(std::istreambuf_iterator<char>(file), {}).find("90071992547400") !=
             std::string::npos;
    }));
    gate.publish_next();
    gate.serve(gate.good());
    CHECK(gate.is_refused_by("tuf.timestamp.rollback"));
    gate.good().rotate("snapshot");
    gate.good().rotate("timestamp");
    gate.serve(gate.good());
    CHECK(gate.shows_next());
  }
  SECTION("a root chain cut back, at the server and on the disk") {
    gate.good().rotate("root");
    gate.publish_next();
    gate.serve(gate.good());
    REQUIRE(gate.shows_next());
    gate.stop();
    fs::remove(gate.at("served/metadata/2.root.json"));
    fs::remove(gate.at("store/trusted/root/2.root.json"));
    gate.start();
    CHECK(gate.is_refused_by("tuf.root.rollback"));
    gate.check_untouched();
  }
  gate.stop();
}

TEST_CASE("a folder with links in it, as on a stick, is not followed out of itself") {
  Gate gate;
  gate.start();
  REQUIRE(gate.shows_next());
  auto attacked = gate.attacked();
  publish_signed_by(attacked, attacked.keys[kRole]);
  const auto version = std::to_string(attacked.targets[kRole].version);
  const auto name = "metadata/" + version + "." + kRole + ".json";
  write_file(gate.at("elsewhere.json"), attacked.files.at(name));
  attacked.files.erase(name);
  fs::create_symlink(gate.at("elsewhere.json"), gate.at("served") / name);
  gate.serve(attacked);
  CHECK(gate.is_refused_by("fetch.answer"));
  gate.check_untouched();
  gate.stop();
}

TEST_CASE("names that lead upwards write nothing outside the store") {
  Gate gate;
  gate.start();
  REQUIRE(gate.shows_next());
  auto attacked = gate.attacked();
  auto& top = attacked.targets["targets"];
  const std::string evil = "../../../escaped";
  attacked.keys[evil] = {test_key(920, "lan"), test_key(921, "somchai")};
  tuf::DelegatedRole entry;
  entry.name = evil;
  entry.role = tuf::make_role(top.delegations->keys, attacked.keys[evil], 2);
  entry.paths = {"releases/*"};
  top.delegations->roles.insert(top.delegations->roles.begin(), entry);
  attacked.targets[evil].expires = top.expires;
  attacked.publish_role("targets");
  attacked.put_role(evil);
  publish_signed_by(attacked, attacked.keys[kRole]);
  gate.serve(attacked);
  // Two bribed officers may name such a role; the agent asks it and keeps it under a quoted name. The player
  // does not take a release that another role could have spoken for.
  CHECK(gate.is_refused_by("store.no_release"));
  CHECK(fs::exists(gate.at("store/trusted/..%2F..%2F..%2Fescaped.json")));
  gate.check_untouched();  // nor is there an escaped.json beside the store
  gate.stop();
}

TEST_CASE("slow retrieval: a server that stops in the middle is left, and the screen's release stays") {
  Gate gate;
  gate.start();
  REQUIRE(gate.shows_next());
  gate.stop();
  const int port = free_loopback_port();
  const auto slow = Process::start({"python3", "-c",
                                    "import socket,sys,time\n"
                                    "s=socket.create_server(('127.0.0.1',int(sys.argv[1])))\n"
                                    "kept=[]\n"
                                    "while True:\n"
                                    "  c,_=s.accept(); c.recv(4096); kept.append(c)\n"
                                    "  c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 400\\r\\n\\r\\n{')\n",
                                    std::to_string(port)});
  gate.start("http://127.0.0.1:" + std::to_string(port));
  CHECK(gate.wait_for([](const json& now) {
    return now["refused"].is_object() && now["refused"]["rule"] == "fetch.stalled";
  }));
  gate.check_untouched();
  gate.stop();
}

TEST_CASE("a clock of 2099 and one of 1970 expire nothing, and nothing that they said remains") {
  Gate gate;
  for (const auto* time : {"@2099-01-01 08:00:00", "@1971-01-01 08:00:00", "@2026-11-22 08:00:00"}) {
    INFO(time);
    gate.publish_next();
    gate.serve(gate.good());
    const auto result =
        run(gate.command("once", gate.at("served").string()),
            {{"FAKETIME", time}, {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}, {"LD_PRELOAD", GATECAST_FAKETIME}});
    INFO(result.err);
    CHECK(result.exit_code == 0);
    CHECK(gate.shows_next());
    CHECK(gate.status()["time"]["verification_time"].get<std::string>().substr(0, 7) == "2026-11");
  }
}
