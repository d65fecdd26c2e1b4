// The way to a counter: the plan stands where its rooms are asked for, and opens with that room lit.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/figure.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

// What the card under the plan tells after that button is pressed.
std::string lit_after(const Session& from, const std::string& button, const Metrics& metrics) {
  const auto screen = demo().view(from, metrics);
  INFO(button);
  REQUIRE(screen.button(button) != nullptr);
  const auto session = after(from, screen.button(button)->action, demo().book(), from.touched_at);
  const auto* page = demo().book().page(session.here().id);
  REQUIRE(page != nullptr);
  REQUIRE(figure_of(*page) != nullptr);
  const auto spots = spots_of(*figure_of(*page), demo().book().release().site);
  const auto chosen = static_cast<std::size_t>(chosen_spot(spots, session.here().spot));
  auto name = demo().book().text(*spots[chosen].name, "en");
  bool is_told = false;
  for (const auto& layer : demo().view(session, metrics).layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        is_told = is_told || line.text == demo().book().text(*spots[chosen].name, from.language);
  CHECK(is_told);
  return name;
}

}  // namespace

TEST_CASE("from the list of a topic one touch leads to the plan, with the topic's room lit") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      INFO(panel.name << " in " << language);
      const Metrics metrics(panel.panel);
      CHECK(lit_after(at(Place::topic, "customs", language), "page/gate/building", metrics) == "Customs");
      CHECK(lit_after(at(Place::topic, "crossing", language), "page/gate/building", metrics) ==
            "Immigration");
    }
  // Under its own topic it begins where the kiosk stands.
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  CHECK(lit_after(at(Place::topic, "welcome", "en"), "page/gate/building", metrics) == "Hall");
}

TEST_CASE("a page that names a room leads to the plan with that room lit") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    for (const auto& [page, room] :
         {std::pair{"money/exchange", "Money exchange"}, std::pair{"customs/cash", "Customs"},
          std::pair{"customs/into-viet-nam", "Customs"}, std::pair{"health/help", "Health"},
          std::pair{"gate/first-steps", "Information"}}) {
      INFO(page);
      CHECK(lit_after(at(Place::page, page, "vi"), "related/gate/building", metrics) == room);
    }
  }
}

TEST_CASE("a topic whose one page answers at once gets no list for the plan's sake") {
  auto session = at(Place::home, "", "lo");
  session = after(session, {Act::open_topic, "money"}, demo().book(), session.touched_at);
  CHECK(session.here() == Where{Place::page, "money/exchange"});
}

TEST_CASE("who shall declare at customs is led to the plan with customs lit, from the answer") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    auto session = at(Place::page, "customs/ask", "lo");
    CHECK(demo().view(session, metrics).button("related/gate/building") == nullptr);
    session.trail.back().answers = "y";
    CHECK(lit_after(session, "related/gate/building", metrics) == "Customs");
  }
}
