// draw_run: the one place where glyphs become pixels. SDL_ttf where it draws exactly what was shaped (see
// sdl_labels.h), else FreeType outlines without hinting at quarter-pixel positions; 256 levels of coverage,
// premultiplied blending; a bounded cache of coverage maps.
// Nothing is clipped but at the target's edge: ink may leave the line box.
// Threads: the FaceList's owner. Errors: a glyph that FreeType refuses is not drawn (the check sees missing
// ones).
#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "player/pixels/pixmap.h"
#include "player/text/faces.h"
#include "player/text/glyph_run.h"
#include "player/text/sdl_labels.h"

namespace gatecast::text {

constexpr std::size_t kGlyphCacheBytes = 8 << 20;

class GlyphPainter {
 public:
  explicit GlyphPainter(const FaceList& faces) : faces_(faces), labels_(faces) {}
  // (x, baseline) = the line's start in the target.
  void draw_run(pixels::Pixmap& target, const GlyphRun& run, double x, double baseline, pixels::Colour colour,
                bool shows_missing);
  // The same by FreeType alone; the test compares.
  void draw_glyphs(pixels::Pixmap& target, const GlyphRun& run, double x, double baseline,
                   pixels::Colour colour, bool shows_missing);
  [[nodiscard]] std::size_t cached_bytes() const { return cached_bytes_; }

 private:
  struct Coverage {
    int left = 0;  // of the bitmap from the glyph's origin pixel
    int top = 0;   // up
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> levels;
  };
  const Coverage& coverage(int face, std::uint32_t glyph, std::int64_t em_26_6, int quarter_x, int quarter_y);
  Coverage render(int face, std::uint32_t glyph, std::int64_t em_26_6, int quarter_x, int quarter_y) const;

  const FaceList& faces_;
  SdlLabels labels_;
  std::unordered_map<std::uint64_t, Coverage> cache_;
  std::size_t cached_bytes_ = 0;
};

}  // namespace gatecast::text
