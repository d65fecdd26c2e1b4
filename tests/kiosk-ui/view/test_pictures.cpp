// Approved pictures of a few screens, half their size: each panel, and the states that a session has.
#include <catch2/catch.hpp>

#include "tests/golden/golden_frame.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/kiosk-ui/view/half.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::half;
using kiosk_ui::test::searching;

TEST_CASE("screens of the touch ring are drawn as they were approved") {
  static kiosk_ui::test::DemoBook demo;
  auto focused = at(Place::home, "", "zh", 0, true);
  focused.focus = "topic/customs";
  auto morning = at(Place::page, "culture/exhibition", "lo");
  morning.trail.back().spot = 3;
  auto near = at(Place::page, "culture/exhibition", "vi");
  near.trail.back().spot = 2;
  near.trail.back().gaze = {6, 0.5, 0.5};
  auto digits = searching("ລົດ 1", "lo");
  digits.shows_digits = true;
  struct Case {
    const char* name;
    std::size_t panel;
    Session session;
    Duration idle{0};
    const char* pressed = "";
  };
  for (const auto& one :
       {Case{"kiosk-home-vi-landscape", 0, at(Place::home, "", "vi")},
        Case{"kiosk-home-lo-small", 2, at(Place::home, "", "lo")},
        Case{"kiosk-topic-pressed-lo-portrait", 1, at(Place::topic, "customs", "lo"), Duration(0),
             "page/customs/cash"},
        Case{"kiosk-hours-th-portrait", 1, at(Place::page, "border/hours", "th")},
        Case{"kiosk-home-focus-contrast-zh-landscape", 0, focused},
        Case{"kiosk-steps-large-vi-small", 2, at(Place::page, "border/steps", "vi", 2)},
        Case{"kiosk-search-found-lo-landscape", 0, searching("ຜ່ານແດ", "lo"), Duration(0), "key/ນ"},
        Case{"kiosk-search-empty-th-small", 2, searching("", "th")},
        Case{"kiosk-search-found-contrast-en-small", 2, searching("vissa", "en", true)},
        Case{"kiosk-search-nothing-vi-portrait", 1, searching("qxw", "vi")},
        Case{"kiosk-map-vi-landscape", 0, at(Place::page, "transport/map", "vi")},
        Case{"kiosk-map-lo-portrait", 1, at(Place::page, "transport/map", "lo")},
        Case{"kiosk-map-zh-small", 2, at(Place::page, "transport/map", "zh")},
        Case{"kiosk-plan-th-portrait", 1, at(Place::page, "gate/building", "th")},
        Case{"kiosk-plan-contrast-en-small", 2, at(Place::page, "gate/building", "en", 0, true)},
        Case{"kiosk-form-lo-landscape", 0, at(Place::page, "customs/ask", "lo")},
        Case{"kiosk-gallery-en-landscape", 0, at(Place::page, "culture/exhibition", "en")},
        Case{"kiosk-gallery-lo-portrait", 1, morning},
        Case{"kiosk-gallery-near-vi-landscape", 0, near},
        Case{"kiosk-gallery-near-vi-small", 2, near},
        Case{"kiosk-photo-en-portrait", 1, at(Place::photo, "border/lao-form", "en")},
        Case{"kiosk-photo-vi-small", 2, at(Place::photo, "emergency/numbers", "vi")},
        Case{"kiosk-search-digits-lo-small", 2, digits},
        Case{"kiosk-taken-down-lo-portrait", 1, at(Place::page, "culture/taken-down", "lo")},
        Case{"kiosk-question-en-landscape", 0, at(Place::page, "emergency/numbers", "en"),
             kIdle + Duration(6'500'000)}}) {
    const Metrics metrics(kiosk_ui::test::panels().at(one.panel).panel);
    const auto drawn =
        demo.draw(demo.view(one.session, metrics, one.idle, one.pressed), metrics.panel().size);
    const auto verdict = golden::compare_with_approved(one.name, half(drawn));
    INFO(one.name << ": " << verdict.words);
    CHECK(verdict.is_same);
  }
}
