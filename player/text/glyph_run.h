// Glyphs of one face, one script, one line, placed: what draw_run draws.
// Threads: a value; face numbers are those of the Typesetter that made it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace gatecast::text {

struct PlacedGlyph {
  std::uint32_t glyph = 0;
  float x_px = 0;  // from the line's start
  float y_px = 0;  // down from the baseline
};

struct GlyphRun {
  int face = 0;
  double em_px = 0;
  double x_px = 0;  // where it starts and ends on its line
  double end_px = 0;
  std::string script;
  std::string text;  // UTF-8, as shaped
  std::vector<PlacedGlyph> glyphs;
};

}  // namespace gatecast::text
