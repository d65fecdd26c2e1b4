#include "player/text/sdl_labels.h"

#include <SDL_ttf.h>

#include <cmath>
#include <cstdlib>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

constexpr std::size_t kMostFonts = 16;
constexpr double kWhole = 1.0 / 64;  // SDL_ttf counts in 26.6 and rounds down

// SDL_ttf has one FreeType library for the whole process, so one owner at a time may use it; a second
// Typesetter on another thread draws with FreeType alone, the same pixels.
SDL_atomic_t& claim() {
  static SDL_atomic_t taken{};
  return taken;
}

bool is_whole(double value) {
  const double above = value - std::floor(value + 1e-4);
  return above < kWhole;
}

}  // namespace

SdlLabels::SdlLabels(const FaceList& faces) : faces_(faces) {
  if (SDL_AtomicCAS(&claim(), 0, 1) != SDL_TRUE) return;
  is_started_ = TTF_Init() == 0;
  if (!is_started_) SDL_AtomicSet(&claim(), 0);
}

SdlLabels::~SdlLabels() {
  if (!is_started_) return;
  fonts_.clear();
  TTF_Quit();
  SDL_AtomicSet(&claim(), 0);
}

bool SdlLabels::draws_exactly(const GlyphRun& run) const {
  if (!is_started_ || run.glyphs.empty() || run.em_px != std::floor(run.em_px)) return false;
  const Face& face = faces_.face(run.face);
  const double per_unit = run.em_px / face.units_per_em;
  const std::u16string text = to_nfc_utf16(run.text);
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i = next_index(text, i), ++count) {
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t extents{};
    if (count == run.glyphs.size()) return false;
    const PlacedGlyph& placed = run.glyphs[count];
    const double x = static_cast<double>(placed.x_px) - run.x_px;
    if (hb_font_get_nominal_glyph(face.font.get(), character_at(text, i), &glyph) == 0) return false;
    if (glyph != placed.glyph || placed.y_px != 0 || x < 0 || !is_whole(x)) return false;
    if (hb_font_get_glyph_extents(face.font.get(), glyph, &extents) == 0) return false;
    // Ink outside SDL_ttf's box would move the baseline by an amount that it does not tell.
    if (extents.x_bearing < 0 || extents.y_bearing * per_unit > face.ascent_em * run.em_px) return false;
    if (-(extents.y_bearing + extents.height) * per_unit > face.descent_em * run.em_px) return false;
  }
  return count == run.glyphs.size();
}

_TTF_Font* SdlLabels::font(const GlyphRun& run) {
  const int size = static_cast<int>(run.em_px);
  const Key key{run.face, size, run.script};
  if (const auto found = fonts_.find(key); found != fonts_.end()) return found->second.get();
  const FontFile& file = faces_.face(run.face).file;
  SDL_RWops* stream = SDL_RWFromConstMem(file.bytes->data(), static_cast<int>(file.bytes->size()));
  if (stream == nullptr) return nullptr;
  TTF_Font* opened = TTF_OpenFontIndexRW(stream, 1, size, file.face_index);
  if (opened == nullptr) return nullptr;
  TTF_SetFontHinting(opened, TTF_HINTING_NONE);
  TTF_SetFontDirection(opened, TTF_DIRECTION_LTR);
  TTF_SetFontScriptName(opened, run.script.c_str());
  if (fonts_.size() >= kMostFonts) fonts_.clear();
  return fonts_.emplace(key, std::unique_ptr<_TTF_Font, void (*)(_TTF_Font*)>(opened, TTF_CloseFont))
      .first->second.get();
}

std::optional<SdlLabels::Label> SdlLabels::render(const GlyphRun& run) {
  TTF_Font* opened = font(run);
  int width = 0;
  if (opened == nullptr || TTF_SizeUTF8(opened, run.text.c_str(), &width, nullptr) != 0) return std::nullopt;
  if (std::abs(width - (run.end_px - run.x_px)) > 1) return std::nullopt;
  const std::unique_ptr<SDL_Surface, void (*)(SDL_Surface*)> surface(
      TTF_RenderUTF8_Blended(opened, run.text.c_str(), SDL_Color{255, 255, 255, 255}), SDL_FreeSurface);
  if (!surface || surface->format->BytesPerPixel != 4) return std::nullopt;
  Label label{TTF_FontAscent(opened), surface->w, surface->h, {}};
  label.levels.reserve(static_cast<std::size_t>(surface->w) * static_cast<std::size_t>(surface->h));
  for (int y = 0; y < surface->h; ++y) {
    const auto* row =
        static_cast<const std::uint8_t*>(surface->pixels) + static_cast<std::ptrdiff_t>(y) * surface->pitch;
    for (int x = 0; x < surface->w; ++x) {
      std::uint32_t pixel = 0;
      SDL_memcpy(&pixel, row + static_cast<std::ptrdiff_t>(x) * 4, 4);
      label.levels.push_back(static_cast<std::uint8_t>(pixel >> 24));
    }
  }
  return label;
}

}  // namespace gatecast::text
