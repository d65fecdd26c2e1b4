// The colours of one slide: the theme of its mode, overridden by the release's, turned by the topic's accent.
// Threads: values. Errors: a colour that is no "#RRGGBB" is ignored (the check of the source folder refuses
// it). Source: shared/design/look.md (Colour).
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "content-sync/bundle/release.h"
#include "player/compose/canvas.h"
#include "player/compose/woven_band.h"

namespace gatecast::compose {

namespace tone {
inline constexpr pixels::Colour night{0x0B, 0x22, 0x26, 255};
inline constexpr pixels::Colour forest{0x12, 0x40, 0x3C, 255};
inline constexpr pixels::Colour jade{0x1B, 0x6B, 0x62, 255};
inline constexpr pixels::Colour paper{0xF7, 0xF2, 0xE6, 255};
inline constexpr pixels::Colour mist{0xD5, 0xE6, 0xE1, 255};
inline constexpr pixels::Colour rice{0xE9, 0xB4, 0x4C, 255};
inline constexpr pixels::Colour champa{0xF3, 0xC8, 0xC4, 255};
inline constexpr pixels::Colour lacquer{0xA4, 0x26, 0x2C, 255};
inline constexpr pixels::Colour earth{0x6E, 0x24, 0x1E,
                                      255};  // the warm red of feasts; lacquer stays the alert's
}  // namespace tone

struct Topic {
  std::string_view name;
  Stitch stitch;
  std::string_view accent;  // "rice", "champa", "mist"
  std::string_view icon;
  std::string_view scene;
};
// The topic of this name, or "service".
const Topic& topic_named(std::string_view name);

struct Palette {
  pixels::Colour ground;      // of the slide
  pixels::Colour text;        // headlines and body on it
  pixels::Colour quiet;       // notes, sources; still 4.5 on the ground
  pixels::Colour rule;        // thin lines on the ground: never carries meaning alone
  pixels::Colour panel;       // dark accents: band, icon lozenges, split's second half
  pixels::Colour panel_text;  // on panels
  pixels::Colour accent;      // on panels: icon details, numbers, stitches
  BandColours band;
  bool is_dark = false;
  bool has_ornament = true;  // solemn has none
};
enum class Tone { of_theme, light, dark };
Palette palette_for(const bundle::Release& release, bundle::Mode mode, const Topic& topic,
                    Tone tone = Tone::of_theme);

}  // namespace gatecast::compose
