#include "player/text/glyph_painter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include FT_OUTLINE_H

namespace gatecast::text {
namespace {

// Light letters on a dark ground look thinner than dark ones on light, because blending is done in sRGB:
// their edges are raised a little. Black is left as FreeType drew it.
std::array<std::uint8_t, 256> edge_levels(pixels::Colour colour) {
  const double luminance = (0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue) / 255;
  const double exponent = 1 / (1 + 0.25 * luminance);
  std::array<std::uint8_t, 256> levels{};
  for (std::size_t i = 0; i < levels.size(); ++i)
    levels[i] = static_cast<std::uint8_t>(
        std::lround(255 * std::pow(static_cast<double>(i) / 255, exponent) * colour.alpha / 255));
  return levels;
}

std::uint32_t blend(std::uint32_t under, pixels::Colour colour, std::uint32_t alpha) {
  const std::uint32_t rest = 255 - alpha;
  auto mix = [&](std::uint32_t over, int shift) {
    return ((over * alpha + (under >> shift & 255) * rest + 127) / 255) << shift;
  };
  return mix(255, 24) | mix(colour.red, 16) | mix(colour.green, 8) | mix(colour.blue, 0);
}

// Coverage onto the target, clipped at its edges only.
void blend_levels(pixels::Pixmap& target, pixels::Rect at, const std::uint8_t* coverage,
                  pixels::Colour colour, const std::array<std::uint8_t, 256>& levels) {
  const pixels::Size size = target.size();
  const int from_x = std::max(0, -at.x);
  const int to_x = std::min(at.width, size.width_px - at.x);
  for (int row = std::max(0, -at.y); row < std::min(at.height, size.height_px - at.y); ++row) {
    const std::uint8_t* level = coverage + static_cast<std::ptrdiff_t>(row) * at.width;
    std::uint32_t* pixels = target.row(at.y + row);
    for (int column = from_x; column < to_x; ++column)
      if (const std::uint32_t alpha = levels[level[column]]; alpha != 0)
        pixels[at.x + column] = blend(pixels[at.x + column], colour, alpha);
  }
}

// No glyph of a sane face is farther than this from its origin; also keeps whole numbers small.
bool is_reachable(const pixels::Pixmap& target, double x, double y, double em_px) {
  const double reach = em_px * 4;
  return x > -reach && x < target.size().width_px + reach && y > -reach &&
         y < target.size().height_px + reach;
}

struct Quarter {
  int whole = 0;
  int quarter = 0;
};
Quarter to_quarters(double value) {
  const auto quarters = static_cast<std::int64_t>(std::floor(value * 4 + 0.5));
  return {static_cast<int>(quarters >> 2), static_cast<int>(quarters & 3)};
}

}  // namespace

void GlyphPainter::draw_run(pixels::Pixmap& target, const GlyphRun& run, double x, double baseline,
                            pixels::Colour colour, bool shows_missing) {
  if (run.glyphs.empty() || !is_reachable(target, x + run.x_px, baseline, run.em_px + run.end_px - run.x_px))
    return;
  const Quarter start = to_quarters(x + run.x_px);
  const bool is_whole = start.quarter == 0 && baseline == std::floor(baseline);
  if (is_whole && labels_.draws_exactly(run)) {
    if (const auto label = labels_.render(run)) {
      blend_levels(target,
                   {start.whole, static_cast<int>(baseline) - label->ascent, label->width, label->height},
                   label->levels.data(), colour, edge_levels(colour));
      return;
    }
  }
  draw_glyphs(target, run, x, baseline, colour, shows_missing);
}

void GlyphPainter::draw_glyphs(pixels::Pixmap& target, const GlyphRun& run, double x, double baseline,
                               pixels::Colour colour, bool shows_missing) {
  const auto levels = edge_levels(colour);
  const auto em_26_6 = static_cast<std::int64_t>(std::lround(run.em_px * 64));
  for (const PlacedGlyph& placed : run.glyphs) {
    if (placed.glyph == 0 && !shows_missing) continue;
    const double glyph_x = x + static_cast<double>(placed.x_px);
    const double glyph_y = baseline + static_cast<double>(placed.y_px);
    if (!is_reachable(target, glyph_x, glyph_y, run.em_px)) continue;
    const Quarter at_x = to_quarters(glyph_x);
    const Quarter at_y = to_quarters(glyph_y);
    const Coverage& map = coverage(run.face, placed.glyph, em_26_6, at_x.quarter, at_y.quarter);
    blend_levels(target, {at_x.whole + map.left, at_y.whole - map.top, map.width, map.height},
                 map.levels.data(), colour, levels);
  }
}

const GlyphPainter::Coverage& GlyphPainter::coverage(int face, std::uint32_t glyph, std::int64_t em_26_6,
                                                     int quarter_x, int quarter_y) {
  const std::uint64_t key = static_cast<std::uint64_t>(face) << 56 | static_cast<std::uint64_t>(glyph) << 32 |
                            static_cast<std::uint64_t>(em_26_6) << 4 |
                            static_cast<std::uint64_t>(quarter_x << 2 | quarter_y);
  if (const auto found = cache_.find(key); found != cache_.end()) return found->second;
  Coverage map = render(face, glyph, em_26_6, quarter_x, quarter_y);
  constexpr std::size_t kEntryBytes = 96;
  if (cached_bytes_ + map.levels.size() + kEntryBytes > kGlyphCacheBytes) {
    cache_.clear();
    cached_bytes_ = 0;
  }
  cached_bytes_ += map.levels.size() + kEntryBytes;
  return cache_.emplace(key, std::move(map)).first->second;
}

GlyphPainter::Coverage GlyphPainter::render(int face, std::uint32_t glyph, std::int64_t em_26_6,
                                            int quarter_x, int quarter_y) const {
  Coverage map;
  FT_Face outlines = faces_.face(face).outlines;
  if (FT_Set_Char_Size(outlines, 0, em_26_6, 72, 72) != 0) return map;
  if (FT_Load_Glyph(outlines, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return map;
  FT_GlyphSlot slot = outlines->glyph;
  if (slot->format != FT_GLYPH_FORMAT_OUTLINE) return map;
  FT_Outline_Translate(&slot->outline, quarter_x * 16, -quarter_y * 16);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return map;
  const FT_Bitmap& bitmap = slot->bitmap;
  map.left = slot->bitmap_left;
  map.top = slot->bitmap_top;
  map.width = static_cast<int>(bitmap.width);
  map.height = static_cast<int>(bitmap.rows);
  map.levels.resize(static_cast<std::size_t>(bitmap.width) * bitmap.rows);
  for (int row = 0; row < map.height; ++row)
    std::copy_n(bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch, bitmap.width,
                map.levels.data() + static_cast<std::ptrdiff_t>(row) * map.width);
  return map;
}

}  // namespace gatecast::text
