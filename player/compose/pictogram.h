// Line icons by name, drawn by code on a grid of 100 x 100: what a slide is about, seen from 5 m.
// Threads: pure. Errors: an unknown name draws the information sign and says false.
// Source: shared/design/look.md (no faces, flags, lone crosses; lotus and champa as the two flowers).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "player/compose/canvas.h"

namespace gatecast::compose {

struct PictogramColours {
  pixels::Colour line;
  pixels::Colour accent;
  pixels::Colour ground;  // hides what lies behind a nearer part
};
bool draw_pictogram(Canvas& canvas, std::string_view name, const Box& box, const PictogramColours& colours);
bool has_pictogram(std::string_view name);
std::vector<std::string> pictogram_names();

// Lines of one icon, in drawing order.
struct Mark {
  enum class How { stroke, fill, accent_fill, accent_stroke, ground_fill, forbidding_stroke } how;
  const char* path;
};
struct Pictogram {
  const char* name;
  std::vector<Mark> marks;
};
const std::vector<Pictogram>& pictogram_table();

}  // namespace gatecast::compose
