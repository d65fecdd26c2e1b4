// The check of a folder and the painter speak of the same templates.
#include <catch2/catch.hpp>

#include "content-sync/source/layout_slots.h"
#include "player/compose/layouts.h"

using namespace gatecast;

TEST_CASE("what the check knows of templates is what the painter draws") {
  std::vector<std::string> checked;
  for (const auto& layout : source::layout_slots()) checked.emplace_back(layout.layout);
  CHECK(checked == compose::layout_names());
  for (const auto& layout : source::layout_slots()) {
    const auto* drawn = compose::layout_named(layout.layout);
    REQUIRE(drawn != nullptr);
    std::vector<std::string> needed;
    for (const auto& slot : layout.slots)
      if (slot.least > 0) needed.emplace_back(slot.name);
    INFO(layout.layout);
    CHECK(needed == std::vector<std::string>(drawn->needed.begin(), drawn->needed.end()));
  }
}
