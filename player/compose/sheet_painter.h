// From a set Sheet to pixels: shapes by cairo, texts by the Typesetter, and the report measured on the way.
// Threads: the Typesetter's owner. Errors: a picture that cannot be had is drawn as the topic's scene and
// reported. Source: shared/design/look.md; WCAG 2.2 (contrast).
#pragma once
#include "player/compose/sheet.h"

namespace gatecast::compose {

void paint_sheet(const Sheet& sheet, text::Typesetter& typesetter, const PictureSource& pictures,
                 pixels::Pixmap& target, SlideReport* report);
// The least contrast between `ink` and the ground behind every pixel that the text has changed, in
// hundredths.
double contrast_behind(const pixels::Pixmap& before, const pixels::Pixmap& after, const pixels::Rect& box,
                       pixels::Colour ink);
// Draws `picture` so that it covers the box, its focus kept visible.
void draw_picture(Canvas& canvas, const pixels::Pixmap& picture, const Box& box,
                  const bundle::PictureUse& use, bool is_contained = false);

}  // namespace gatecast::compose
