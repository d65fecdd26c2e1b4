// Approved pictures at a quarter of their size. GATECAST_APPROVE=1 writes them anew: look at them before
// committing.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "content-sync/base/disk.h"
#include "player/pixels/png.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

pixels::Pixmap quarter(const pixels::Pixmap& whole) {
  pixels::Pixmap small({whole.size().width_px / 4, whole.size().height_px / 4});
  for (int y = 0; y < small.size().height_px; ++y)
    for (int x = 0; x < small.size().width_px; ++x) {
      std::uint32_t sums[3] = {0, 0, 0};
      for (int i = 0; i < 16; ++i) {
        const std::uint32_t pixel = whole.row(y * 4 + i / 4)[x * 4 + i % 4];
        for (int c = 0; c < 3; ++c) sums[c] += pixel >> (8 * c) & 0xFF;
      }
      small.row(y)[x] = 0xFF000000U | sums[2] / 16 << 16 | sums[1] / 16 << 8 | sums[0] / 16;
    }
  return small;
}

// Share of pixels (in thousandths) of which a channel differs by more than 24; they are marked in
// `difference`.
int differing(const pixels::Pixmap& a, const pixels::Pixmap& b, pixels::Pixmap& difference) {
  constexpr int kTolerance = 24;
  difference = pixels::Pixmap(a.size());
  int count = 0;
  for (int y = 0; y < a.size().height_px; ++y)
    for (int x = 0; x < a.size().width_px; ++x) {
      int most = 0;
      for (int c = 0; c < 24; c += 8)
        most = std::max(most, std::abs(static_cast<int>(a.row(y)[x] >> c & 0xFF) -
                                       static_cast<int>(b.row(y)[x] >> c & 0xFF)));
      difference.row(y)[x] = most > kTolerance ? 0xFFFF0000U : 0xFF000000U | (a.row(y)[x] >> 2 & 0x3F3F3F);
      count += most > kTolerance ? 1 : 0;
    }
  return count * 1000 / (a.size().width_px * a.size().height_px);
}

void check_golden(const std::string& name, const pixels::Pixmap& picture) {
  SystemDisk disk;
  const pixels::Pixmap small = quarter(picture);
  const std::string file = fmt::format("{}/tests/data/golden/{}.png", GATECAST_SOURCE_DIR, name);
  if (std::getenv("GATECAST_APPROVE") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    REQUIRE(pixels::write_png(disk, file, small));
    return;
  }
  const auto approved = pixels::read_png(disk, file);
  INFO(file);
  REQUIRE(approved);
  REQUIRE(approved->size() == small.size());
  pixels::Pixmap difference;
  const int share = differing(*approved, small, difference);
  if (share > 2) {
    const auto folder = std::filesystem::temp_directory_path() / "gatecast-golden";
    std::filesystem::create_directories(folder);
    REQUIRE(pixels::write_png(disk, folder / (name + ".png"), small));
    REQUIRE(pixels::write_png(disk, folder / (name + "-difference.png"), difference));
    FAIL_CHECK(name << ": " << share << " of 1000 pixels differ; see " << folder.string());
  }
  CHECK(share <= 2);
}

}  // namespace

TEST_CASE("slides look as they were approved") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release hall = sample_release(hall_screen());
  const bundle::Release gate = sample_release(gate_screen());
  const auto check = [&](const char* layout, Length length, bool is_tall, bundle::Mode mode) {
    const bundle::Item item = sample_item(layout, length);
    const pixels::Size size = is_tall ? pixels::Size{1080, 1920} : pixels::Size{1920, 1080};
    const auto picture =
        painter.paint({is_tall ? &gate : &hall, &item, {"vi", "lo"}, size, mode, sample_now(), true});
    REQUIRE(picture);
    check_golden(fmt::format("{}-{}-{}", layout, is_tall ? "tall" : "wide", bundle::to_string(mode)),
                 *picture);
  };
  check("title", Length::brief, false, bundle::Mode::daily);
  check("title_text", Length::usual, false, bundle::Mode::daily);
  check("steps", Length::longest, false, bundle::Mode::daily);
  check("number", Length::longest, false, bundle::Mode::festive);
  check("split", Length::brief, false, bundle::Mode::solemn);
  check("table", Length::usual, true, bundle::Mode::daily);
  check("plan", Length::longest, true, bundle::Mode::daily);
  check("full_picture", Length::brief, true, bundle::Mode::closed);
}

TEST_CASE("the built-in still looks as it was approved") {
  check_golden("built-in-wide", paint_built_in_still({1920, 1080}));
}
