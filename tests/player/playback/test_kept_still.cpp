#include <catch2/catch.hpp>
#include <cstring>

#include "player/compose/still.h"
#include "player/playback/kept_still.h"

using namespace gatecast;

namespace {

bool are_equal(const pixels::Pixmap& one, const pixels::Pixmap& other) {
  return one.size() == other.size() && std::memcmp(one.data(), other.data(),
                                                   static_cast<std::size_t>(one.stride_bytes()) *
                                                       static_cast<std::size_t>(one.size().height_px)) == 0;
}

}  // namespace

TEST_CASE("a still that nobody sees is packed, and comes back as it was") {
  const auto still = std::make_shared<const pixels::Pixmap>(compose::paint_built_in_still({1920, 1080}));
  playback::KeptStill kept;
  CHECK(kept.picture() == nullptr);
  kept.rest();
  CHECK_FALSE(kept.is_packed());
  kept.keep(still);
  CHECK(kept.picture() == still);
  kept.rest();
  CHECK(kept.is_packed());
  CHECK(still.use_count() == 1);  // its memory is free
  const auto again = kept.picture();
  REQUIRE(again);
  CHECK(are_equal(*again, *still));
  CHECK(kept.picture() == again);
  kept.rest();
  CHECK(kept.is_packed());
  CHECK(are_equal(*kept.picture(), *still));
}

TEST_CASE("a photograph would not shrink: it stays as it is") {
  pixels::Pixmap noise({64, 64});
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x) noise.row(y)[x] = static_cast<std::uint32_t>(x * 2654435761U + y * 40503U);
  const auto still = std::make_shared<const pixels::Pixmap>(std::move(noise));
  playback::KeptStill kept;
  kept.keep(still);
  kept.rest();
  CHECK_FALSE(kept.is_packed());
  CHECK(kept.picture() == still);
  // The next one is tried anew.
  kept.keep(std::make_shared<const pixels::Pixmap>(pixels::Size{64, 64}));
  kept.rest();
  CHECK(kept.is_packed());
  CHECK(kept.size() == pixels::Size{64, 64});
  kept.keep(nullptr);
  CHECK(kept.picture() == nullptr);
  CHECK(kept.size() == pixels::Size{});
}
