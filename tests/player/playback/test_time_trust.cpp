#include "player/playback/time_trust.h"

#include <catch2/catch.hpp>

#include "player/playback/kept_clock.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace std::chrono_literals;
using playback::is_time_trusted;

TEST_CASE("the minute is claimed only by a clock that what was signed speaks for") {
  const auto signed_at = parse_instant("2026-12-01T01:00:00Z").value();
  CHECK(is_time_trusted(signed_at, true, false, signed_at));
  CHECK(is_time_trusted(signed_at + 5min, true, false, signed_at));
  CHECK(is_time_trusted(signed_at + 40 * 24h, true, false, signed_at));   // a site without a line
  CHECK_FALSE(is_time_trusted(signed_at + 5min, true, true, signed_at));  // 1970, lifted to what is known
  CHECK_FALSE(is_time_trusted(parse_instant("2099-01-01T00:00:00Z").value(), true, false, signed_at));
  CHECK_FALSE(is_time_trusted(signed_at + 46 * 24h, true, false, signed_at));
  CHECK_FALSE(is_time_trusted(signed_at, true, false, std::nullopt));       // nothing was ever signed here
  CHECK_FALSE(is_time_trusted(signed_at + 5min, false, false, signed_at));  // no battery, nobody has told it
}

TEST_CASE("a board without a battery clock that starts without a line does not claim to know the minute") {
  const gatecast::test::TemporaryFolder folder;
  SystemDisk disk;
  const Path root(folder.path());
  const auto now = parse_instant("2026-12-01T01:00:00Z").value();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto is_kept = [&] { return playback::KeptClock(root).is_kept(now, SteadyInstant(1h)); };
  const auto battery_clock_says = [&](const std::string& words) {
    REQUIRE(make_directories(disk, root / "sys/class/rtc/rtc0"));
    REQUIRE(write_file_durably(disk, root / "sys/class/rtc/rtc0/since_epoch", words));
  };
  CHECK_FALSE(is_kept());        // no battery clock at all
  battery_clock_says("1022\n");  // one without its battery: 1970, seventeen minutes after the start
  CHECK_FALSE(is_kept());
  battery_clock_says("broken\n");
  CHECK_FALSE(is_kept());
  battery_clock_says(std::to_string(seconds + 40) + "\n");
  CHECK(is_kept());
  battery_clock_says("1022\n");
  REQUIRE(make_directories(disk, root / "run/systemd/timesync"));
  REQUIRE(write_file_durably(disk, root / "run/systemd/timesync/synchronized", ""));
  CHECK(is_kept());  // a server has told it since
  // Looked at every few seconds, not in every turn.
  playback::KeptClock clock(root);
  CHECK(clock.is_kept(now, SteadyInstant(1h)));
  REQUIRE(disk.remove(root / "run/systemd/timesync/synchronized"));
  CHECK(clock.is_kept(now, SteadyInstant(1h + 5s)));
  CHECK_FALSE(clock.is_kept(now, SteadyInstant(1h + 11s)));
}
