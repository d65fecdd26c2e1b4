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

namespace {

class SetClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return machine; }
  [[nodiscard]] SteadyInstant steady_now() const override { return steady; }
  Instant machine = *parse_instant("2026-12-01T08:00:00Z");
  SteadyInstant steady{std::chrono::hours(5)};
};

}  // namespace

TEST_CASE("a clock with a floor is the machine's, unless that falls behind what is known to have been") {
  using namespace std::chrono_literals;
  SetClock machine;
  FlooredClock clock(machine);
  CHECK(clock.now() == machine.machine);
  const auto known = machine.machine - 24h;
  clock.raise_floor(known);
  CHECK(clock.now() == machine.machine);
  CHECK_FALSE(clock.is_lifted());
  clock.raise_floor(known + 1s);
  machine.machine -= 24h;  // a second behind what is known: no wrong clock yet
  CHECK_FALSE(clock.is_lifted());
  CHECK(clock.now() == machine.machine);
  machine.machine -= 1us;
  CHECK(clock.is_lifted());
  CHECK(clock.now() == known + 1s);
  machine.machine = *parse_instant("1970-01-01T00:00:07Z");
  machine.steady += 1h;
  CHECK(clock.is_lifted());
  CHECK(clock.now() == known + 1s + 1h);  // it goes on
  clock.raise_floor(known);               // no step back, whoever says it
  CHECK(clock.now() == known + 1s + 1h);
  machine.machine = *parse_instant("2099-01-01T00:00:00Z");
  CHECK(clock.now() == machine.machine);
  machine.machine = *parse_instant("2026-12-02T08:00:00Z");  // a wrong jump leaves nothing behind
  CHECK(clock.now() == machine.machine);
}
