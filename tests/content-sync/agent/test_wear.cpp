// What an agent writes while nothing changes: flash memory wears by each block.
#include <fmt/format.h>

#include <iostream>
#include <map>

#include "tests/support/counting_disk.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// A day of the agent's loop, asked every five minutes as it is set up, a minute passing between two looks.
void live_a_day(Machine& machine, agent::Agent& agent, bool has_server) {
  machine.fetcher->tamper = [&, has_server](const std::string&, Bytes bytes) {
    return has_server ? bytes : Bytes("<html>");
  };
  for (int minute = 1; minute <= 24 * 60; ++minute) {
    machine.clock.pass(1min);
    if (has_server && minute % 60 == 0) machine.repository.refresh_timestamp(machine.clock.system);
    if (minute % 5 == 0) {
      CHECK(agent.update({}).has_value() == has_server);
      agent.plan_next(0);
    }
    agent.scrub();
  }
}

}  // namespace

TEST_CASE("a day on which nothing changes writes less than a megabyte") {
  for (const bool has_server : {true, false}) {
    Machine machine("http://memory");
    publish(machine.repository, 1);
    CountingDisk counting(machine.disk);
    auto made = std::make_unique<RepositoryFetcher>(machine.repository.files);
    machine.fetcher = made.get();
    auto agent = agent::Agent::open(counting, machine.clock, machine.config, std::move(made));
    REQUIRE(agent);
    REQUIRE(agent->update({}));
    agent->plan_next(0);
    counting.reset();
    live_a_day(machine, *agent, has_server);
    std::cout << fmt::format(
        "disk wear, {}: {} kB a day handed to the disk, {} kB in blocks of 4 KiB, {} writes, {} syncs\n",
        has_server ? "hourly signatures" : "no server", counting.bytes / 1000, counting.block_bytes / 1000,
        counting.writes, counting.syncs);
    CHECK(counting.block_bytes < 1'000'000);
  }
}
