// What demo keys have signed says so wherever somebody touches, as the programme's strip does.
#include <catch2/catch.hpp>

#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

Screenful screen_of(const Session& session, const Metrics& metrics, bool is_demo) {
  ViewRequest request;
  request.session = &session;
  request.book = &demo().book();
  request.metrics = &metrics;
  request.has_search = true;
  request.is_demo = is_demo;
  return build_view(request, demo().typesetter());
}

std::vector<compose::Box> marks_of(const Screenful& screen) {
  std::vector<compose::Box> marks;
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        if (line.text.find("DEMO") != std::string::npos) marks.push_back(words.box);
  return marks;
}

}  // namespace

TEST_CASE("every screen of a demo says DEMO once, off its buttons, and no other screen does") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    std::vector<Session> sessions{at(Place::home, "", "lo"), at(Place::search, "", "lo"),
                                  at(Place::languages, "", "")};
    for (const auto& topic : demo().book().topics()) sessions.push_back(at(Place::topic, topic.id, "lo"));
    for (const auto& [id, page] : demo().book().release().pages)
      for (const auto place : {Place::page, Place::photo}) sessions.push_back(at(place, id, "lo"));
    for (const auto& session : sessions) {
      INFO(panel.name << ": " << session.here().id);
      const auto screen = screen_of(session, metrics, true);
      const auto marks = marks_of(screen);
      REQUIRE(marks.size() == 1);
      const auto& mark = marks.front();
      CHECK(mark.y >= 0);
      CHECK(mark.bottom() <= metrics.screen.height + 0.5);
      for (const auto& button : screen.buttons)
        CHECK((mark.right() < button.box.x || mark.x > button.box.right() || mark.bottom() <= button.box.y ||
               mark.y >= button.box.bottom()));
      CHECK(marks_of(screen_of(session, metrics, false)).empty());
    }
    // Over the attract picture the programme's own strip says it.
    CHECK(marks_of(screen_of(Session{}, metrics, true)).empty());
  }
}
