// Colours of the touch ring: light, and the traveller's high contrast (everything 7:1 or more).
// Threads: values. Source: shared/design/look.md (Colour); WCAG 2.2 1.4.3, 1.4.6, 1.4.11.
#pragma once
#include "player/compose/theme.h"

namespace gatecast::kiosk_ui {

struct Palette {
  pixels::Colour ground, text, quiet, rule;             // the stage
  pixels::Colour plinth, plinth_text;                   // under the hands
  pixels::Colour tile, tile_text, tile_accent;          // topics and pages
  pixels::Colour tool, tool_text;                       // on the plinth
  pixels::Colour chosen, chosen_text;                   // the language that is spoken, a mode that is on
  pixels::Colour panel, panel_text, panel_accent;       // answers, the idle question
  pixels::Colour good, good_text, closed, closed_text;  // "open now" and "closed now"
  pixels::Colour focus_on_stage, focus_on_plinth;
  pixels::Colour edge;  // around every button; as the button where none is wanted
  compose::BandColours band;
  bool is_high_contrast = false;
};
Palette palette(bool is_high_contrast);
// Black on white: what a telephone's camera reads best, by night too.
Palette photo_palette();

}  // namespace gatecast::kiosk_ui
