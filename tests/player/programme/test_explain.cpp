#include "content-sync/base/json_value.h"
#include "player/programme/explain.h"

#include <catch2/catch.hpp>

#include "tests/player/programme/small_release.h"

using namespace gatecast::programme;

TEST_CASE("the words say what, since when, why, why not and until when") {
  const auto release = small_release();
  Situation broken;
  broken.unplayable = {"gate/b"};
  const auto words = explain_in_words(release, broken, {at("2026-11-21T06:00:12+07:00")});
  CHECK(
      words ==
      "test-hall release 7 at 2026-11-21 06:00:12 (Asia/Ho_Chi_Minh)\n"
      "Shows gate/c in vi and lo, 2.0 s into its slot, until 2026-11-21 06:00:15.\n"
      "Because\n"
      "  - The mode is daily: nobody has set another, and the calendar names none for this day.\n"
      "  - Event \"by-day\" (priority 0) is on from 2026-11-21 06:00:00 to 2026-11-21 18:00:00 "
      "(Asia/Ho_Chi_Minh).\n"
      "  - Its playlist \"day\" plays in order in 4 slots of 50.0 s together; since the event began this is "
      "pass 1, slot 2: gate/b.\n"
      "  - gate/b cannot be played on this kiosk; gate/c fills its slot, so that this screen stays in step "
      "with "
      "the others.\n"
      "  - Pass 1 speaks vi with lo (round 1 of 3).\n"
      "And not\n"
      "  - Event \"by-night\" is not on; it begins next at 2026-11-21 18:00:00.\n"
      "The next change is at 2026-11-21 06:00:15.\n");
}

TEST_CASE("the same is there for machines") {
  const auto release = small_release();
  const auto json = nlohmann::json::parse(explain_as_json(release, {}, {at("2026-11-21T06:00:12+07:00")}));
  CHECK(json["showing"]["item"] == "gate/b");
  CHECK(json["showing"]["offset_us"] == 2'000'000);
  CHECK(json["next_change"] == "2026-11-20T23:00:25Z");
  const auto none = nlohmann::json::parse(explain_as_json({}, {}, {at("2026-11-21T06:00:12+07:00")}));
  CHECK(none["showing"].is_null());
}
