// SDL_ttf and FreeType behind draw_run must not be told apart.
#include <cstdlib>

#include "player/text/glyph_painter.h"
#include "player/text/glyph_run.h"
#include "player/text/sdl_labels.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

// With a Typesetter of its own, so that SDL_ttf is free again afterwards.
GlyphRun run_of(const std::string& text, const std::string& language, double size) {
  const auto layout = noto_typesetter()->layout(text, style_of(language, size), 1e6);
  REQUIRE(layout.lines.at(0).runs->size() == 1);
  return layout.lines[0].runs->front();
}

int largest_difference(const pixels::Pixmap& a, const pixels::Pixmap& b) {
  int largest = 0;
  for (int y = 0; y < a.size().height_px; ++y)
    for (int x = 0; x < a.size().width_px; ++x)
      largest = std::max(largest,
                         std::abs(static_cast<int>(a.row(y)[x] >> 24) - static_cast<int>(b.row(y)[x] >> 24)));
  return largest;
}

TEST_CASE("letters that stand alone go through SDL_ttf and give the same pixels as FreeType") {
  auto faces = FaceList::create(noto_faces()).value();
  for (const auto& [language, text, size] :
       std::initializer_list<std::tuple<const char*, const char*, double>>{{"vi", "7", 24},
                                                                           {"vi", "B", 61},
                                                                           {"vi", "2026", 250},
                                                                           {"lo", "ກ", 36},
                                                                           {"th", "ก", 50},
                                                                           {"zh", "口岸", 40}}) {
    const GlyphRun run = run_of(text, language, size);
    INFO(text << " at " << size);
    {
      SdlLabels labels(*faces);
      REQUIRE(labels.draws_exactly(run));
      REQUIRE(labels.render(run));
    }
    GlyphPainter painter(*faces);
    pixels::Pixmap by_sdl({900, 600}), by_freetype({900, 600});
    painter.draw_run(by_sdl, run, 20, 400, {}, false);
    painter.draw_glyphs(by_freetype, run, 20, 400, {}, false);
    CHECK(ink_of(by_freetype).width > 0);
    CHECK(largest_difference(by_sdl, by_freetype) <= 1);
  }
}

TEST_CASE("SDL_ttf has one owner at a time, and a second typesetter draws the same without it") {
  auto faces = FaceList::create(noto_faces()).value();
  const GlyphRun run = run_of("7", "vi", 24);
  auto first = std::make_unique<SdlLabels>(*faces);
  CHECK(first->draws_exactly(run));
  CHECK_FALSE(SdlLabels(*faces).draws_exactly(run));
  first.reset();
  CHECK(SdlLabels(*faces).draws_exactly(run));
}

TEST_CASE("what SDL_ttf would round, bend or shape otherwise is drawn by FreeType") {
  auto faces = FaceList::create(noto_faces()).value();
  SdlLabels labels(*faces);
  CHECK_FALSE(labels.draws_exactly(run_of("7", "vi", 36.5)));
  CHECK_FALSE(labels.draws_exactly(run_of("Cửa khẩu", "vi", 36)));
  CHECK_FALSE(labels.draws_exactly(run_of("ນ້ຳ", "lo", 100)));
  CHECK_FALSE(labels.draws_exactly(run_of("j", "vi", 36)));  // ink left of its origin
}

TEST_CASE("at whole sizes SDL_ttf measures our widths within a pixel once the script is set") {
  auto faces = FaceList::create(noto_faces()).value();
  SdlLabels labels(*faces);
  for (const auto& [language, text] :
       {std::pair{"vi", "Cửa khẩu quốc tế Lao Bảo"}, {"lo", "ຍິນດີຕ້ອນຮັບ ນ້ຳ ຊື້"}, {"th", "ยินดีต้อนรับ น้ำ ที่ กี่"}})
    for (const double size : {24.0, 36.0, 64.0, 100.0}) {
      INFO(text << " at " << size);
      CHECK(labels.render(run_of(text, language, size)));
    }
}

TEST_CASE("the cache of glyphs is bounded") {
  auto faces = FaceList::create(noto_faces()).value();
  GlyphPainter painter(*faces);
  pixels::Pixmap target({400, 400});
  for (int size = 100; size < 500; size += 3) {
    const GlyphRun run = run_of("Cửa khẩu quốc tế", "vi", size + 0.5);
    painter.draw_run(target, run, 0, 300, {}, false);
    REQUIRE(painter.cached_bytes() <= kGlyphCacheBytes);
  }
}

TEST_CASE("translucent and coloured letters blend premultiplied") {
  auto typesetter = noto_typesetter();
  auto style = style_of("vi", 100);
  style.colour = {200, 100, 0, 128};
  pixels::Pixmap target({100, 140});
  typesetter->draw(target, typesetter->layout("I", style, 100), style, 20, 0, 100);
  std::uint32_t strongest = 0;
  for (int x = 0; x < 100; ++x) {
    const std::uint32_t pixel = target.row(70)[x];
    CHECK((pixel >> 16 & 255) <= pixel >> 24);
    strongest = std::max(strongest, pixel >> 24);
  }
  CHECK(strongest == 128);
}

}  // namespace
}  // namespace gatecast::text
