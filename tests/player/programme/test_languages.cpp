#include "player/programme/languages.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::programme;

TEST_CASE("a language that the channel lacks is named, with those that there are and the one taken instead") {
  bundle::LanguageSet set;
  set.primary = "vi";
  set.foreign = {"lo", "en"};
  set.fallback = {"zh", "en", "vi"};
  CHECK_FALSE(missing_language(set, "vi"));
  CHECK_FALSE(missing_language(set, "lo-LA"));
  CHECK(missing_language(set, "fr") ==
        "this channel has no language \"fr\" (it has vi, lo, en): its words stand in \"en\" instead");
  set.fallback.clear();
  CHECK(missing_language(set, "ru")->ends_with("stand in \"vi\" instead"));
}
