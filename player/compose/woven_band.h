// The woven band: a strip of stitches from a closed table, the product's face. Every pattern is symmetric, so
// that no hook or lone cross can arise. Threads: pure. Errors: none.
// Source: shared/design/look.md (Two looms, one thread).
#pragma once
#include <string_view>

#include "player/compose/canvas.h"

namespace gatecast::compose {

enum class Stitch { diamonds, nested, zigzag, steps, grains, waves, eyes, twill };

struct BandColours {
  pixels::Colour ground;
  pixels::Colour main;
  pixels::Colour second;
  pixels::Colour third;
};
// Which of ground (0), main (1), second (2), third (3) lies at a cell; 11 cells high, endless in x.
inline constexpr int kBandCells = 11;
int stitch_at(Stitch stitch, int x, int y);
// Fills the box with whole cells, centred, as a horizontal strip (or vertical where the box is taller).
// `woven` from 0 to 1: how much of the length is woven already (waiting, counting down).
void draw_band(Canvas& canvas, const Box& box, Stitch stitch, const BandColours& colours, double woven = 1);
// Stepped lozenges one around the other, from `clear` cells outwards: the ground of an icon panel.
void draw_rays(Canvas& canvas, const Box& box, double cell, int clear, pixels::Colour line);
// A filled lozenge with cut corners and stepped edges, and a stepped line inside it: the ground of large
// icons.
void draw_lozenge(Canvas& canvas, const Box& box, pixels::Colour fill, pixels::Colour line);

}  // namespace gatecast::compose
