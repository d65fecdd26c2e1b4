#include <catch2/catch.hpp>

#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

SlideRequest request_for(const bundle::Release& release, const bundle::Item& item, pixels::Size size) {
  return {&release, &item, {"vi", "lo"}, size, bundle::Mode::daily, sample_now(), false};
}

bool is_opaque(const pixels::Pixmap& picture) {
  for (int y = 0; y < picture.size().height_px; ++y)
    for (int x = 0; x < picture.size().width_px; ++x)
      if (picture.row(y)[x] >> 24 != 255) return false;
  return true;
}

bool is_same(const pixels::Pixmap& a, const pixels::Pixmap& b) {
  if (!(a.size() == b.size())) return false;
  for (int y = 0; y < a.size().height_px; ++y)
    if (!std::equal(a.row(y), a.row(y) + a.size().width_px, b.row(y))) return false;
  return true;
}

void check_boxes(const SlideReport& report, pixels::Size size) {
  REQUIRE_FALSE(report.boxes.empty());
  for (const TextBox& box : report.boxes) {
    INFO(box.slot << " " << box.language);
    CHECK(box.box.x >= 0);
    CHECK(box.box.y >= 0);
    CHECK(box.box.x + box.box.width <= size.width_px);
    CHECK(box.box.y + box.box.height <= size.height_px);
    CHECK(box.contrast_hundredths >= 450);
    CHECK(box.missing_characters.empty());
  }
}

}  // namespace

TEST_CASE("every layout of usual length fits its screens, readable and inside the picture") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release hall = sample_release(hall_screen());
  const bundle::Release gate = sample_release(gate_screen());
  for (const std::string& layout : layout_names()) {
    const bundle::Item item = sample_item(layout, Length::usual);
    for (const bool is_tall : {false, true}) {
      const pixels::Size size = is_tall ? pixels::Size{1080, 1920} : pixels::Size{1920, 1080};
      INFO(layout << (is_tall ? " upright" : " wide"));
      SlideReport report;
      const auto picture = painter.paint(request_for(is_tall ? gate : hall, item, size), &report);
      REQUIRE(picture);
      CHECK(is_opaque(*picture));
      CHECK(report.faults.empty());
      check_boxes(report, size);
      for (const TextBox& box : report.boxes) CHECK(box.fits);
    }
  }
}

TEST_CASE("a text that is too long for its distance is said not to fit") {
  SlidePainter painter(noto_typesetter(), nullptr);
  bundle::Screen far = hall_screen();
  far.distance_mm = 15000;
  const bundle::Release release = sample_release(far);
  const bundle::Item item = sample_item("title_text", Length::longest);
  SlideReport report;
  REQUIRE(painter.paint(request_for(release, item, {1280, 720}), &report));
  const bool does_one_fail =
      std::any_of(report.boxes.begin(), report.boxes.end(), [](const TextBox& box) { return !box.fits; });
  CHECK(does_one_fail);
}

TEST_CASE("the same request gives the same pixels") {
  const bundle::Release release = sample_release(hall_screen());
  SlidePainter first(noto_typesetter(), nullptr);
  SlidePainter second(noto_typesetter(), nullptr);
  for (const char* layout : {"title", "number", "table"}) {
    const bundle::Item item = sample_item(layout, Length::usual);
    const auto a = first.paint(request_for(release, item, {960, 540}));
    const auto b = second.paint(request_for(release, item, {960, 540}));
    REQUIRE(a);
    REQUIRE(b);
    CHECK(is_same(*a, *b));
  }
}

TEST_CASE("every theme keeps its contrast behind each glyph") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  for (const auto mode : {bundle::Mode::festive, bundle::Mode::solemn, bundle::Mode::closed})
    for (const char* layout : {"title", "title_text", "two_columns", "split", "number"}) {
      INFO(layout << " " << bundle::to_string(mode));
      const bundle::Item item = sample_item(layout, Length::usual);
      SlideRequest request = request_for(release, item, {960, 540});
      request.mode = mode;
      SlideReport report;
      REQUIRE(painter.paint(request, &report));
      check_boxes(report, request.size);
    }
}

TEST_CASE("a picture that cannot be had is drawn as a landscape and reported") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  bundle::Item item = sample_item("picture_caption", Length::brief);
  std::get<bundle::Slide>(item.body).pictures["picture"] = {};
  SlideReport report;
  const auto picture = painter.paint(request_for(release, item, {960, 540}), &report);
  REQUIRE(picture);
  CHECK(is_opaque(*picture));
  CHECK(report.faults.size() == 1);
}

TEST_CASE("an unknown layout, a missing text and an absurd size are refused by name") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  bundle::Item item = sample_item("title", Length::brief);
  CHECK(painter.paint(request_for(release, item, {0, 10})).error().rule == "slide.size");
  std::get<bundle::Slide>(item.body).texts.clear();
  CHECK(painter.paint(request_for(release, item, {96, 54})).error().rule == "slide.text");
  std::get<bundle::Slide>(item.body).layout = "poster";
  CHECK(painter.paint(request_for(release, item, {96, 54})).error().rule == "slide.layout");
}

TEST_CASE("an unknown icon or scene is drawn as another and reported") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(hall_screen());
  bundle::Item item = sample_item("title_text", Length::brief);
  std::get<bundle::Slide>(item.body).options["icon"] = "dragon";
  SlideReport report;
  REQUIRE(painter.paint(request_for(release, item, {960, 540}), &report));
  CHECK(report.faults.size() == 1);
}
