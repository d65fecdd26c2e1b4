// The one text path: script runs and line breaks by ICU, each paragraph shaped once by HarfBuzz, lines broken
// by summed advances, faces chosen by script from a pinned list (never by fontconfig), drawn on one baseline.
// Threads: a Typesetter has one owner thread (FreeType faces are not shared); layouts are values.
// Errors: content errors "text.font", environment errors of FreeType.
// Source: shared/domain/typography.md 3; UAX #14, #24; BCP 47.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"

namespace gatecast::text {

enum class FaceRole { text, ui, display };

// One face of the pinned list; the bytes are a whole font file and stay shared.
struct FontFile {
  std::string
      script;  // ISO 15924 as in bundle::Font; "Latn" serves digits, signs and all that no other face has
  FaceRole role = FaceRole::text;
  int weight = 400;
  std::shared_ptr<const std::string> bytes;
  int face_index = 0;
};

struct TextStyle {
  std::string language = "vi";  // BCP 47: chooses Han face, line break rules, shaping language
  FaceRole role = FaceRole::text;
  int weight = 400;
  double size_px = 36;        // em; Lao and Thai inside text of another script are enlarged by 10 %
  double line_height_em = 0;  // 0 = the script's own (vi/en 1.40, lo 1.70, th 1.65, zh/ja/ko 1.55; ui 1.45)
  pixels::Colour colour;
  bool is_balanced = false;    // lines of even length, as few as otherwise: for headlines and subtitles
  bool shows_missing = false;  // a box for a character that no face has: in the preview, never on a screen
};
enum class Align { start, centre, end };

struct GlyphRun;  // glyphs of one face, one script, one line: private to the text library

struct Line {
  std::string text;  // UTF-8 of this line, for reports and tests
  double width_px = 0;
  double baseline_px = 0;  // from the layout's top
  double ink_top_px = 0;   // highest and lowest ink, from the layout's top
  double ink_bottom_px = 0;
  std::shared_ptr<const std::vector<GlyphRun>> runs;
};
struct Layout {
  std::vector<Line> lines;
  double width_px = 0;   // widest line
  double height_px = 0;  // lines x line box
  double size_px = 0;    // the em size used
  double line_box_px = 0;
  bool is_overfull = false;  // an unbreakable word is wider than the box (it was cut between letters),
                             // or the text is longer than any sign's (64 KiB) and was cut
  std::vector<std::string> missing;  // characters that no face of the list has, as "U+XXXX"
};

class Typesetter {
 public:
  // `glossary`: names that are never broken, by language.
  static Result<std::unique_ptr<Typesetter>> create(
      std::vector<FontFile> faces, const std::map<std::string, std::vector<std::string>>& glossary);
  virtual ~Typesetter() = default;

  // Lines no wider than max_width_px; "\n" starts a new line.
  virtual Layout layout(const std::string& text, const TextStyle& style, double max_width_px) = 0;
  // The largest of `sizes_px` (descending) at which the text fits the box in at most max_lines (0 = any);
  // the smallest one's layout if none does (then is_overfull or taller than the box: the caller judges).
  virtual Layout fit(const std::string& text, const TextStyle& style, pixels::Size box,
                     const std::vector<double>& sizes_px, int max_lines = 0) = 0;
  // Draws at (x, y) = top left of the layout's box of `width_px`; clipped to the target.
  virtual void draw(pixels::Pixmap& target, const Layout& layout, const TextStyle& style, double x, double y,
                    double width_px, Align align = Align::start) = 0;
  // Visible height of a capital H, or of the Lao or Thai consonant, at this style: what laws and eyes
  // measure.
  virtual double visible_height_px(const TextStyle& style) = 0;
};

}  // namespace gatecast::text
