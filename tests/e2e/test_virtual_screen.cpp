#include <catch2/catch.hpp>

#include "tests/support/process.h"
#include "tests/support/virtual_screen.h"

using namespace gatecast::test;

TEST_CASE("the virtual screen shows what a program draws") {
  const VirtualScreen screen({320, 200});
  CHECK(brightness(screen.grab()).black_permille == 1000);
  const auto result = run({"xsetroot", "-solid", "#4080c0"}, {{"DISPLAY", screen.display()}});
  CHECK(result.exit_code == 0);
  CHECK(screen.pixel(100, 100) == 0x4080c0U);
}
