// A set Sheet as what stands and what moves on it. Threads: the Typesetter's owner. Errors: none: what cannot
// move without touching words stands. Source: shared/design/look.md (Grid and motion).
#pragma once
#include "player/compose/sheet_painter.h"

namespace gatecast::compose {

// The still, as it is painted where nothing may move; a slide with a zoom shows its picture's first view.
// `motion`: gets what moves, null where nothing does; may be null itself: only the still is wanted.
pixels::Pixmap paint_moving_sheet(const Sheet& sheet, text::Typesetter& typesetter,
                                  const PictureSource& pictures, SlideReport* report,
                                  std::shared_ptr<const SlideMotion>* motion);

// A quantity such as "45 ngày" or "1.200": its digits replaced by those of a lesser number of as many digits,
// `share` of the way up. Nothing where it is no quantity (hours, telephone numbers that begin with 0).
std::optional<std::string> counted_up(const std::string& text, double share);

}  // namespace gatecast::compose
