// The page for whoever hangs a panel: is the picture whole, upright, sharp, square and in its true size?
// Corner arrows, a border and a ruler of single pixels, a circle, greys and colours, all scripts, and the
// outline of a bank card (85.60 x 53.98 mm) to hold a real one against. Nothing on it is content. Threads:
// pure but for the typesetter. Errors: none; without a typesetter there are no words. Source:
// shared/design/content.md (Output); ISO/IEC 7810 ID-1.
#pragma once
#include <string>
#include <vector>

#include "player/pixels/pixmap.h"
#include "player/text/typesetter.h"

namespace gatecast::compose {

struct SetupFacts {
  pixels::Size size;  // of the content
  int panel_width_mm = 0;
  int panel_height_mm = 0;  // 0: not known, then there is no card
  std::vector<std::string> words;
};
// Of the card's outline, in pixels, in the middle; empty where the millimetres are not known.
pixels::Rect bank_card(const SetupFacts& facts);
pixels::Pixmap paint_setup_page(const SetupFacts& facts, text::Typesetter* typesetter);

}  // namespace gatecast::compose
