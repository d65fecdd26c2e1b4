#include <catch2/catch.hpp>

#include "content-sync/base/clock.h"

using namespace gatecast;

TEST_CASE("times are written in UTC and read back, with offsets") {
  const auto instant = parse_instant("2026-12-01T08:00:00+07:00");
  REQUIRE(instant);
  CHECK(format_instant(*instant) == "2026-12-01T01:00:00Z");
  CHECK(parse_instant("2026-12-01T01:00:00.5Z").value() - *instant == std::chrono::milliseconds(500));
}

TEST_CASE("what is not a time is refused with a hint") {
  for (const auto* bad :
       {"", "2026-12-01", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-12-01T24:00:00Z",
        "2026-12-01T00:00:00", "2026-12-01T00:00:00Zx", "2026-12-01T00:00:00.Z"}) {
    const auto result = parse_instant(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().rule == "time.format");
    CHECK_FALSE(result.error().hint.empty());
  }
}
