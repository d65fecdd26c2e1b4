#include <catch2/catch.hpp>
#include <filesystem>

#include "player/pixels/png.h"

namespace gatecast::pixels {
namespace {

Pixmap gradient(Size size, bool opaque) {
  Pixmap pixmap(size);
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x) {
      const auto alpha = opaque ? 255U : static_cast<std::uint32_t>(x * 255 / std::max(1, size.width_px - 1));
      const auto value = static_cast<std::uint32_t>(y * 255 / std::max(1, size.height_px - 1));
      auto scaled = [alpha](std::uint32_t v) { return (v * alpha + 127) / 255; };
      pixmap.row(y)[x] = alpha << 24 | scaled(value) << 16 | scaled(255 - value) << 8 | scaled(40);
    }
  return pixmap;
}

bool same(const Pixmap& a, const Pixmap& b) {
  if (!(a.size() == b.size())) return false;
  for (int y = 0; y < a.size().height_px; ++y)
    if (!std::equal(a.row(y), a.row(y) + a.size().width_px, b.row(y))) return false;
  return true;
}

TEST_CASE("a picture written as PNG and read again has the same pixels") {
  for (const bool opaque : {true, false}) {
    const auto picture = gradient({64, 33}, opaque);
    const auto bytes = encode_png(picture);
    REQUIRE(bytes);
    const auto again = decode_png(*bytes);
    REQUIRE(again);
    CHECK(same(picture, *again));
  }
}

TEST_CASE("the same picture gives the same PNG bytes") {
  CHECK(encode_png(gradient({31, 17}, true)).value() == encode_png(gradient({31, 17}, true)).value());
}

TEST_CASE("a damaged or cut PNG is a content error, never a picture") {
  const auto bytes = encode_png(gradient({64, 64}, false)).value();
  for (const std::size_t length : {std::size_t{0}, std::size_t{7}, std::size_t{40}, bytes.size() / 2}) {
    const auto result = decode_png(bytes.substr(0, length), "cut.png");
    REQUIRE_FALSE(result);
    CHECK(result.error().rule == "pixels.png");
    CHECK(result.error().subject == "cut.png");
  }
  CHECK_FALSE(decode_png("not a picture at all"));
}

TEST_CASE("a PNG that claims a huge size is refused before it is decoded") {
  auto bytes = encode_png(gradient({16, 16}, true)).value();
  bytes[16] = '\x00', bytes[17] = '\x0f', bytes[20] = '\x00', bytes[21] = '\x0f';  // 983 056 x 983 056
  CHECK_FALSE(decode_png(bytes));
}

TEST_CASE("an empty pixmap is not written") {
  CHECK_FALSE(encode_png(Pixmap{}));
}

}  // namespace
}  // namespace gatecast::pixels
