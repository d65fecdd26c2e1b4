// Each fault is made for real: sockets on the loopback, files and their modes, locks, clocks, other keys.
#include "tests/content-sync/doctor/examined.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::test;
namespace fs = std::filesystem;

TEST_CASE("a kiosk that is well has no finding") {
  Examined kiosk;
  CHECK(rules_of(kiosk.examine()) == Rules{});
  CHECK(doctor::summary({}, doctor::Language::both).find("All is well") != std::string::npos);
}

TEST_CASE("a server that is not there, is silent, or has a name that nobody knows, is told apart") {
  Examined kiosk;
  kiosk.config.server = "http://127.0.0.1:" + std::to_string(free_loopback_port());
  CHECK(rules_of(kiosk.examine()) == Rules{"network.refused"});

  // A socket whose queue is full answers nothing more.
  const int full = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(full, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(full, 0) == 0);
  socklen_t length = sizeof address;
  REQUIRE(::getsockname(full, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  std::vector<int> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    (void)::connect(waiting.back(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  kiosk.config.server = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  const auto silent = rules_of(kiosk.examine());
  for (const int one : waiting) ::close(one);
  ::close(full);
  // Where this machine has no network at all, that is the cause which is told.
  REQUIRE(silent.size() == 1);
  CHECK((silent[0] == "network.unreachable" || silent[0] == "network.no_link" ||
         silent[0] == "network.no_address" || silent[0] == "network.no_route"));
  kiosk.config.server = "gopher://gate.example.vn";
  CHECK(rules_of(kiosk.examine()) == Rules{"network.answer"});
}

TEST_CASE("a captive portal is told from a wrong address and from nonsense") {
  Examined kiosk;
  const std::string page = "<!DOCTYPE html><html>Log in</html>";
  const auto tell = [&](std::string reply) {
    kiosk.serve([reply = std::move(reply)](const std::string&) { return reply; });
    return rules_of(kiosk.examine());
  };
  CHECK(tell(answer("200 OK", "Content-Type: text/html\r\n" + length(page), page)) ==
        Rules{"network.portal"});
  CHECK(tell(answer("302 Found", "Location: http://10.0.0.1/login\r\nContent-Length: 0\r\n", "")) ==
        Rules{"network.portal"});
  CHECK(tell(answer("511 Network Authentication Required", "Content-Length: 0\r\n", "")) ==
        Rules{"network.portal"});
  CHECK(tell(answer("404 Not Found", "Content-Length: 0\r\n", "")) == Rules{"server.no_repository"});
  CHECK(tell(answer("200 OK", "Content-Length: 2\r\n", "{}")) == Rules{"network.answer"});
  CHECK(tell(answer("500 Oops", "Content-Length: 0\r\n", "")) == Rules{"network.answer"});
  CHECK(tell("") == Rules{"network.answer"});
}

TEST_CASE("a certificate that nobody vouches for is told as such") {
  if (!fs::exists("/usr/bin/openssl")) {
    WARN("no openssl here: skipped");
    return;
  }
  Examined kiosk;
  const auto at = [&](const char* name) { return (kiosk.base / name).string(); };
  REQUIRE(run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
               "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", at("key.pem"), "-out",
               at("certificate.pem"), "-days", "1", "-subj", "/CN=127.0.0.1"})
              .exit_code == 0);
  const auto port = std::to_string(free_loopback_port());
  const auto server = Process::start({"/usr/bin/openssl", "s_server", "-accept", "127.0.0.1:" + port, "-key",
                                      at("key.pem"), "-cert", at("certificate.pem"), "-www"});
  kiosk.config.server = "https://127.0.0.1:" + port;
  Rules rules{"network.refused"};
  for (int i = 0; i < 100 && rules == Rules{"network.refused"}; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    rules = rules_of(kiosk.examine());
  }
  CHECK(rules == Rules{"network.tls"});
}

TEST_CASE("another root at the server, and keys that do not follow from the kiosk's, are found") {
  Examined kiosk;
  TestRepository other({"lao-bao-hall"}, test_time("2026-11-21T09:00:00Z"));
  publish(other, 1);
  kiosk.serve([&](const std::string& request) { return served(other.files, request); });
  auto findings = kiosk.examine();
  REQUIRE(rules_of(findings) == Rules{"root.other"});
  // Both numbers stand there, as the record of the key ceremony groups them.
  const auto hex = sha256(kiosk.repository.root_file(1)).hex();
  CHECK(findings[0].what.vi.find(hex.substr(0, 4) + " " + hex.substr(4, 4)) != std::string::npos);

  TestRepository wrong;
  publish(wrong, 1);
  wrong.keys["timestamp"] = {test_key(77)};
  wrong.put_timestamp();
  kiosk.serve([&](const std::string& request) { return served(wrong.files, request); });
  CHECK(rules_of(kiosk.examine()) == Rules{"root.broken_chain"});
}

TEST_CASE("a server whose roots were exchanged lawfully is no finding") {
  Examined kiosk;
  kiosk.repository.rotate("root");
  kiosk.repository.rotate("timestamp");
  kiosk.repository.publish_timestamp();
  CHECK(rules_of(kiosk.examine()) == Rules{});
}

TEST_CASE("a root that is missing, unreadable, damaged, or not the store's, is found") {
  Examined kiosk;
  fs::permissions(kiosk.config.root, fs::perms::owner_read);
  CHECK(rules_of(kiosk.examine()) == Rules{"root.unreadable"});
  fs::permissions(kiosk.config.root, fs::perms(0644));
  CHECK(rules_of(kiosk.examine()) == Rules{});

  const auto bytes = read_file(kiosk.disk, kiosk.config.root, 1 << 20).value();
  kiosk.write(kiosk.config.root, "{\"signed\": ");
  CHECK(rules_of(kiosk.examine()).front() == "root.invalid");
  fs::remove(kiosk.config.root);
  CHECK(rules_of(kiosk.examine()).front() == "root.missing");
  kiosk.write(kiosk.config.root, bytes);

  TestRepository other({"lao-bao-hall"}, test_time("2026-11-21T09:00:00Z"));
  kiosk.write(kiosk.config.root, other.root_file(1));
  const auto rules = rules_of(kiosk.examine());
  CHECK(rules.front() == "root.store");
  CHECK(doctor::has(kiosk.examine(), "root.other"));
}

TEST_CASE("a clock behind what signatures prove is found, and one of 2099") {
  Examined kiosk;
  kiosk.clock.system = test_time("1970-01-01T00:03:00Z");
  CHECK(rules_of(kiosk.examine()) == Rules{"clock.behind"});
  kiosk.clock.system = test_time("2026-11-21T06:00:00Z");
  CHECK(rules_of(kiosk.examine()) == Rules{"clock.behind"});
  kiosk.clock.system = test_time("2099-01-01T00:00:00Z");
  const auto rules = rules_of(kiosk.examine());
  CHECK(rules.front() == "clock.ahead");
}

TEST_CASE("a server that signs no more is found once its word is a day old") {
  Examined kiosk;
  kiosk.clock.pass(std::chrono::hours(23));
  CHECK(rules_of(kiosk.examine()) == Rules{});
  kiosk.clock.pass(std::chrono::hours(2));
  CHECK(rules_of(kiosk.examine()) == Rules{"server.stale"});
}

TEST_CASE("a channel for which nothing is published is found, with those that are") {
  Examined kiosk;
  kiosk.config.channel = "la-lay-gate";
  REQUIRE(!kiosk.update());
  // The status knows it without the network, from the agent's note.
  auto known = agent::kiosk_of(agent::observe(kiosk.disk, kiosk.clock, kiosk.config), kiosk.config);
  const auto noted = doctor::examine_files(kiosk.disk, known);
  CHECK(doctor::has(noted, "content.none"));
  for (const auto& one : noted) CHECK(one.what.en.find('?') == std::string::npos);
  const auto findings = kiosk.examine();
  REQUIRE(rules_of(findings).back() == "content.none");
  CHECK(std::count_if(findings.begin(), findings.end(),
                      [](const auto& one) { return one.rule == "content.none"; }) == 1);
  CHECK(findings.back().what.en.find("la-lay-gate") != std::string::npos);
  CHECK(findings.back().what.vi.find("lao-bao-hall") != std::string::npos);
}

TEST_CASE("a full disk is found with its figures, and what failed for it") {
  Machine machine;
  publish(machine.repository, 1);
  REQUIRE(machine.start().update({}));
  machine.config.reserve_mb = 64;
  const auto examine = [&] {
    return rules_of(doctor::examine_files(
        machine.disk,
        agent::kiosk_of(agent::observe(machine.disk, machine.clock, machine.config), machine.config)));
  };
  // In memory no lock is held.
  CHECK(examine() == Rules{"agent.not_running"});
  machine.disk.capacity_bytes = 2'000'000;
  CHECK(examine() == Rules{"disk.full", "agent.not_running"});
}

TEST_CASE("files of another user, files that the player cannot read, and files open to everybody are found") {
  Examined kiosk;
  const auto snapshot = kiosk.config.store / "objects";
  const auto object = fs::recursive_directory_iterator(snapshot);
  Path file;
  for (const auto& entry : object)
    if (entry.is_regular_file()) file = entry.path();
  REQUIRE(!file.empty());
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  auto findings = kiosk.examine();
  REQUIRE(rules_of(findings) == Rules{"permission.unreadable"});
  CHECK(findings[0].next.en.find("chmod -R a+rX " + kiosk.config.store.string()) != std::string::npos);
  fs::permissions(file, fs::perms(0666));
  CHECK(rules_of(kiosk.examine()) == Rules{"permission.open"});
  fs::permissions(file, fs::perms(0644));
  if (::geteuid() != 0) {
    WARN("only root can give a file away: that part is skipped");
    return;
  }
  REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
  findings = kiosk.examine();
  REQUIRE(rules_of(findings) == Rules{"permission.owner"});
  CHECK(findings[0].what.vi.find("12345") != std::string::npos);
  // The agent's own notes need not be read by anybody else.
  REQUIRE(::chown(file.c_str(), 0, 0) == 0);
  fs::permissions(kiosk.config.store / "status.json", fs::perms(0600));
  CHECK(rules_of(kiosk.examine()) == Rules{});
}

TEST_CASE("an agent and a player that do not run are found by the locks that they hold while they do") {
  Examined kiosk;
  kiosk.agent.reset();
  CHECK(rules_of(kiosk.examine()) == Rules{"agent.not_running"});
  kiosk.player.reset();
  const auto findings = kiosk.examine();
  CHECK(rules_of(findings) == Rules{"agent.not_running", "player.not_running"});
  // No package set this one up: what to do names no unit, but the command itself.
  for (const auto& one : findings) CHECK(one.next.en.find("systemctl") == std::string::npos);
  CHECK(findings[0].next.en.ends_with("gatecast-sync run --store " + kiosk.config.store.string() +
                                      " --server " + kiosk.config.server + " --root " +
                                      kiosk.config.root.string() + " --channel lao-bao-hall --player-state " +
                                      kiosk.config.player_state.string()));
  CHECK(
      findings[1].next.vi.ends_with("--channel lao-bao-hall --state " + kiosk.config.player_state.string()));
  // Looking leaves nothing behind.
  CHECK(agent::StoreLock::take(kiosk.config.store));
}

TEST_CASE("items and files that the player refuses are found, whatever else its folder holds") {
  Examined kiosk;
  const auto state = kiosk.config.player_state;
  kiosk.write(
      state / "quarantine.json",
      R"({"format":1,"items":[{"item":"tourism/cave","release":1,"rule":"decode.hang","message":"hangs"},
                  {"item":"old/one","release":0,"rule":"x","message":"y"}, 7, {"item":3}]})");
  const auto hash = std::string(64, 'a');
  kiosk.write(state / "broken.json", R"({"format":1,"objects":[")" + hash + R"("]})");
  const auto findings = kiosk.examine();
  CHECK(rules_of(findings) == Rules{"item.refused", "object.broken"});
  CHECK(findings[0].what.en.find("tourism/cave") != std::string::npos);
  CHECK(
      findings[0].next.en.ends_with("gatecast-player --state " + state.string() + " --forgive tourism/cave"));
  for (const char* hostile : {"", "[", "[]", R"({"items":7})", R"({"items":{"a":1}})"}) {
    kiosk.write(state / "quarantine.json", hostile);
    kiosk.write(state / "broken.json", hostile);
    CHECK(rules_of(kiosk.examine()) == Rules{});
  }
  kiosk.write(state / "switch.json", R"({"format":1,"is_off":true,"since":"2026-11-21T07:00:00Z"})");
  CHECK(rules_of(kiosk.examine()) == Rules{"switch.off"});
}

TEST_CASE(
    "an item left out says whether its object, the machine or itself is at fault, and what happens next") {
  Examined kiosk;
  const auto hash = std::string(64, 'a');
  kiosk.write(kiosk.config.player_state / "quarantine.json",
              R"({"format":1,"items":[
    {"item":"a","release":1,"rule":"store.piece","message":"wrong bytes","count":0,"object":")" +
                  hash + R"("},
    {"item":"b","release":1,"rule":"disk.io","message":"read","count":0},
    {"item":"c","release":1,"rule":"decoder.died","message":"killed","count":3}]})");
  const auto findings = kiosk.examine();
  REQUIRE(rules_of(findings) == Rules{"item.damaged", "item.troubled", "item.refused"});
  CHECK(findings[0].next.en.find("back by itself") != std::string::npos);
  CHECK(findings[0].next.en.find("--forgive") == std::string::npos);
  CHECK(findings[1].next.en.find("tried again each half minute") != std::string::npos);
  CHECK(findings[2].next.en.find("--forgive c") != std::string::npos);
}

TEST_CASE("what the agent refuses is found until an update ends well") {
  Examined kiosk;
  publish(kiosk.repository, 2);
  kiosk.repository.snapshot.version -= 5;
  kiosk.repository.publish_snapshot();
  kiosk.repository.publish_timestamp();
  REQUIRE(!kiosk.update());
  CHECK(doctor::has(kiosk.examine(), "content.refused"));
}

TEST_CASE("a kiosk on which nothing is on yet says why in its status") {
  Examined kiosk;
  kiosk.agent.reset();
  fs::remove_all(kiosk.config.store);
  CHECK(rules_of(kiosk.examine()) == Rules{"store.missing"});
  fs::create_directories(kiosk.config.store);
  kiosk.agent.emplace(std::move(*agent::StoreLock::take(kiosk.config.store)));
  CHECK(rules_of(kiosk.examine()) == Rules{"content.never"});
  fs::remove(kiosk.config.root);
  auto status = agent::observe(kiosk.disk, kiosk.clock, kiosk.config);
  status.findings = doctor::examine_files(kiosk.disk, agent::kiosk_of(status, kiosk.config));
  const auto words = agent::in_words(status);
  INFO(words);
  CHECK(words.find("Why           The root that this kiosk trusts is missing") != std::string::npos);
  CHECK(words.find("what to do  Set the kiosk up again") != std::string::npos);
  CHECK(words.find("[disk.missing]") == std::string::npos);
  CHECK(words.find("gatecast-sync doctor") != std::string::npos);
}

TEST_CASE("settings that are missing or wrong are the first finding and the only one") {
  doctor::Kiosk kiosk;
  kiosk.settings = "/etc/gatecast/kiosk.json";
  SystemDisk disk;
  kiosk.settings_error = usage_error("settings.missing", kiosk.settings, "its settings are missing");
  CHECK(rules_of(doctor::examine(disk, kiosk, {})) == Rules{"settings.missing"});
  kiosk.settings_error = usage_error("sync.config", "kiosk.json:2:3", "\"channel\" must be a text in quotes");
  CHECK(rules_of(doctor::examine(disk, kiosk, {})) == Rules{"settings.wrong"});
}
