// Every template with real photographs: contrast behind each letter, in the pixels. Without the photographs,
// which are not part of the repository, a picture of coarse and fine noise stands for them.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "player/decode/picture.h"
#include "tests/player/compose/ink.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

using Photograph = std::shared_ptr<const pixels::Pixmap>;

Photograph noise() {
  pixels::Pixmap picture({640, 480});
  std::uint32_t state = 7;
  for (int y = 0; y < 480; ++y)
    for (int x = 0; x < 640; ++x) {
      state = state * 1664525 + 1013904223;
      const std::uint32_t level = (x / 160 + y / 120) % 2 == 0 ? state >> 24 : (x / 8 + y / 8) % 2 * 255;
      picture.row(y)[x] = 0xFF000000U | level << 16 | (level ^ 0x30) << 8 | level / 2;
    }
  return std::make_shared<const pixels::Pixmap>(std::move(picture));
}

const std::map<std::string, Photograph>& photographs() {
  static const std::map<std::string, Photograph> kAll = [] {
    std::map<std::string, Photograph> all;
    const char* named = std::getenv("GATECAST_SHARED");
    const std::string folder =
        std::string(named != nullptr ? named : GATECAST_SOURCE_DIR "/../shared") + "/media";
    for (const char* name : {"kodim03.png", "coffee.png", "hubble_deep_field.png", "meadow_cube.jpg"}) {
      std::ifstream in(fmt::format("{}/{}", folder, name), std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      if (!in) continue;
      auto decoded = decode::decode_picture(bytes.str(), name, {1920, 1080});
      REQUIRE(decoded);
      all.emplace(name, std::make_shared<const pixels::Pixmap>(std::move(decoded->pixels)));
    }
    if (all.empty()) all.emplace("noise", noise());
    return all;
  }();
  return kAll;
}

struct Case {
  std::string layout;
  bool is_tall = false;
  std::vector<std::string> languages;
  Length length = Length::usual;
};

bundle::Item item_of(const Case& one) {
  bundle::Item item = sample_item(one.layout, one.length);
  auto& slide = std::get<bundle::Slide>(item.body);
  if (one.layout != "alert") slide.pictures["picture"] = {};
  return item;
}

void check_contrast(const Case& one, const bundle::Item& item, InkPainter& painter, const std::string& name) {
  const bundle::Release release = sample_release(one.is_tall ? gate_screen() : hall_screen());
  const pixels::Size size{release.screen.width_px, release.screen.height_px};
  const Drawn drawn =
      painter.draw({&release, &item, one.languages, size, bundle::Mode::daily, sample_now(), false});
  INFO(fmt::format("{} {} {} on {}", one.layout, one.is_tall ? "upright" : "wide",
                   fmt::join(one.languages, "+"), name));
  constexpr int kSpeck = 9;  // too small to hold a pixel that is all ink
  const auto pieces = pieces_of(drawn);
  CHECK(pieces.size() > 6);
  int specks = 0;
  for (const InkPiece& piece : pieces) {
    specks += piece.area < kSpeck ? 1 : 0;
    if (piece.area < kSpeck || piece.contrast >= 4.5) continue;
    FAIL_CHECK(fmt::format("contrast {:.2f} at {},{} ({}x{})", piece.contrast, piece.box.x, piece.box.y,
                           piece.box.width, piece.box.height));
  }
  CHECK(specks * 20 <= static_cast<int>(pieces.size()));
  for (const TextBox& box : drawn.report.boxes) CHECK(box.contrast_hundredths >= 450);
}

const std::vector<std::vector<std::string>> kPairs{{"vi", "lo"}, {"th", "zh"}};

}  // namespace

TEST_CASE("every template keeps 4.5 behind each letter beside a photograph") {
  std::size_t turn = 0;
  std::map<std::string, std::unique_ptr<InkPainter>> painters;
  for (const auto& [name, photograph] : photographs())
    painters[name] =
        std::make_unique<InkPainter>([shown = photograph](const Sha256&, pixels::Size) { return shown; });
  for (const std::string& layout : layout_names())
    for (const bool is_tall : {false, true}) {
      const Case one{layout, is_tall, kPairs[turn / 2 % kPairs.size()]};
      auto chosen = std::next(painters.begin(), static_cast<std::ptrdiff_t>(turn % painters.size()));
      check_contrast(one, item_of(one), *chosen->second, chosen->first);
      turn += is_tall ? 2 : 1;
    }
}

TEST_CASE("every template with every photograph, in both orientations and four languages", "[.every]") {
  for (const auto& [name, photograph] : photographs()) {
    InkPainter painter([shown = photograph](const Sha256&, pixels::Size) { return shown; });
    for (const std::string& layout : layout_names())
      for (const bool is_tall : {false, true})
        for (const auto& languages : kPairs) {
          const Case one{layout, is_tall, languages};
          check_contrast(one, item_of(one), painter, name);
        }
  }
}

TEST_CASE("the note about samples stands on a ground of its own in every template", "[.every]") {
  const auto& [name, photograph] = *photographs().begin();
  InkPainter painter([shown = photograph](const Sha256&, pixels::Size) { return shown; });
  for (const std::string& layout : layout_names())
    for (const bool is_tall : {false, true})
      for (const bool has_picture : {false, true}) {
        const Case one{layout, is_tall, {"vi", "lo"}, Length::brief};
        bundle::Item item = item_of(one);
        auto& slide = std::get<bundle::Slide>(item.body);
        if (!has_picture) slide.pictures.clear();
        for (auto& [language, text] : slide.texts.begin()->second.front()) text = "{fact:hours}";
        if (layout == "split") item.category = bundle::Category::commercial;  // halves below each other
        check_contrast(one, item, painter, has_picture ? name : "scene");
      }
}

TEST_CASE("no arrangement drops the photograph") {
  const auto plain = [](std::uint32_t colour) {
    auto picture = std::make_shared<pixels::Pixmap>(pixels::Size{32, 32});
    for (int y = 0; y < 32; ++y) std::fill_n(picture->row(y), 32, colour);
    return picture;
  };
  const auto red = plain(0xFFD02020);
  SlidePainter painter(noto_typesetter(), [&](const Sha256&, pixels::Size) { return red; });
  for (const std::string& layout : layout_names())
    for (const Length length : {Length::brief, Length::usual, Length::longest}) {
      if (layout == "alert") continue;
      const Case one{layout, false, {"vi", "lo"}, length};
      const bundle::Item item = item_of(one);
      const bundle::Release release = sample_release(hall_screen());
      const auto picture = painter.paint(
          {&release, &item, {"vi", "lo"}, {960, 540}, bundle::Mode::daily, sample_now(), false});
      REQUIRE(picture);
      int seen = 0;
      for (int y = 0; y < 540; ++y)
        seen += static_cast<int>(std::count(picture->row(y), picture->row(y) + 960, 0xFFD02020));
      INFO(layout << " " << static_cast<int>(length));
      CHECK(seen > 960 * 540 / 14);
    }
}
