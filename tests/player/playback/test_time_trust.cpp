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
  bool is_synchronised = false;
  const auto asked = [&] { return is_synchronised; };
  const auto is_kept = [&] { return playback::KeptClock(root, asked).is_kept(now, SteadyInstant(1h)); };
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
  REQUIRE(disk.remove(root / "run/systemd/timesync/synchronized"));
  CHECK_FALSE(is_kept());
  is_synchronised = true;  // chrony, of which only the kernel knows
  CHECK(is_kept());
  is_synchronised = false;
  // Looked at every few seconds, not in every turn.
  battery_clock_says(std::to_string(seconds) + "\n");
  playback::KeptClock clock(root, asked);
  CHECK(clock.is_kept(now, SteadyInstant(1h)));
  battery_clock_says("1022\n");
  CHECK(clock.is_kept(now + 5s, SteadyInstant(1h + 5s)));
  CHECK_FALSE(clock.is_kept(now + 11s, SteadyInstant(1h + 11s)));
}

TEST_CASE("a time that was told once holds while the machine runs, until somebody sets the clock") {
  const gatecast::test::TemporaryFolder folder;
  const auto now = parse_instant("2026-12-01T01:00:00Z").value();
  bool is_synchronised = false;
  playback::KeptClock clock(folder.path(), [&] { return is_synchronised; });
  const auto is_kept = [&](Duration later, Duration set = {}) {
    return clock.is_kept(now + later + set, SteadyInstant(1h + later));
  };
  CHECK_FALSE(is_kept(0s));
  is_synchronised = true;
  CHECK_FALSE(is_kept(5s));  // looked at every few seconds
  CHECK(is_kept(10s));
  is_synchronised = false;  // the line is gone, and the kernel has given up
  CHECK(is_kept(1h));
  CHECK(is_kept(24 * 9h));
  CHECK_FALSE(is_kept(24 * 9h + 1s, 1h));  // at once
  CHECK_FALSE(is_kept(24 * 9h + 30s, 1h));
  is_synchronised = true;
  CHECK(is_kept(24 * 9h + 60s, 1h));
}
