// Greedy lines over summed advances; a word wider than the line is cut between letters and said so.
// Threads: the Shaper's owner. Errors: none.
#pragma once
#include <vector>

#include "player/text/shape.h"

namespace gatecast::text {

struct LineSpan {
  std::size_t paragraph = 0;
  std::size_t start = 0;  // UTF-16; without the spaces at its end
  std::size_t end = 0;
};
struct LineSpans {
  std::vector<LineSpan> lines;
  bool is_overfull = false;
};

LineSpans break_lines(Shaper& shaper, const ShapedText& shaped, const std::string& language,
                      double max_width_em);

// The narrowest setting that needs no more lines, for texts of a few lines.
LineSpans balance_lines(Shaper& shaper, const ShapedText& shaped, const std::string& language,
                        double max_width_em, LineSpans greedy);

}  // namespace gatecast::text
