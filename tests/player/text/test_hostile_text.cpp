// Text that nobody meant well: always an answer, in bounded time and memory.
#include <chrono>
#include <cmath>
#include <functional>

#include "player/text/characters.h"
#include "tests/player/text/faces_for_tests.h"

namespace gatecast::text {
namespace {

// Not a measure of speed: work that grows with the square of its input would take hours.
constexpr double kHang_s = 120;

double seconds_for(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void lay_out_and_draw(Typesetter& typesetter, const std::string& text, const std::string& language) {
  auto style = style_of(language, 30);
  pixels::Pixmap target({320, 180});
  const auto layout = typesetter.fit(text, style, {300, 160}, {40, 30, 20});
  style.size_px = layout.size_px;
  typesetter.draw(target, layout, style, 10, 10, 300);
}

TEST_CASE("NUL, controls and bidi overrides fall away, damage becomes the replacement character") {
  auto typesetter = noto_typesetter();
  const auto style = style_of("vi");
  CHECK(typesetter
            ->layout(std::string("a\0b\x01\x7F"
                                 "c",
                                 6),
                     style, 500)
            .lines.at(0)
            .text == "abc");
  CHECK(typesetter->layout("a\u202Eb\u2066c\uFEFF", style, 500).lines.at(0).text == "abc");
  CHECK(typesetter->layout("a\xC3(b\xFF", style, 500).lines.at(0).text == "a\uFFFD(b\uFFFD");
  CHECK(typesetter->layout("a\r\nb\tc\n", style, 500).lines.size() == 2);
}

TEST_CASE("a megabyte without a space is cut, said so and bounded") {
  auto typesetter = noto_typesetter();
  for (const auto& [language, letter] : {std::pair{"vi", "ấ"}, {"lo", "ກ"}, {"th", "กี่"}, {"zh", "国"}}) {
    std::string text;
    while (text.size() < (1 << 20)) text += letter;
    INFO(language);
    CHECK(seconds_for([&, name = std::string(language)] { lay_out_and_draw(*typesetter, text, name); }) <
          kHang_s);
    CHECK(typesetter->layout(text, style_of(language), 300).is_overfull);
  }
}

TEST_CASE("ten thousand marks on one letter neither stall nor tower") {
  auto typesetter = noto_typesetter();
  for (const char* mark : {"\u0301", "\u0EC9", "\u0E49"}) {
    std::string text = "a";
    for (int i = 0; i < 10000; ++i) text += mark;
    CHECK(seconds_for([&] { lay_out_and_draw(*typesetter, text, "vi"); }) < kHang_s);
    CHECK(clean_text(text).paragraphs.at(0).size() <= kMaxMarks + 1);
  }
}

TEST_CASE("a word wider than its box is cut between letters, inside the box, and said so") {
  auto typesetter = noto_typesetter();
  const auto layout = typesetter->layout("Nghiêngnghiêngnghiêngnghiêng", style_of("vi", 48), 200);
  CHECK(layout.is_overfull);
  CHECK(layout.lines.size() > 1);
  CHECK(layout.width_px <= 200.01);
  const auto tiny = typesetter->layout("ປື້ມ", style_of("lo", 48), 1);
  CHECK(tiny.is_overfull);
  CHECK(tiny.lines.size() == 2);  // the cluster with its marks, and the last letter
}

TEST_CASE("characters that no face has are listed, drawn as a box only for the preview") {
  auto typesetter = noto_typesetter();
  auto style = style_of("vi");
  const auto layout = typesetter->layout("a\U000F0001", style, 500);
  CHECK(layout.missing == std::vector<std::string>{"U+F0001"});
  auto ink_width = [&](bool shows_missing) {
    pixels::Pixmap target({200, 80});
    style.shows_missing = shows_missing;
    typesetter->draw(target, layout, style, 0, 0, 200);
    return ink_of(target).width;
  };
  CHECK(ink_width(true) > ink_width(false));
}

TEST_CASE("senseless sizes, widths and places do no harm") {
  auto typesetter = noto_typesetter();
  pixels::Pixmap target({40, 40});
  for (const double size : {-5.0, 0.0, 1e9, std::nan("")}) {
    auto style = style_of("xx-not-a-language", size);
    for (const double width : {-1.0, 0.0, 1e12}) {
      const auto layout = typesetter->layout("a b", style, width);
      for (const double at : {-1e9, 0.0, 1e9}) typesetter->draw(target, layout, style, at, at, width);
    }
  }
  CHECK(typesetter->layout("", style_of("vi"), 100).lines.empty());
  CHECK(typesetter->layout("\n\na", style_of(""), 100).lines.size() == 3);
  CHECK(typesetter->fit("a", style_of("vi"), {0, 0}, {}).lines.size() == 1);
  pixels::Pixmap none;
  typesetter->draw(none, typesetter->layout("a", style_of("vi"), 100), style_of("vi"), 0, 0, 100);
}

}  // namespace
}  // namespace gatecast::text
