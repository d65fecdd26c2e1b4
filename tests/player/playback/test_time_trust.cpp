#include "player/playback/time_trust.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace std::chrono_literals;
using playback::is_time_trusted;

TEST_CASE("the minute is claimed only by a clock that what was signed speaks for") {
  const auto signed_at = parse_instant("2026-12-01T01:00:00Z").value();
  CHECK(is_time_trusted(signed_at, false, signed_at));
  CHECK(is_time_trusted(signed_at + 5min, false, signed_at));
  CHECK(is_time_trusted(signed_at + 40 * 24h, false, signed_at));   // a site without a line
  CHECK_FALSE(is_time_trusted(signed_at + 5min, true, signed_at));  // 1970, lifted to what is known
  CHECK_FALSE(is_time_trusted(parse_instant("2099-01-01T00:00:00Z").value(), false, signed_at));
  CHECK_FALSE(is_time_trusted(signed_at + 46 * 24h, false, signed_at));
  CHECK_FALSE(is_time_trusted(signed_at, false, std::nullopt));  // nothing was ever signed here
}
