// When a machine starts anew into an installed system, minute by minute on a clock of the test's.
#include "content-sync/base/json_value.h"
#include "content-sync/system/restart.h"
#include "tests/content-sync/system/offered.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const Path kNext = "/run/gatecast/system-next";
const Path kDevice = "/data/player-state/device.json";

// A kiosk of which nothing is there but what the judge reads. It begins at noon in UTC+7.
struct Night {
  CutDisk disk;
  Instant begun = *parse_instant("2026-12-01T05:00:00Z");
  Instant now = begun;
  bool is_hour_known = true;
  std::string dark_hours = "22:00-06:00";  // empty: lit always
  std::vector<std::string> restarts;       // in UTC+7
  std::int64_t running = 10;

  Night() {
    for (const char* folder : {"/data/system", "/data/player-state", "/run/gatecast"})
      REQUIRE(make_directories(disk, folder));
    write(disk, "/run/gatecast/kiosk.json", R"({"channel": "lao-bao-hall"})");
  }
  void install(std::int64_t version) {
    write(disk, "/data/system/notes.json",
          nlohmann::json{{"format", 1}, {"version", version}, {"opened", true}}.dump());
    write(disk, kNext, "system\n");
  }
  // As the player tells it.
  void tell() {
    const bool is_dark = !dark_hours.empty() && bundle::is_within_hours(dark_hours, now);
    const auto there = disk.status(kDevice)->kind == FileKind::file;
    const auto known = there ? read_file(disk, kDevice, 4096).value() : Bytes();
    const bool was_dark = known.find("resting_since") != Bytes::npos;
    if (there && is_dark == was_dark) return;
    write(disk, kDevice,
          is_dark ? nlohmann::json{{"resting_since", format_instant(now)}}.dump() : std::string("{}"));
  }
  void live(Duration span) {
    for (const auto end = now + span; now < end; now += 1min) {
      tell();
      const auto due =
          system::must_restart(disk,
                               {kNext, "/data/system/notes.json", kDevice, "/run/gatecast/kiosk.json",
                                "/data/system/restarted.json", running},
                               {now, now - begun, is_hour_known});
      REQUIRE(due);
      if (*due) restarts.push_back(format_instant(now + 7h).substr(8, 8));
    }
  }
};
using Times = std::vector<std::string>;

}  // namespace

TEST_CASE("an installed system is started while the screen is dark for its hours, once, and never by day") {
  Night night;
  night.live(2h);
  night.install(11);
  night.live(72h);
  CHECK(night.restarts == Times{"01T22:10"});
  // It did not hold: the old one runs again, and nothing is tried a second time. A higher number is.
  night.install(12);
  night.live(48h);
  CHECK(night.restarts.size() == 2);
  CHECK(night.restarts.back().substr(2) == "T22:10");
}

TEST_CASE("a screen that is lit at all hours is never made dark for a system, unless hours are told") {
  Night night;
  night.dark_hours.clear();
  night.install(11);
  night.live(72h);
  CHECK(night.restarts.empty());
  write(night.disk, "/run/gatecast/kiosk.json", R"({"restart_hours": "at night"})");
  night.live(24h);
  CHECK(night.restarts.empty());
  write(night.disk, "/run/gatecast/kiosk.json", R"({"restart_hours": "03:00-04:00"})");
  night.is_hour_known = false;  // nobody has told this clock the time
  night.live(24h);
  CHECK(night.restarts.empty());
  night.is_hour_known = true;
  night.live(48h);
  CHECK(night.restarts == Times{"07T03:00"});
}

TEST_CASE("nothing starts a machine anew where no system was installed in this start, or it runs already") {
  Night night;
  night.live(48h);
  night.install(11);
  night.running = 11;
  night.live(48h);
  night.running = 10;
  CHECK(night.disk.remove(kNext));
  night.live(48h);
  CHECK(night.restarts.empty());
}

TEST_CASE(
    "what a player says of its rest is no more than words: wrong times, links and noise start nothing") {
  Night night;
  night.install(11);
  night.dark_hours.clear();
  for (const char* said :
       {"2026-12-01T04:00:00Z", "2027-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "now", ""}) {
    write(night.disk, kDevice, nlohmann::json{{"resting_since", said}}.dump());
    const auto due = system::must_restart(night.disk,
                                          {kNext, "/data/system/notes.json", kDevice,
                                           "/run/gatecast/kiosk.json", "/data/system/restarted.json", 10},
                                          {night.now, 30min, true});
    INFO(said);
    CHECK((due && !*due));
  }
}
