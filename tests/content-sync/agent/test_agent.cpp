#include <catch2/catch.hpp>

#include "content-sync/agent/agent.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_settings.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

struct Kiosk : Machine {
  Kiosk() { publish(repository, 1); }
};

// One bit of the largest object of the store.
void damage_an_object(CutDisk& disk) {
  const Path objects = "/store/objects";
  Path path;
  std::uint64_t most = 0;
  const auto folders = disk.list(objects).value();
  for (const auto& folder : folders) {
    const auto names = disk.list(objects / folder).value();
    for (const auto& name : names) {
      const auto size = disk.status(objects / folder / name)->size_bytes;
      if (size > most) path = objects / folder / name;
      most = std::max(most, size);
    }
  }
  auto bytes = read_file(disk, path, 1 << 20).value();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  put(disk, path, bytes);
}

bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the status says what is on, since when, signed by whom, and what its time rests on") {
  Kiosk machine;
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

TEST_CASE("the status tells since when the officer's switch is off, whatever else that file holds") {
  Kiosk machine;
  machine.config.player_state = "/player-state";
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  REQUIRE(make_directories(machine.disk, "/player-state"));
  const auto told = [&](const std::string& text) {
    put(machine.disk, "/player-state/switch.json", text);
    return in_words(observe(machine.disk, machine.clock, machine.config));
  };
  CHECK(has(told(R"({"format":1,"is_off":true,"since":"2026-11-21T07:00:00Z"})"),
            "OFF by the officer's switch since 2026-11-21T07:00:00Z"));
  for (const char* other :
       {R"({"format":1,"is_off":false,"since":"2026-11-21T07:00:00Z"})", "[]", "{", R"({"is_off":1})"})
    CHECK(!has(told(other), "Switch"));
}

TEST_CASE("the status tells how the image found its data partition, and is written anew when that changes") {
  Kiosk machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  const auto seen = [&] { return observe(machine.disk, machine.clock, machine.config); };
  CHECK(!has(in_words(seen()), "Partition"));
  const auto before = lasting_part(seen());
  REQUIRE(make_directories(machine.disk, "/run/gatecast"));
  put(machine.disk, "/run/gatecast/data",
      "read only, changes are in memory; replace the disk\n\x1b[2Jmore\n");
  CHECK(has(in_words(seen()), "Partition     read only, changes are in memory; replace the disk\n"));
  CHECK(to_json(seen())["data_partition"] == "read only, changes are in memory; replace the disk");
  CHECK(lasting_part(seen()) != before);
  put(machine.disk, "/run/gatecast/data", "mended\x1b[2J");
  CHECK(!has(in_words(seen()), "\x1b"));
}

TEST_CASE("a refusal is in the status with its rule and remedy, and goes when an update ends well") {
  Kiosk machine;
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

TEST_CASE("what rots on the disk is found between updates, fetched again, and said so") {
  Kiosk machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  damage_an_object(machine.disk);
  CHECK_FALSE(agent.scrub());
  REQUIRE(agent.update({}));  // an update reads nothing through
  CHECK(agent.status().repairs.empty());
  bool is_found = false;
  for (int minute = 0; minute < 20 && !is_found; ++minute) {
    machine.clock.pass(std::chrono::minutes(1));
    is_found = agent.scrub();
  }
  REQUIRE(is_found);
  // A power cut in between: the next run of the program mends it.
  agent = machine.start();
  CHECK(has(in_words(agent.status()), "1 damaged, fetched again at the next contact"));
  REQUIRE(agent.update({}));
  CHECK(has(in_words(agent.status()), "was damaged on the disk and fetched again"));
  CHECK(agent.status().scrub.damaged.empty());
}

TEST_CASE("what the player finds damaged is mended within seconds, once, and not as often as it complains") {
  Kiosk machine;
  machine.config.player_state = "/player-state";
  auto agent = machine.start();
  const auto complain = [&](const std::string& hashes) {
    put(machine.disk, machine.config.player_state / "broken.json",
        R"({"format": 1, "objects": [)" + hashes + "]}");
  };
  const auto quoted = [](const std::string& words) { return "\"" + sha256(words).hex() + "\""; };
  REQUIRE(agent.update({}));
  CHECK_FALSE(agent.sees_new_damage());
  complain(quoted("a"));
  CHECK(agent.sees_new_damage());
  REQUIRE(agent.update({}));
  machine.clock.pass(std::chrono::minutes(1));
  CHECK_FALSE(agent.sees_new_damage());
  complain(quoted("a") + ", " + quoted("b"));
  CHECK(agent.sees_new_damage());
  machine.clock.pass(std::chrono::seconds(5));
  complain(quoted("c"));
  CHECK_FALSE(agent.sees_new_damage());
  machine.clock.pass(std::chrono::seconds(15));
  CHECK(agent.sees_new_damage());
  complain("");
  machine.clock.pass(std::chrono::minutes(1));
  CHECK_FALSE(agent.sees_new_damage());
  complain(quoted("c"));  // damaged once more
  CHECK(agent.sees_new_damage());
  complain("[[[");
  machine.clock.pass(std::chrono::minutes(1));
  CHECK_FALSE(agent.sees_new_damage());
}

TEST_CASE("the whole store is read through once a week, however often the kiosk is switched off") {
  Kiosk machine;
  { REQUIRE(machine.start().update({})); }
  int rounds = 0;
  std::uint64_t read = 0;
  std::uint64_t whole = 0;
  for (int day = 0; day < 21; ++day) {
    auto agent = machine.start();
    REQUIRE(agent.update({}));
    for (int part = 0; part < 60; ++part) {
      const auto before = agent.status().scrub;
      machine.clock.pass(std::chrono::minutes(10));
      CHECK_FALSE(agent.scrub());
      const auto& now = agent.status().scrub;
      const auto step = now.read_bytes - (now.read_bytes < before.read_bytes ? 0 : before.read_bytes);
      CHECK(step <= 3 * bundle::kLargestPiece);
      read += step;
      whole = std::max(whole, now.total_bytes);
      if (now.last_whole != before.last_whole) ++rounds;
    }
    if (day % 2 == 0) agent.save_notes();  // else the power is cut
    machine.clock.pass(std::chrono::hours(14));
    machine.repository.refresh_timestamp(machine.clock.system);
  }
  CHECK(rounds == 3);
  CHECK(read >= 3 * whole);
  CHECK(read < 4 * whole);
}

TEST_CASE("a large store is read at a rate that leaves the disk to the player") {
  using std::chrono::minutes;
  const auto gigabytes = [](std::uint64_t count) { return count * 1'000'000'000; };
  CHECK(store::scrub_budget(1000, minutes(1)) == bundle::kLargestPiece);
  // 20 GB in three days of running.
  CHECK(store::scrub_budget(gigabytes(20), minutes(1)) * 60 * 72 > gigabytes(19));
  CHECK(store::scrub_budget(gigabytes(20), minutes(1)) < (std::uint64_t{5} << 20U));
  CHECK(store::scrub_budget(gigabytes(5000), minutes(1)) == std::uint64_t{8} << 20U);
  // A machine that slept does not make up for it at once.
  CHECK(store::scrub_budget(gigabytes(5000), std::chrono::hours(24)) == std::uint64_t{80} << 20U);
}

TEST_CASE("verification time counts uptime over restarts and is not moved by the system clock") {
  Kiosk machine;
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
  Kiosk machine;
  auto agent = machine.start();
  REQUIRE(agent.update({}));
  machine.clock.pass(std::chrono::hours(24 * 61));
  const auto report = agent.update({});
  REQUIRE(!report);
  CHECK(report.error().rule == "tuf.timestamp.expired");
  CHECK(agent.status().release->number == 1);
  CHECK(has(in_words(agent.status()), "Refused"));
}

TEST_CASE("what an earlier program did not write is made when it is needed, and nothing is fetched again") {
  Kiosk machine;
  { REQUIRE(machine.start().update({})); }
  for (const char* name : {"floor.json", "status.json", "trusted/time.json"}) {
    REQUIRE(machine.disk.remove(Path("/store") / name));
    auto agent = machine.start();
    REQUIRE(agent.update({}));
    CHECK(agent.status().release->number == 1);
    CHECK(machine.fetcher->sent < 3000);
    CHECK(machine.disk.status(Path("/store") / name)->kind == FileKind::file);
  }
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
  CHECK(has(to_string(unknown.error()), "/etc/kiosk.json:3:13: unknown field \"chanel\""));
  CHECK(has(to_string(unknown.error()), "did you mean \"channel\"?"));
  put(disk, "/etc/kiosk.json", R"({"of_a_later_version": 1})");
  CHECK(has(read_config(disk, "/etc/kiosk.json", config).error().hint,
            "known fields: channel, site, kiosk, root, "));
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
  for (const auto name : kAgentSettings) {  // each name of the list is one that the agent takes
    put(disk, "/etc/kiosk.json", "{\"" + std::string(name) + "\": true}");
    CHECK(has(to_string(read_config(disk, "/etc/kiosk.json", kiosk).error()), "must be a"));
  }
  config.channel = "../x";
  CHECK(check_config(config).error().kind == ErrorKind::usage);
}

TEST_CASE("a root that is none stops the agent at its start, and leaves the store and its status alone") {
  Kiosk machine;
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
