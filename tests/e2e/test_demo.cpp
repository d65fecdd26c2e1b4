// The demo channels as an editor would take them over: checked without a single fault.
#include <catch2/catch.hpp>

#include "tests/support/process.h"

using namespace gatecast::test;
using namespace std::chrono_literals;

TEST_CASE("both demo channels are checked without an error or a warning") {
  for (const std::string channel : {"lao-bao-hall", "la-lay-gate"}) {
    const auto checked =
        run({GATECAST_BIN_DIR "/gatecast", "check", GATECAST_SOURCE_DIR "/assets/demo/" + channel}, {}, 300s);
    INFO(checked.out << checked.err);
    CHECK(checked.exit_code == 0);
    CHECK(checked.out.find("0 errors, 0 warnings") != std::string::npos);
  }
}
