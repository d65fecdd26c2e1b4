// Short, usual and longest texts of every template: nothing overlaps, leaves its place or is cut, in the
// pixels.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/player/compose/ink.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

struct Screen {
  const char* name;
  bundle::Screen screen;
};
// P10: an LED wall of 7 x 4 m seen from 20 m.
const Screen kHall{"hall", hall_screen()};
const Screen kGate{"gate", gate_screen()};
const Screen kWall{"wall", {700, 400, 7000, 4000, 20000}};

bool is_touching(const pixels::Rect& a, const pixels::Rect& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

// Two texts keep the air that a line of the smaller one needs.
void check_apart(const std::vector<TextBox>& boxes) {
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (std::size_t k = i + 1; k < boxes.size(); ++k) {
      const TextBox& a = boxes[i];
      const TextBox& b = boxes[k];
      INFO(fmt::format("{} {} at {},{} {}x{} and {} {} at {},{} {}x{}", a.slot, a.language, a.box.x, a.box.y,
                       a.box.width, a.box.height, b.slot, b.language, b.box.x, b.box.y, b.box.width,
                       b.box.height));
      CHECK_FALSE(is_touching(a.box, b.box));
    }
}

// Ink stands in the safe area (half a margin from the edges, above the strip) and in the boxes of the report.
void check_ink(const Drawn& drawn) {
  const pixels::Size size = drawn.with.size();
  const int safe = std::min(size.width_px, size.height_px) / 40;
  const int strip = std::min(size.width_px, size.height_px) * 7 / 100;
  for (const InkPiece& piece : pieces_of(drawn)) {
    INFO(fmt::format("ink at {},{} {}x{}", piece.box.x, piece.box.y, piece.box.width, piece.box.height));
    CHECK(piece.box.x >= safe);
    CHECK(piece.box.x + piece.box.width <= size.width_px - safe);
    CHECK(piece.box.y >= safe);
    CHECK(piece.box.y + piece.box.height <= size.height_px - strip);
    const bool is_known =
        std::any_of(drawn.report.boxes.begin(), drawn.report.boxes.end(), [&](const TextBox& text) {
          constexpr int kSoftEdge = 2;
          const int overhang = static_cast<int>(text.visible_height_px * 0.12) + kSoftEdge;
          return piece.box.x >= text.box.x - overhang && piece.box.y >= text.box.y - kSoftEdge &&
                 piece.box.x + piece.box.width <= text.box.x + text.box.width + overhang &&
                 piece.box.y + piece.box.height <= text.box.y + text.box.height + kSoftEdge;
        });
    CHECK(is_known);
  }
}

void check_slide(InkPainter& painter, const Screen& on, pixels::Size size, const bundle::Item& item,
                 const std::vector<std::string>& languages, bool must_fit) {
  const bundle::Release release = sample_release(on.screen);
  const Drawn drawn =
      painter.draw({&release, &item, languages, size, bundle::Mode::daily, sample_now(), false});
  INFO(fmt::format("{} on {} {}x{} in {}", item.id, on.name, size.width_px, size.height_px,
                   fmt::join(languages, "+")));
  CHECK((drawn.report.faults.empty() || !must_fit));
  for (const TextBox& box : drawn.report.boxes) {
    INFO(box.slot << " " << box.language << " " << box.visible_height_px << " px");
    CHECK((box.fits || !must_fit));
  }
  check_apart(drawn.report.boxes);
  check_ink(drawn);
}

constexpr Length kLengths[] = {Length::brief, Length::usual, Length::longest};

}  // namespace

TEST_CASE("short, usual and longest texts of every template fit, apart from each other and uncut") {
  InkPainter painter;
  bool is_turn_of_hall = true;
  for (const std::string& layout : layout_names())
    for (const Length length : kLengths) {
      const bundle::Item item = sample_item(layout, length);
      is_turn_of_hall = !is_turn_of_hall;
      if (length == Length::longest || is_turn_of_hall)
        check_slide(painter, kHall, {1920, 1080}, item, {"vi", "lo"}, true);
      if (length == Length::longest || !is_turn_of_hall)
        check_slide(painter, kGate, {1080, 1920}, item, {"vi", "lo"}, true);
    }
}

TEST_CASE("so they do in each language alone and in other pairs", "[.every]") {
  InkPainter painter;
  const std::vector<std::vector<std::string>> choices{
      {"vi", "lo"}, {"vi"}, {"lo"}, {"th"}, {"en"}, {"zh"}, {"vi", "en"}, {"th", "zh"}, {"lo", "th"}};
  for (const std::string& layout : layout_names())
    for (const Length length : kLengths)
      for (const auto& languages : choices) {
        const bundle::Item item = sample_item(layout, length);
        check_slide(painter, kHall, {1920, 1080}, item, languages,
                    languages.size() == 1 || languages[1] == "lo");
        check_slide(painter, kGate, {1080, 1920}, item, languages,
                    languages.size() == 1 || languages[1] == "lo");
      }
}

TEST_CASE("the LED wall's five templates fit at 700 x 400 from 20 m") {
  InkPainter painter;
  for (const char* layout : {"title", "full_picture", "number", "split", "alert"})
    for (const Length length : kLengths)
      check_slide(painter, kWall, {700, 400}, sample_item(layout, length), {"vi", "lo"}, true);
}

TEST_CASE("nothing is cut or laid over another at 4:3, at 21:9 or on an LED wall, however long") {
  InkPainter painter;
  for (const std::string& layout : layout_names()) {
    const bundle::Item item = sample_item(layout, Length::longest);
    check_slide(painter, kHall, {1024, 768}, item, {"vi", "lo"}, false);
    check_slide(painter, kHall, {1680, 720}, item, {"vi", "lo"}, false);
    check_slide(painter, kWall, {700, 400}, item, {"vi", "lo"}, false);
  }
}

TEST_CASE("a text that is far too long is made smaller and said so, but nothing is cut", "[.every]") {
  InkPainter painter;
  for (const char* layout : {"title", "title_text", "picture_caption", "full_picture", "number", "split"}) {
    bundle::Item item = sample_item(layout, Length::longest);
    for (auto& [slot, entries] : std::get<bundle::Slide>(item.body).texts)
      for (auto& texts : entries)
        for (auto& [language, text] : texts) text += " " + text;
    check_slide(painter, kHall, {1920, 1080}, item, {"vi", "lo"}, false);
  }
}
