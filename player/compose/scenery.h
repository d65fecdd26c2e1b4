// Landscapes as layered silhouettes with mist between the layers, for slides without a photograph. No faces,
// flags or maps; That Ing Hang stands whole with nothing before it.
// Threads: pure: the same box, name and colours give the same pixels. Errors: an unknown name draws the
// ridges. Source: shared/design/look.md (Landscapes).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "player/compose/canvas.h"

namespace gatecast::compose {

struct SceneColours {
  pixels::Colour sky_top;
  pixels::Colour sky_low;
  pixels::Colour far;   // the most distant ridge
  pixels::Colour near;  // the nearest
  pixels::Colour mist;
  pixels::Colour sun;
  pixels::Colour water;
  pixels::Colour shape;  // silhouettes: houses, boats, the gate
  pixels::Colour light;  // windows, edges, blossoms
  bool has_sun = true;
};
SceneColours scene_colours(pixels::Colour ground, bool is_dark, bool is_feast, bool has_ornament);

// `horizon`: where the land begins, as a part of the box's height; above is nothing but sky and the sun.
// `free_from`: words cover the scene left of this part of its width; the landmark stands right of it.
void draw_scene(Canvas& canvas, std::string_view name, const Box& box, const SceneColours& colours,
                double horizon = 0.5, double free_from = 0);
bool has_scene(std::string_view name);
const std::vector<std::string>& scene_names();

}  // namespace gatecast::compose
