// Lines that part where the sense does: after a sentence rather than in it, between words of Chinese rather
// than in one, and no small word that belongs to the next ("at", "ở", "ທີ່") left behind at a line's end. For
// headlines and commands of a few lines. Threads: the Shaper's owner. Errors: none; where nothing better
// fits, the lines stay as they are.
#pragma once
#include <string>

#include "player/text/lines.h"

namespace gatecast::text {

// As many lines as `balanced` has, none wider than `max_width_em`.
LineSpans part_by_sense(const ShapedText& shaped, const std::string& language, double max_width_em,
                        LineSpans balanced);

}  // namespace gatecast::text
