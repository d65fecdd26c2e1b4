#include <catch2/catch.hpp>

#include "player/playback/ladder.h"

using namespace gatecast::playback;

TEST_CASE("each failure goes one rung down and no further") {
  CHECK(choose_rung({.has_release = true, .has_showing = true}) == Rung::item);
  CHECK(choose_rung({.has_release = true, .has_showing = true, .is_planned_item = false}) == Rung::filler);
  CHECK(choose_rung({.has_release = true, .is_newest_release = false, .has_showing = true}) ==
        Rung::last_good_release);
  CHECK(choose_rung({.has_release = true, .has_showing = false}) == Rung::release_still);
  CHECK(choose_rung({.has_release = false}) == Rung::built_in_still);
}
