// HarfBuzz's own program as the judge: the same glyphs at the same places, nothing displaced, nothing
// clipped.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "content-sync/base/disk.h"
#include "player/pixels/png.h"
#include "player/text/glyph_run.h"
#include "tests/player/text/faces_for_tests.h"
#include "tests/support/process.h"

namespace gatecast::text {
namespace {

constexpr int kSize = 200;  // large: hb-view places glyphs on whole pixels

struct Sample {
  const char* language;
  const char* script;
  const char* file;
  int weight;
  const char* text;
};
const Sample kSamples[] = {
    {"vi", "Latn", "NotoSans-Regular.ttf", 400, "Cửa khẩu quốc tế AVo"},
    {"vi", "Latn", "NotoSans-Bold.ttf", 700, "HỮẪ ẳ ẵ ỗ ệ Ỹ Ặ Ễ"},
    {"lo", "Laoo", "NotoSansLao-Regular.ttf", 400, "ຄ່ຳ ນ້ຳ ຊື້ ຜູ້ ປື້ມ ທີ່"},
    {"lo", "Laoo", "NotoSansLao-Bold.ttf", 700, "ຍິນດີຕ້ອນຮັບ ນ້ຳ"},
    {"th", "Thai", "NotoSansThai-Regular.ttf", 400, "น้ำ ป้ำ ที่ กี่ ญู ฐู ปื้"},
    {"th", "Thai", "NotoSansThai-Bold.ttf", 700, "ยินดีต้อนรับ น้ำ"},
};

// Ink as hb-view draws it, black on transparent.
pixels::Pixmap judge(const Sample& sample) {
  test::TemporaryFolder folder;
  const std::string out = folder.path() + "/view.png";
  const auto result =
      test::run({"hb-view", "--font-file=" + std::string(kNotoTrueType) + sample.file,
                 "--font-size=" + std::to_string(kSize), "--script=" + std::string(sample.script),
                 "--language=" + std::string(sample.language), "--margin=200", "--background=00000000",
                 "--output-format=png", "--output-file=" + out, "--text=" + std::string(sample.text)});
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  SystemDisk disk;
  return pixels::read_png(disk, out).value();
}

pixels::Pixmap ours(Typesetter& typesetter, const Sample& sample) {
  TextStyle style = style_of(sample.language, kSize, sample.weight);
  const Layout layout = typesetter.layout(sample.text, style, 1e6);
  REQUIRE(layout.lines.size() == 1);
  pixels::Pixmap picture({static_cast<int>(layout.width_px) + 400, static_cast<int>(layout.height_px) + 400});
  typesetter.draw(picture, layout, style, 200, 200, layout.width_px);
  return picture;
}

// Pixels that are ink in one picture but not, within a pixel around, in the other; per thousand of the ink.
double strays_permille(const pixels::Pixmap& a, pixels::Rect ink_a, const pixels::Pixmap& b,
                       pixels::Rect ink_b) {
  long strays = 0, count = 0;
  auto has_ink_near = [&](int x, int y) {
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const int bx = ink_b.x + x + dx, by = ink_b.y + y + dy;
        if (bx < 0 || by < 0 || bx >= b.size().width_px || by >= b.size().height_px) continue;
        if (b.row(by)[bx] >> 24 >= 128) return true;
      }
    return false;
  };
  for (int y = 0; y < ink_a.height; ++y)
    for (int x = 0; x < ink_a.width; ++x) {
      if (a.row(ink_a.y + y)[ink_a.x + x] >> 24 < 192) continue;
      ++count;
      if (!has_ink_near(x, y)) ++strays;
    }
  return count == 0 ? 1000 : 1000.0 * static_cast<double>(strays) / static_cast<double>(count);
}

// hb-view cuts marks off at the face's ascent (we must not): compare what lies below that.
pixels::Rect below_the_cut(pixels::Rect ours, pixels::Rect theirs) {
  return {ours.x, ours.y + ours.height - theirs.height, ours.width, theirs.height};
}

TEST_CASE("glyphs, advances and offsets are those that hb-shape gives") {
  auto typesetter = noto_typesetter();
  for (const Sample& sample : kSamples) {
    const auto result =
        test::run({"hb-shape", "--font-file=" + std::string(kNotoTrueType) + sample.file, "--no-glyph-names",
                   "--no-clusters", "--script=" + std::string(sample.script),
                   "--language=" + std::string(sample.language), "--text=" + std::string(sample.text)});
    REQUIRE(result.exit_code == 0);
    const Layout layout =
        typesetter->layout(sample.text, style_of(sample.language, 1000, sample.weight), 1e6);
    REQUIRE(layout.lines.size() == 1);
    REQUIRE(layout.lines[0].runs->size() == 1);
    const GlyphRun& run = layout.lines[0].runs->front();
    std::istringstream list(result.out.substr(1));  // [605+605|13@-10,0+0|...]
    std::string entry;
    double pen = 0;
    std::size_t count = 0;
    for (; std::getline(list, entry, '|'); ++count) {
      unsigned glyph = 0;
      int x = 0, y = 0, advance = 0;
      if (std::sscanf(entry.c_str(), "%u@%d,%d+%d", &glyph, &x, &y, &advance) != 4) {
        x = y = 0;
        REQUIRE(std::sscanf(entry.c_str(), "%u+%d", &glyph, &advance) == 2);
      }
      INFO(sample.text << " glyph " << count);
      REQUIRE(count < run.glyphs.size());
      CHECK(run.glyphs[count].glyph == glyph);
      CHECK(static_cast<double>(run.glyphs[count].x_px) == Approx(pen + x).margin(0.01));
      CHECK(static_cast<double>(run.glyphs[count].y_px) == Approx(-y).margin(0.01));
      pen += advance;
    }
    CHECK(count == run.glyphs.size());
    CHECK(layout.width_px == Approx(pen).margin(0.01));
  }
}

TEST_CASE("Vietnamese, Lao and Thai are drawn as hb-view draws them") {
  auto typesetter = noto_typesetter();
  for (const Sample& sample : kSamples) {
    const auto theirs = judge(sample);
    const auto drawn = ours(*typesetter, sample);
    const auto ink_theirs = ink_of(theirs);
    const auto ink_ours = below_the_cut(ink_of(drawn), ink_theirs);
    INFO(sample.text << " strays " << strays_permille(drawn, ink_ours, theirs, ink_theirs) << " "
                     << strays_permille(theirs, ink_theirs, drawn, ink_ours));
    CHECK(ink_of(drawn).height >= ink_theirs.height - 2);
    CHECK(std::abs(ink_ours.width - ink_theirs.width) <= 2);
    CHECK(strays_permille(drawn, ink_ours, theirs, ink_theirs) < 2);
    CHECK(strays_permille(theirs, ink_theirs, drawn, ink_ours) < 2);
  }
}

TEST_CASE("the judge sees a tone mark that collides") {
  auto typesetter = noto_typesetter();
  Sample wrong = kSamples[4];
  wrong.script = "Latn";  // as if the script were not set
  const auto theirs = judge(wrong);
  const auto drawn = ours(*typesetter, wrong);
  const auto ink_theirs = ink_of(theirs);
  CHECK(strays_permille(drawn, below_the_cut(ink_of(drawn), ink_theirs), theirs, ink_theirs) > 2);
}

TEST_CASE("composed and decomposed Vietnamese give the same pixels") {
  auto typesetter = noto_typesetter();
  const auto style = style_of("vi", 36);
  const std::string composed = "Cửa khẩu Quảng Trị ễ";
  const std::string decomposed = "Cu\u031B\u0309a kha\u0302\u0309u Qua\u0309ng Tri\u0323 e\u0302\u0303";
  REQUIRE(composed != decomposed);
  pixels::Pixmap pictures[2] = {pixels::Pixmap({600, 80}), pixels::Pixmap({600, 80})};
  int i = 0;
  for (const auto& text : {composed, decomposed})
    typesetter->draw(pictures[i++], typesetter->layout(text, style, 600), style, 10, 10, 580);
  REQUIRE(ink_of(pictures[0]).width > 200);
  CHECK(std::equal(pictures[0].row(0), pictures[0].row(0) + 600 * 80, pictures[1].row(0)));
}

TEST_CASE("water is drawn the same in each of its three code orders, in Lao and in Thai") {
  auto typesetter = noto_typesetter();
  for (const auto& [language, spellings] :
       std::initializer_list<std::pair<const char*, std::vector<std::string>>>{
           {"lo", {"ນ\u0EC9\u0EB3", "ນ\u0EC9\u0ECD\u0EB2", "ນ\u0ECD\u0EC9\u0EB2"}},
           {"th", {"น\u0E49\u0E33", "น\u0E49\u0E4D\u0E32", "น\u0E4D\u0E49\u0E32"}},
           {"lo", {"ກ\u0ECD\u0EC8", "ກ\u0EC8\u0ECD"}}}) {
    std::vector<pixels::Pixmap> pictures;
    for (const std::string& spelling : spellings) {
      pictures.emplace_back(pixels::Size{200, 200});
      const auto style = style_of(language, 90);
      typesetter->draw(pictures.back(), typesetter->layout(spelling, style, 200), style, 20, 10, 180);
      REQUIRE(ink_of(pictures.back()).width > 30);
      CHECK(std::equal(pictures[0].row(0), pictures[0].row(0) + 200 * 200, pictures.back().row(0)));
    }
  }
}

TEST_CASE("no ink is lost: what is drawn with a wide margin lies inside the ink that the layout names") {
  auto typesetter = noto_typesetter();
  for (const Sample& sample : kSamples)
    for (const double size : {24.0, 36.5, 61.0, 120.0}) {
      const auto style = style_of(sample.language, size, sample.weight);
      const Layout layout = typesetter->layout(sample.text, style, 1e6);
      const int margin = 200;
      pixels::Pixmap picture(
          {static_cast<int>(layout.width_px) + 2 * margin, static_cast<int>(layout.height_px) + 2 * margin});
      typesetter->draw(picture, layout, style, margin, margin, layout.width_px);
      const auto ink = ink_of(picture);
      INFO(sample.text << " at " << size);
      const Line& line = layout.lines.front();
      CHECK(ink.y >= margin + line.ink_top_px - 2);
      CHECK(ink.y <= margin + line.ink_top_px + 2);
      CHECK(ink.y + ink.height <= margin + line.ink_bottom_px + 2);
      CHECK(ink.y + ink.height >= margin + line.ink_bottom_px - 2);
      // The line box of a language holds all its marks.
      CHECK(line.ink_top_px >= 0);
      CHECK(line.ink_bottom_px <= layout.line_box_px);
    }
}

}  // namespace
}  // namespace gatecast::text
