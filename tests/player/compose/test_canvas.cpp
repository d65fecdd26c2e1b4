#include <catch2/catch.hpp>

#include "player/compose/canvas.h"
#include "player/compose/theme.h"

using namespace gatecast;
using namespace gatecast::compose;

TEST_CASE("the contrast formula gives the figures of the look") {
  CHECK(contrast(tone::night, tone::paper) == Approx(14.8).margin(0.05));
  CHECK(contrast(tone::jade, tone::paper) == Approx(5.7).margin(0.05));
  CHECK(contrast(tone::mist, tone::forest) == Approx(8.9).margin(0.05));
}

TEST_CASE("every theme keeps 4.5 for text, quiet text and panel text") {
  const bundle::Release release;
  for (const auto mode :
       {bundle::Mode::daily, bundle::Mode::festive, bundle::Mode::solemn, bundle::Mode::closed})
    for (const auto tone : {Tone::of_theme, Tone::light, Tone::dark})
      for (const char* topic : {"welcome", "visa", "places", "customs"}) {
        const Palette palette = palette_for(release, mode, topic_named(topic), tone);
        INFO(bundle::to_string(mode) << " " << topic);
        CHECK(contrast(palette.text, palette.ground) >= 4.5);
        CHECK(contrast(palette.quiet, palette.ground) >= 4.5);
        CHECK(contrast(palette.panel_text, palette.panel) >= 4.5);
        CHECK(contrast(palette.accent, palette.panel) >= 4.5);
      }
}
