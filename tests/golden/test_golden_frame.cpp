#include <catch2/catch.hpp>

#include "tests/golden/golden_frame.h"

using namespace gatecast;

TEST_CASE("the comparison lets rounding pass and nothing that an eye would see") {
  pixels::Pixmap approved({200, 100});
  for (int y = 0; y < 100; ++y) std::fill_n(approved.row(y), 200, 0xFF808080U);
  auto drawn = approved;
  CHECK(golden::compare(approved, drawn, nullptr).is_same);
  for (int x = 0; x < 200; ++x) drawn.row(50)[x] = 0xFF828282U;
  CHECK(golden::compare(approved, drawn, nullptr).is_same);
  for (int x = 0; x < 40; ++x) drawn.row(50)[x] = 0xFFF08080U;
  pixels::Pixmap difference;
  CHECK_FALSE(golden::compare(approved, drawn, &difference).is_same);
  CHECK(difference.row(50)[10] == 0xFFE00000U);
  CHECK(difference.row(10)[10] != 0xFFE00000U);
  CHECK_FALSE(golden::compare(approved, pixels::Pixmap({100, 100}), nullptr).is_same);
}
