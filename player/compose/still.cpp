#include "player/compose/still.h"

#include <algorithm>
#include <cmath>

#include "player/compose/pictogram.h"
#include "player/compose/scenery.h"
#include "player/compose/slide_painter.h"
#include "player/compose/theme.h"

namespace gatecast::compose {

static bool has_value(const bundle::Slide& slide) {
  for (const auto& [slot, entries] : slide.texts)
    for (const auto& texts : entries)
      for (const auto& [language, text] : texts)
        if (text.find("{fact:") != std::string::npos || text.find("{feed:") != std::string::npos) return true;
  return false;
}

const bundle::Item* still_item(const bundle::Release& release) {
  for (const auto& [id, item] : release.items) {
    const auto* slide = std::get_if<bundle::Slide>(&item.body);
    if (slide != nullptr && item.topic == "welcome" && slide->pictures.empty() && !has_value(*slide))
      return &item;
  }
  return nullptr;
}

pixels::Pixmap paint_built_in_still(pixels::Size size) {
  pixels::Pixmap picture({std::clamp(size.width_px, 1, 16384), std::clamp(size.height_px, 1, 16384)});
  Canvas canvas(picture);
  const double w = picture.size().width_px;
  const double h = picture.size().height_px;
  const double short_side = std::min(w, h);
  const double strip = std::round(short_side * 0.09);
  const bundle::Release none;
  const Palette palette = palette_for(none, bundle::Mode::daily, topic_named("welcome"));
  draw_scene(canvas, "ridges", {0, 0, w, h - strip}, scene_colours(palette.ground, false, false, true), 0.5);
  draw_band(canvas, {0, h - strip, w, strip}, topic_named("welcome").stitch, palette.band);
  const double flower = short_side * 0.17;
  const double y = (h - strip) * 0.26 - flower / 2;
  const PictogramColours ink{tone::forest, tone::jade, palette.ground};
  draw_pictogram(canvas, "lotus", {w / 2 - flower * 1.25, y, flower, flower}, ink);
  draw_pictogram(canvas, "champa", {w / 2 + flower * 0.25, y, flower, flower}, ink);
  return picture;
}

}  // namespace gatecast::compose
