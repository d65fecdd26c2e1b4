// The pinned faces, opened once for HarfBuzz and FreeType, and the order in which they are tried for a
// script. Threads: one owner (FreeType faces are not shared). Errors: content error "text.font". Source:
// typography.md 3.1; ISO 15924; OpenType hhea.
#pragma once
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/result.h"
#include "player/text/typesetter.h"

namespace gatecast::text {

// ISO 15924 of the language's own script: "lo" -> "Laoo", "zh-TW" -> "Hant".
std::string script_of_language(std::string_view language);
bool is_han_like(std::string_view script);  // Han, kana, hangul in any of their names

struct Face {
  FontFile file;
  std::unique_ptr<hb_font_t, void (*)(hb_font_t*)> font{nullptr, hb_font_destroy};
  FT_Face outlines = nullptr;
  double units_per_em = 1000;
  double ascent_em = 1;
  double descent_em = 0.3;  // positive, below the baseline
  [[nodiscard]] bool has(char32_t c) const;
  [[nodiscard]] double ink_height_em(char32_t c) const;  // 0 if the face lacks it
};

class FaceList {
 public:
  static Result<std::unique_ptr<FaceList>> create(std::vector<FontFile> files);
  ~FaceList();
  FaceList(const FaceList&) = delete;
  FaceList& operator=(const FaceList&) = delete;
  // Every face, best first, for a script as ICU names it ("Hani" and kana choose by language).
  [[nodiscard]] std::vector<int> order(std::string_view script, std::string_view language, FaceRole role,
                                       int weight) const;
  [[nodiscard]] const Face& face(int index) const { return faces_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] std::size_t count() const { return faces_.size(); }

 private:
  FaceList() = default;
  FT_Library freetype_ = nullptr;
  std::vector<Face> faces_;
};

}  // namespace gatecast::text
