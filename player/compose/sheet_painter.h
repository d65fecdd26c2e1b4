// From a set Sheet to pixels: shapes by cairo, texts by the Typesetter, and the report measured on the way.
// Threads: the Typesetter's owner. Errors: a picture that cannot be had is drawn as the topic's scene and
// reported. Source: shared/design/look.md; WCAG 2.2 (contrast).
#pragma once
#include "player/compose/motion.h"
#include "player/compose/sheet.h"

namespace gatecast::compose {

// Which part of a sheet is painted, for what is put together from parts.
struct SheetPart {
  static constexpr int kEverything = -2;
  static constexpr int kStanding = -1;  // what belongs to no row
  int row = kEverything;                // or the number of a row
  bool has_number = true;               // without it: the slot "number" is left out
  // The shape that is seen through a window, and its first view.
  std::size_t zoomed_shape = 0;
  const SlideMotion::Zoom* zoom = nullptr;
};
void paint_sheet(const Sheet& sheet, text::Typesetter& typesetter, const PictureSource& pictures,
                 pixels::Pixmap& target, SlideReport* report, const SheetPart& part = {});
// One shape in a box of its own, at any size: a picture as it is, or a drawn scene.
void paint_shape(const Sheet& sheet, const Shape& shape, const PictureSource& pictures,
                 pixels::Pixmap& target);
// The least contrast between `ink` and the ground behind every pixel that the text has changed, in
// hundredths.
double contrast_behind(const pixels::Pixmap& before, const pixels::Pixmap& after, const pixels::Rect& box,
                       pixels::Colour ink);
// Draws `picture` so that it covers the box, its focus kept visible.
void draw_picture(Canvas& canvas, const pixels::Pixmap& picture, const Box& box,
                  const bundle::PictureUse& use, bool is_contained = false);

}  // namespace gatecast::compose
