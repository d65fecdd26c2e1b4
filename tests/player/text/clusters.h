// Every Lao and Thai syllable head that a reader may meet: consonant x vowel sign x tone mark, and how they
// are judged: beside hb-view's picture, and glyph against glyph. Source: typography.md 3.1.
#pragma once
#include <string>
#include <vector>

#include "player/pixels/pixmap.h"
#include "player/text/faces.h"
#include "player/text/glyph_painter.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {

std::vector<std::string> lao_clusters();   // 29 consonants x (14 vowels x 5 tones + the silent sign) = 2,059
std::vector<std::string> thai_clusters();  // 46 consonants x 13 vowels x 5 tones = 2,990

struct ClusterFace {
  const char* language;
  const char* script;
  FaceRole role;
  int weight;
  const char* file;
};
inline constexpr ClusterFace kClusterFaces[] = {
    {"lo", "Laoo", FaceRole::text, 400, "NotoSansLao-Regular.ttf"},
    {"lo", "Laoo", FaceRole::text, 700, "NotoSansLao-Bold.ttf"},
    {"lo", "Laoo", FaceRole::ui, 400, "NotoSansLaoUI-Regular.ttf"},
    {"lo", "Laoo", FaceRole::ui, 700, "NotoSansLaoUI-Bold.ttf"},
    {"th", "Thai", FaceRole::text, 400, "NotoSansThai-Regular.ttf"},
    {"th", "Thai", FaceRole::text, 700, "NotoSansThai-Bold.ttf"},
    {"th", "Thai", FaceRole::ui, 400, "NotoSansThaiUI-Regular.ttf"},
    {"th", "Thai", FaceRole::ui, 700, "NotoSansThaiUI-Bold.ttf"},
};

// Where the faces themselves let marks collide and we draw otherwise than they say
// (player/text/mend_marks.cpp).
bool is_mended(const ClusterFace& face, const std::string& cluster);

struct ClusterFault {
  std::string cluster;
  std::string what;
};

// Draws clusters with the product's own Typesetter and judges each.
class ClusterJudge {
 public:
  explicit ClusterJudge(const ClusterFace& face);
  std::vector<ClusterFault> judge(const std::vector<std::string>& clusters);
  // Pixels at which two glyphs of the run both have ink, at kClusterSize.
  int overlap(const GlyphRun& run);
  [[nodiscard]] GlyphRun run_of(const std::string& cluster) const;
  [[nodiscard]] int worst_overlap() const { return worst_overlap_; }

 private:
  [[nodiscard]] std::vector<pixels::Pixmap> theirs(const std::vector<std::string>& clusters) const;
  [[nodiscard]] std::vector<std::string> shaped(const std::vector<std::string>& clusters) const;
  pixels::Pixmap ours(const std::string& cluster, ClusterFault& fault);

  const ClusterFace& face_;
  TextStyle style_;
  std::unique_ptr<Typesetter> typesetter_;
  std::unique_ptr<FaceList> faces_;
  std::unique_ptr<GlyphPainter> painter_;
  int worst_overlap_ = 0;
};

}  // namespace gatecast::text
