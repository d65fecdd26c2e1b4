// Signs above neighbouring letters stay two signs.
#include "player/text/glyph_painter.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

// How many pieces of ink lie side by side above the letters without a tall stem.
constexpr double kSizePx = 200;
constexpr int kBaseline = 300;
constexpr int kSignsBottom = kBaseline - static_cast<int>(0.63 * kSizePx);

int pieces_on_top(const std::string& text, int weight) {
  auto faces = FaceList::create(noto_faces()).value();
  const auto layout = noto_typesetter()->layout(text, style_of("lo", kSizePx, weight), 1e6);
  GlyphPainter painter(*faces);
  pixels::Pixmap canvas({900, 500});
  for (const GlyphRun& run : *layout.lines.at(0).runs)
    painter.draw_run(canvas, run, 20, kBaseline, {}, false);
  const auto ink = ink_of(canvas);
  REQUIRE(ink.width > 100);
  int pieces = 0;
  bool was_ink = false;
  for (int x = ink.x; x < ink.x + ink.width; ++x) {
    bool is_ink = false;
    for (int y = ink.y; y < kSignsBottom; ++y) is_ink = is_ink || canvas.row(y)[x] >> 24 > 60;
    if (is_ink && !was_ink) ++pieces;
    was_ink = is_ink;
  }
  return pieces;
}

TEST_CASE("two Lao vowels above neighbouring letters do not grow together, light or bold") {
  for (const int weight : {400, 700}) {
    INFO(weight);
    CHECK(pieces_on_top("ດີ", weight) == 1);
    CHECK(pieces_on_top("ດີດີ", weight) == 2);
    CHECK(pieces_on_top("ດີປີ", weight) >= 2);  // the tall stem is one more
  }
}

}  // namespace
}  // namespace gatecast::text
