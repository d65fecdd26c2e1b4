#include <catch2/catch.hpp>
#include <cstring>

#include "player/still/framebuffer.h"

using namespace gatecast;
using namespace gatecast::still;

namespace {

constexpr Channel kRed{16, 8};
constexpr Channel kGreen{8, 8};
constexpr Channel kBlue{0, 8};

// Left half one colour, right half another.
pixels::Pixmap halves(int width, int height, std::uint32_t left, std::uint32_t right) {
  pixels::Pixmap picture({width, height});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) picture.row(y)[x] = x * 2 < width ? left : right;
  return picture;
}

std::uint32_t word(const Bytes& frame, const FrameForm& form, int x, int y) {
  std::uint32_t value = 0;
  std::memcpy(&value,
              frame.data() + form.stride_bytes * static_cast<std::size_t>(y) +
                  static_cast<std::size_t>(x) * form.bytes_per_pixel,
              form.bytes_per_pixel);
  return value;
}

}  // namespace

TEST_CASE("a picture as large as the framebuffer is copied, and what lies behind a row stays empty") {
  const FrameForm form{{8, 2}, 4, 40, kRed, kGreen, kBlue};
  const auto frame = frame_of(halves(8, 2, 0xff112233, 0xff445566), form).value();
  REQUIRE(frame.size() == 80);
  CHECK(word(frame, form, 0, 0) == 0x112233);
  CHECK(word(frame, form, 3, 1) == 0x112233);
  CHECK(word(frame, form, 4, 1) == 0x445566);
  CHECK(word(frame, form, 9, 0) == 0);
}

TEST_CASE("a picture is stretched over any size, with its sides where they were") {
  const FrameForm form{{1920, 1080}, 4, std::size_t{1920} * 4, kRed, kGreen, kBlue};
  const auto frame = frame_of(halves(16, 9, 0xff000000, 0xffffffff), form).value();
  CHECK(word(frame, form, 0, 0) == 0);
  CHECK(word(frame, form, 800, 540) == 0);
  CHECK(word(frame, form, 1120, 540) == 0xffffff);
  CHECK(word(frame, form, 1919, 1079) == 0xffffff);
  const auto middle = word(frame, form, 960, 540) & 0xff;
  CHECK(middle > 100);
  CHECK(middle < 156);
}

TEST_CASE("colours stand where the framebuffer wants them: sixteen bits, and blue before red") {
  const FrameForm small{{2, 1}, 2, 4, {11, 5}, {5, 6}, {0, 5}};
  const auto frame = frame_of(halves(2, 1, 0xffff0000, 0xff00ff00), small).value();
  CHECK(word(frame, small, 0, 0) == 0xf800);
  CHECK(word(frame, small, 1, 0) == 0x07e0);
  const FrameForm swapped{{2, 1}, 4, 8, kBlue, kGreen, kRed};
  CHECK(word(frame_of(halves(2, 1, 0xffff0000, 0xff0000ff), swapped).value(), swapped, 0, 0) == 0x0000ff);
}

TEST_CASE("a framebuffer of a form that makes no sense is refused, and so is what is none") {
  const auto picture = halves(2, 2, 0, 0);
  for (const auto& form :
       {FrameForm{{0, 2}, 4, 8, kRed, kGreen, kBlue}, FrameForm{{2, 2}, 3, 8, kRed, kGreen, kBlue},
        FrameForm{{2, 2}, 4, 7, kRed, kGreen, kBlue}, FrameForm{{2, 2}, 2, 4, kRed, kGreen, kBlue},
        FrameForm{{2, 2}, 4, 8, {28, 8}, kGreen, kBlue},
        FrameForm{{1 << 20, 2}, 4, std::size_t{4} << 20, kRed, kGreen, kBlue}}) {
    const auto frame = frame_of(picture, form);
    REQUIRE(!frame);
    CHECK(frame.error().rule == "still.framebuffer");
  }
  CHECK(!frame_of(pixels::Pixmap(), {{2, 2}, 4, 8, kRed, kGreen, kBlue}));
  CHECK(draw_on_framebuffer(picture, "/dev/null").error().rule == "still.framebuffer");
  CHECK(draw_on_framebuffer(picture, "/dev/there-is-none").error().rule == "still.framebuffer");
}
