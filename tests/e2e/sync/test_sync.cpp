// The real programs, over the loopback: nginx and gatecast-server as servers, kill -9 in the middle.
#include <csignal>

#include <catch2/catch.hpp>
#include <iostream>

#include "content-sync/base/json_value.h"
#include "content-sync/repository/key_file.h"
#include "tests/e2e/sync/gate.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string kServer = std::string(GATECAST_BIN_DIR) + "/gatecast-server";

// What a server says that it listens on.
std::string address_of(const Process& server) {
  for (int i = 0; i < 100; ++i) {
    const auto out = server.out_so_far();
    const auto at = out.find("http://");
    if (at != std::string::npos && out.find('\n', at) != std::string::npos)
      return out.substr(at, out.find_first_of(" \n", at) - at);
    std::this_thread::sleep_for(milliseconds(50));
  }
  FAIL("the server did not start: " << server.err_so_far());
  return {};
}

}  // namespace

TEST_CASE("behind nginx, as plain files: provision, update, status", "[nginx]") {
  Gate gate;
  gate.publish(1);
  const Nginx nginx(gate.base);
  const auto first = run(gate.sync("once", nginx.address()));
  INFO(first.err);
  CHECK(first.exit_code == 0);
  CHECK(gate.on() == 1);
  gate.publish(2);
  CHECK(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  const auto status = run(gate.sync("status", nginx.address()));
  CHECK(status.exit_code == 0);
  CHECK(status.out.find("no. 2 of channel lao-bao-hall") != std::string::npos);
}

TEST_CASE("killed again and again in the middle of an update: never refused, and little is fetched twice",
          "[nginx]") {
  Gate gate;
  gate.publish(1);
  const Nginx nginx(gate.base, "limit_rate 6m; limit_rate_after 64k;");
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  const std::size_t film = 12'000'000;
  const auto sample = gate.publish(2, film);
  const auto before = nginx.traffic().object_bodies;
  const int most = test::is_long() ? 100 : 20;
  std::mt19937 random(7);
  int kills = 0;
  while (kills < most) {
    auto process = Process::start(gate.sync("once", nginx.address()));
    const auto limit = milliseconds(20 + random() % 300);
    const auto result = process.wait(limit);  // kills with SIGKILL
    const auto on = gate.on();
    if (result.exit_code == 137) {
      ++kills;
      CHECK((on == 1 || on == 2));
      continue;
    }
    INFO(result.err);
    CHECK(result.exit_code == 0);
    CHECK(on == 2);
    break;
  }
  CHECK(kills >= 5);
  CHECK(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  const auto sent = nginx.traffic().object_bodies - before;
  const auto again = sent > film ? sent - film : 0;
  std::cout << "kill -9: " << kills << " times, " << again / 1000 << " kB sent beyond the film's "
            << film / 1000 << " kB, " << again / 1000 / static_cast<std::uint64_t>(std::max(kills, 1))
            << " kB a kill\n";
  // What was in the sockets' buffers is lost to anybody; what was on the disk is not fetched again.
  CHECK(again < static_cast<std::uint64_t>(kills) * 256'000);
}

TEST_CASE(
    "gatecast-server and the running agent: a new release comes on by itself; SIGTERM ends both cleanly") {
  Gate gate;
  gate.publish(1);
  auto server = Process::start(
      {kServer, "--repository", (gate.base / "repository").string(), "--listen", "127.0.0.1:0"});
  const auto address = address_of(server);
  auto arguments = gate.sync("run", address);
  arguments.insert(arguments.end(), {"--poll", "1"});
  auto agent = Process::start(arguments);
  const auto wait_for = [&](std::int64_t number) {
    for (int i = 0; i < 100 && gate.on() != number; ++i) std::this_thread::sleep_for(milliseconds(100));
    CHECK(gate.on() == number);
  };
  wait_for(1);
  gate.publish(2);
  wait_for(2);
  // A second agent is turned away with a reason.
  const auto second = run(gate.sync("once", address));
  CHECK(second.exit_code == 3);
  CHECK(second.err.find("another gatecast-sync works on this store") != std::string::npos);
  agent.signal(SIGTERM);
  CHECK(agent.wait(seconds(3)).exit_code == 0);
  server.signal(SIGTERM);
  CHECK(server.wait(seconds(3)).exit_code == 0);
  // Without its server the kiosk says so, and what is on stays on.
  const auto alone = run(gate.sync("once", address));
  CHECK(alone.exit_code == 3);
  CHECK(alone.out.find("cannot reach the server") != std::string::npos);
  CHECK(gate.on() == 2);
}

TEST_CASE("gatecast-tuf-client: init, refresh and download with the conformance suite's command line") {
  Gate gate;
  const auto sample = gate.publish(1);
  auto server = Process::start(
      {kServer, "--repository", (gate.base / "repository").string(), "--listen", "127.0.0.1:0"});
  const auto address = address_of(server);
  const std::string client = std::string(GATECAST_BIN_DIR) + "/gatecast-tuf-client";
  const auto metadata = (gate.base / "client").string();
  const auto at_home = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {client, "--metadata-dir", metadata});
    return run(more, {{"FAKETIME", "@2026-11-22 08:00:00"}, {"LD_PRELOAD", GATECAST_FAKETIME}}).exit_code;
  };
  CHECK(at_home({"--metadata-url", address + "/metadata", "refresh"}) == 1);  // nothing is trusted yet
  CHECK(at_home({"init", (gate.base / "root.json").string()}) == 0);
  CHECK(at_home({"--metadata-url", address + "/metadata", "refresh"}) == 0);
  const auto download = [&](const std::string& name) {
    return at_home({"--metadata-url", address + "/metadata", "--target-name", name, "--target-base-url",
                    address + "/targets", "--target-dir", (gate.base / "got").string(), "download"});
  };
  CHECK(download("releases/lao-bao-hall.json") == 0);
  std::ifstream got(gate.base / "got/releases%2Flao-bao-hall.json");
  CHECK(std::string(std::istreambuf_iterator<char>(got), {}) == bundle::write_release(sample.release));
  CHECK(download("releases/other.json") == 1);
  CHECK(at_home({"--metadata-url", address + "/metadata", "--target-name", "releases/lao-bao-hall.json",
                 "--target-name", "releases/lao-bao-hall.json", "--target-base-url", address + "/targets",
                 "--target-dir", (gate.base / "both").string(), "download"}) == 0);
  CHECK(std::filesystem::exists(gate.base / "both/releases%2Flao-bao-hall.json"));
  CHECK(run({client, "--metadata-dir", metadata, "--metadata-url", address + "/metadata", "refresh"},
            {{"FAKETIME", "@2027-11-22 08:00:00"}, {"LD_PRELOAD", GATECAST_FAKETIME}})
            .exit_code == 1);  // by then all is expired
  CHECK(run({client, "--metadata-dir", metadata, "refresh"}).exit_code == 1);
  CHECK(run({client, "--no-such-option"}).exit_code == 1);
  server.signal(SIGTERM);
  CHECK(server.wait(seconds(3)).exit_code == 0);
}
