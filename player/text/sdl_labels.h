// SDL_ttf behind draw_run, for what it draws exactly as shaped. Measured with SDL_ttf 2.20.1 against our
// glyphs (24 to 100 px, Noto): its widths agree within a pixel, but without hinting it floors every glyph's
// place to a whole pixel, and its subpixel mode bends letters by light hinting; it takes whole sizes and no
// language. So it serves whole sizes where every glyph falls on a whole pixel and is the character's own
// (digits, letters and signs that stand alone: there all 256 levels are the same); FreeType glyphs serve the
// rest. Threads: the FaceList's owner. Errors: none; what SDL_ttf refuses is left to FreeType. Source:
// SDL_ttf 2.20; typography.md 3.2 (one font object a script).
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "player/text/faces.h"
#include "player/text/glyph_run.h"

struct _TTF_Font;

namespace gatecast::text {

class SdlLabels {
 public:
  struct Label {
    int ascent = 0;  // rows above the baseline
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> levels;  // coverage, row by row
  };
  explicit SdlLabels(const FaceList& faces);
  ~SdlLabels();
  SdlLabels(const SdlLabels&) = delete;
  SdlLabels& operator=(const SdlLabels&) = delete;

  [[nodiscard]] bool draws_exactly(const GlyphRun& run) const;
  // The run from its own first glyph's origin; nothing if SDL_ttf fails or measures another width.
  std::optional<Label> render(const GlyphRun& run);

 private:
  _TTF_Font* font(const GlyphRun& run);
  using Key = std::tuple<int, int, std::string>;  // face, size, script
  const FaceList& faces_;
  bool is_started_ = false;  // and claimed for this object
  std::map<Key, std::unique_ptr<_TTF_Font, void (*)(_TTF_Font*)>> fonts_;
};

}  // namespace gatecast::text
