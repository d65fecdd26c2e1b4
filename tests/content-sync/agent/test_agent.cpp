#include <catch2/catch.hpp>

#include "content-sync/agent/agent.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/cut_disk.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

class SetClock final : public Clock {
 public:
  Instant system = test_time();
  SteadyInstant steady{};
  void pass(Duration span) {
    system += span;
    steady += span;
  }
  [[nodiscard]] Instant now() const override { return system; }
  [[nodiscard]] SteadyInstant steady_now() const override { return steady; }
};

void put(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  const auto file = disk.open_write(path, OpenMode::replace);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes));
}

struct Machine {
  TestRepository repository;
  CutDisk disk;
  SetClock clock;
  AgentConfig config;
  RepositoryFetcher* fetcher = nullptr;

  Machine() {
    config.store = "/store";
    config.server = "memory";
    config.root = "/etc/root.json";
    config.channel = "lao-bao-hall";
    config.reserve_mb = 0;
    put(disk, config.root, repository.root_file(1));
    publish(repository, 1);
  }
  Agent start() {
    auto made = std::make_unique<RepositoryFetcher>(repository.files);
    fetcher = made.get();
    auto agent = Agent::open(disk, clock, config, std::move(made));
    REQUIRE(agent);
    return std::move(*agent);
  }
};

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the status says what is on, since when, signed by whom, and what its time rests on") {
  Machine machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  machine.clock.pass(std::chrono::hours(2));
  const auto words = in_words(observe(machine.disk, machine.clock, machine.config));
  CHECK(has(words, "no. 1 of channel lao-bao-hall"));
  CHECK(has(words, "On since      2026-11-21T08:00:00Z"));
  CHECK(has(words, " and "));
  CHECK(has(words, "(2 h ago)"));
  CHECK(has(words, "the server's signature of 2026-11-21T08:00:00Z"));
  CHECK(!has(words, "STALE"));
  machine.clock.pass(std::chrono::hours(23));
  CHECK(has(in_words(observe(machine.disk, machine.clock, machine.config)), "STALE"));
}

TEST_CASE("a refusal is in the status with its rule and remedy, and goes when an update ends well") {
  Machine machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  publish(machine.repository, 2);
  machine.fetcher->tamper = [](const std::string& path, Bytes bytes) {
    return path == "metadata/timestamp.json" ? Bytes("<html>") : bytes;
  };
  REQUIRE(!agent.update({}));
  REQUIRE(!agent.update({}));
  auto status = observe(machine.disk, machine.clock, machine.config);
  CHECK(status.failures_in_a_row == 2);
  REQUIRE(status.refused);
  CHECK(has(in_words(status), "2 attempts"));
  CHECK(status.release->number == 1);
  machine.fetcher->tamper = nullptr;
  REQUIRE(agent.update({}));
  status = observe(machine.disk, machine.clock, machine.config);
  CHECK(!status.refused);
  CHECK(status.release->number == 2);
}

TEST_CASE("a changed byte on the disk is found at the start, fetched again, and said so") {
  Machine machine;
  { REQUIRE(machine.start().update({})); }
  const auto folder = machine.disk.list("/store/objects").value().front();
  const Path place = Path("/store/objects") / folder;
  const Path path = place / machine.disk.list(place).value().front();
  auto bytes = read_file(machine.disk, path, 1 << 20).value();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  put(machine.disk, path, bytes);
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  CHECK(has(in_words(agent.status()), "was damaged on the disk and fetched again"));
}

TEST_CASE("verification time counts uptime over restarts and is not moved by the system clock") {
  Machine machine;
  const auto signed_at = machine.repository.now;
  {
    auto agent = machine.start();
    REQUIRE(agent.update({}));
    machine.clock.pass(std::chrono::hours(10));
    REQUIRE(agent.update({}));
  }
  machine.clock.system = *parse_instant("2099-01-01T00:00:00Z");
  const TimeKeeper time(machine.disk, machine.clock, "/store");
  CHECK(time.now() == signed_at + std::chrono::hours(10));
  machine.clock.system = *parse_instant("1970-01-01T00:00:00Z");
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  CHECK(has(in_words(agent.status()), "WRONG: behind"));
}

TEST_CASE(
    "a freeze shows: after 45 days of uptime the old timestamp brings nothing new, but takes nothing off") {
  Machine machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  machine.clock.pass(std::chrono::hours(24 * 61));
  const auto report = agent.update({});
  REQUIRE(!report);
  CHECK(report.error().rule == "tuf.timestamp.expired");
  CHECK(agent.status().release->number == 1);
  CHECK(has(in_words(agent.status()), "Refused"));
}

TEST_CASE("kiosks wait longer after failures, never longer than usual, and not in step") {
  using std::chrono::seconds;
  CHECK(wait_after(0, seconds(300), 0) == seconds(300));
  CHECK(wait_after(0, seconds(300), 0.999) > seconds(150));
  CHECK(wait_after(1, seconds(300), 0) == seconds(10));
  CHECK(wait_after(3, seconds(300), 0) == seconds(40));
  CHECK(wait_after(1'000'000, seconds(300), 0) == seconds(300));
  CHECK(wait_after(5, seconds(2), 0) == seconds(2));
}

TEST_CASE("the configuration says where a mistake is and what would be right") {
  CutDisk disk;
  AgentConfig config;
  put(disk, "/etc/kiosk.json", "{\n  \"store\": \"/s\",\n  \"chanel\": \"x\"\n}");
  const auto unknown = read_config(disk, "/etc/kiosk.json", config);
  REQUIRE(!unknown);
  CHECK(has(to_string(unknown.error()), "/etc/kiosk.json:3:"));
  CHECK(has(to_string(unknown.error()), "channel"));
  put(disk, "/etc/kiosk.json",
      R"({"store":"/s","server":"https://x","root":"/r","channel":"lao-bao-hall","poll_seconds":60})");
  REQUIRE(read_config(disk, "/etc/kiosk.json", config));
  CHECK(config.poll_seconds == 60);
  CHECK(config.root == "/r");
  CHECK(check_config(config));
  AgentConfig kiosk;
  put(disk, "/etc/kiosk.json",
      R"({"channel":"lao-bao-hall","server":"https://x","touch":false,"outputs":"/o","tags":["hall"]})");
  REQUIRE(read_config(disk, "/etc/kiosk.json", kiosk));  // the player's fields are the player's business
  CHECK(kiosk.store == "/var/lib/gatecast/store");
  CHECK(check_config(kiosk));
  config.channel = "../x";
  CHECK(check_config(config).error().kind == ErrorKind::usage);
}

TEST_CASE("a root that is none stops the agent at its start, and leaves the store and its status alone") {
  Machine machine;
  {
    auto agent = machine.start();
    REQUIRE(agent.update({}));
  }
  const auto before = read_file(machine.disk, "/store/status.json", 100'000).value();
  put(machine.disk, machine.config.root, "{}");
  const auto agent = Agent::open(machine.disk, machine.clock, machine.config,
                                 std::make_unique<RepositoryFetcher>(machine.repository.files));
  REQUIRE(!agent);
  CHECK(agent.error().rule == "sync.root");
  CHECK(agent.error().kind == ErrorKind::usage);
  CHECK(agent.error().subject == machine.config.root.string());
  CHECK(read_file(machine.disk, "/store/status.json", 100'000).value() == before);
}
