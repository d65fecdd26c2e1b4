// The welcome of a kiosk without a release: words and the hour on the still, and no hour that is wrong.
#include "player/compose/welcome.h"

#include <catch2/catch.hpp>

#include "player/compose/slide_painter.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

const Instant kNoon = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1) + std::chrono::hours(5);

int differing(const pixels::Pixmap& a, const pixels::Pixmap& b) {
  int count = 0;
  for (int y = 0; y < a.size().height_px; ++y)
    for (int x = 0; x < a.size().width_px; ++x) count += a.row(y)[x] == b.row(y)[x] ? 0 : 1;
  return count;
}

}  // namespace

TEST_CASE("without a release a kiosk welcomes in five languages, says what is going on and tells the hour") {
  if (!has_noto_faces()) return;
  const auto typesetter = noto_typesetter();
  for (const auto size : {pixels::Size{1280, 720}, {720, 1280}, {320, 240}}) {
    const auto still = paint_built_in_still(size);
    const auto dumb = paint_welcome(size, std::nullopt, *typesetter);
    const auto noon = paint_welcome(size, kNoon, *typesetter);
    const auto later = paint_welcome(size, kNoon + std::chrono::minutes(1), *typesetter);
    REQUIRE(noon.size() == size);
    CHECK(differing(still, dumb) > 1000);
    CHECK(differing(dumb, noon) > 20);
    CHECK(differing(noon, later) > 0);
    CHECK(differing(noon, paint_welcome(size, kNoon + std::chrono::seconds(59), *typesetter)) == 0);
  }
}
