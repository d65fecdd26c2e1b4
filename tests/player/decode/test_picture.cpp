// Still pictures of every kind, made by ffmpeg or byte by byte, and read back.
#include "player/decode/picture.h"

#include <lcms2.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace gatecast::decode;

namespace {

int channel(std::uint32_t pixel, int shift) {
  return static_cast<int>(pixel >> shift & 255U);
}

void check_near(std::uint32_t pixel, int red, int green, int blue, int by = 3) {
  INFO(channel(pixel, 16) << "," << channel(pixel, 8) << "," << channel(pixel, 0) << " instead of " << red
                          << "," << green << "," << blue);
  CHECK(std::abs(channel(pixel, 16) - red) <= by);
  CHECK(std::abs(channel(pixel, 8) - green) <= by);
  CHECK(std::abs(channel(pixel, 0) - blue) <= by);
}

std::string refused(ByteView bytes) {
  const auto picture = decode_picture(bytes, "it");
  return picture ? "" : picture.error().rule;
}

// Left half red, right half blue, a green bar on top: 64 x 32.
const char* const kFlag =
    "color=red:s=64x32,format=rgb24,drawbox=x=32:y=0:w=32:h=32:color=blue:t=fill,"
    "drawbox=x=0:y=0:w=64:h=8:color=0x00ff00:t=fill";

Bytes flag(const std::string& name, const std::vector<std::string>& options) {
  std::vector<std::string> command{"-f", "lavfi", "-i", kFlag, "-frames:v", "1"};
  command.insert(command.end(), options.begin(), options.end());
  return test::bytes_of(test::made_clip(name, command));
}

Bytes big_endian(std::uint32_t value, int bytes) {
  Bytes out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 255U);
  return out;
}

Bytes exif(int orientation) {
  return Bytes("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", 18) +
         big_endian(static_cast<std::uint32_t>(orientation), 2) + Bytes(6, '\0');
}

// With one more segment after the JPEG's first two bytes.
Bytes with_segment(const Bytes& jpeg, int marker, const Bytes& body) {
  return jpeg.substr(0, 2) + Bytes("\xff") + static_cast<char>(marker) +
         big_endian(static_cast<std::uint32_t>(body.size() + 2), 2) + body + jpeg.substr(2);
}

std::uint32_t crc_of(const Bytes& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

// With one more chunk after IHDR.
Bytes with_chunk(const Bytes& png, const Bytes& name, const Bytes& body) {
  constexpr std::size_t kAfterHeader = 33;
  return png.substr(0, kAfterHeader) + big_endian(static_cast<std::uint32_t>(body.size()), 4) + name + body +
         big_endian(crc_of(name + body), 4) + png.substr(kAfterHeader);
}

// A profile whose red and green are exchanged, so that its effect cannot be missed.
Bytes exchanged_profile() {
  const cmsCIExyY white{0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries{{0.30, 0.60, 1}, {0.64, 0.33, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
  cmsToneCurve* curves[] = {curve, curve, curve};
  cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  return bytes;
}

Bytes svg(const std::string& inside, const std::string& size = "width=\"40\" height=\"20\"") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" " + size +
         ">" + inside + "</svg>";
}
const char* const kHalves = "<rect width=\"20\" height=\"20\" fill=\"#ff8000\"/>";

}  // namespace

TEST_CASE("PNG, JPEG and WebP, with and without loss, hold the colours that they were made of") {
  const auto check = [](const Bytes& bytes, const char* format, int by) {
    INFO(format);
    const auto picture = decode_picture(bytes, format);
    REQUIRE(picture);
    CHECK(picture->format == format);
    CHECK(picture->full_size == pixels::Size{64, 32});
    check_near(picture->pixels.row(24)[8], 255, 0, 0, by);
    check_near(picture->pixels.row(24)[56], 0, 0, 255, by);
    check_near(picture->pixels.row(3)[20], 0, 255, 0, by);
    CHECK(picture->pixels.row(24)[8] >> 24 == 255);
  };
  check(flag("flag.png", {}), "png", 0);
  check(flag("flag-palette.png", {"-pix_fmt", "pal8"}), "png", 3);
  check(flag("flag-16.png", {"-pix_fmt", "rgb48be"}), "png", 1);
  check(flag("flag.jpg", {"-pix_fmt", "yuvj444p", "-q:v", "1"}), "jpeg", 4);
  check(flag("flag-420.jpg", {"-pix_fmt", "yuvj420p", "-q:v", "1"}), "jpeg", 6);
  check(flag("flag.webp", {"-lossless", "1"}), "webp", 0);
  check(flag("flag-lossy.webp", {"-quality", "100"}), "webp", 8);
}

TEST_CASE("grey pictures are grey, and WebP keeps its transparency") {
  const auto grey = decode_picture(
      test::bytes_of(test::made_clip(
          "grey.png", {"-f", "lavfi", "-i", "color=0x808080:s=16x16,format=gray", "-frames:v", "1"})),
      "grey");
  REQUIRE(grey);
  check_near(grey->pixels.row(8)[8], 128, 128, 128, 2);
  const auto clear =
      decode_picture(test::bytes_of(test::made_clip(
                         "clear.webp", {"-f", "lavfi", "-i", "color=0xff8000@0.5:s=16x16,format=bgra",
                                        "-lossless", "1", "-frames:v", "1"})),
                     "clear");
  REQUIRE(clear);
  CHECK(std::abs(channel(clear->pixels.row(8)[8], 24) - 127) <= 1);
  check_near(clear->pixels.row(8)[8], 127, 64, 0, 2);
}

TEST_CASE("each of the eight orientations of EXIF comes upright, from every format") {
  // Where the corner that is red (left, below the bar) in the file stands when upright: its centre.
  struct Expected {
    int orientation;
    bool is_lying;
    int red_x_percent;
    int red_y_percent;
    int green_x_percent;  // the middle of the bar
    int green_y_percent;
  };
  const Expected all[] = {{1, false, 25, 60, 50, 10}, {2, false, 75, 60, 50, 10}, {3, false, 75, 40, 50, 90},
                          {4, false, 25, 40, 50, 90}, {5, true, 60, 25, 10, 50},  {6, true, 40, 25, 90, 50},
                          {7, true, 40, 75, 90, 50},  {8, true, 60, 75, 10, 50}};
  const Bytes jpeg = flag("flag.jpg", {"-pix_fmt", "yuvj444p", "-q:v", "1"});
  const Bytes png = flag("flag.png", {});
  const Bytes webp = flag("flag.webp", {"-lossless", "1"});
  for (const Expected& one : all) {
    const Bytes body = exif(one.orientation);
    const Bytes padded = body + Bytes(body.size() % 2, '\0');
    Bytes riff = webp + "EXIF" + Bytes{static_cast<char>(body.size()), 0, 0, 0} + padded;
    const auto riff_size = static_cast<std::uint32_t>(riff.size() - 8);
    for (int i = 0; i < 4; ++i)
      riff[static_cast<std::size_t>(4 + i)] = static_cast<char>(riff_size >> (8 * i));
    for (const Bytes& file :
         {with_segment(jpeg, 0xE1, Bytes("Exif\0\0", 6) + body), with_chunk(png, "eXIf", body), riff}) {
      const auto picture = decode_picture(file, "turned");
      REQUIRE(picture);
      INFO(one.orientation << " " << picture->format);
      const pixels::Size size = one.is_lying ? pixels::Size{32, 64} : pixels::Size{64, 32};
      REQUIRE(picture->full_size == size);
      REQUIRE(picture->pixels.size() == size);
      const auto at = [&](int x, int y) {
        return picture->pixels.row(size.height_px * y / 100)[size.width_px * x / 100];
      };
      check_near(at(one.red_x_percent, one.red_y_percent), 255, 0, 0, 8);
      check_near(at(one.green_x_percent, one.green_y_percent), 0, 255, 0, 8);
    }
  }
}

TEST_CASE("EXIF data that lie about their length are as if they were not there") {
  const Bytes jpeg = flag("flag.jpg", {"-pix_fmt", "yuvj444p", "-q:v", "1"});
  for (const Bytes& body : {Bytes("MM"), Bytes("MM\0*\xff\xff\xff\xff", 8),
                            Bytes("II*\0\x08\0\0\0\xff\xff", 10), exif(9), exif(0), exif(6).substr(0, 17)}) {
    const auto picture = decode_picture(with_segment(jpeg, 0xE1, Bytes("Exif\0\0", 6) + body), "lying");
    REQUIRE(picture);
    CHECK(picture->full_size == pixels::Size{64, 32});
  }
}

TEST_CASE("an embedded colour profile is obeyed, and one of sRGB changes nothing") {
  const Bytes jpeg = flag("flag.jpg", {"-pix_fmt", "yuvj444p", "-q:v", "1"});
  const Bytes head("ICC_PROFILE\0\x01\x01", 14);
  const auto exchanged = decode_picture(with_segment(jpeg, 0xE2, head + exchanged_profile()), "exchanged");
  REQUIRE(exchanged);
  check_near(exchanged->pixels.row(24)[8], 0, 255, 0, 16);
  check_near(exchanged->pixels.row(3)[20], 255, 0, 0, 16);
  check_near(exchanged->pixels.row(24)[56], 0, 0, 255, 16);
  const auto plain = decode_picture(jpeg, "plain");
  const auto nonsense = decode_picture(with_segment(jpeg, 0xE2, head + Bytes(400, 'x')), "nonsense");
  REQUIRE(nonsense);
  CHECK(nonsense->pixels.row(24)[8] == plain->pixels.row(24)[8]);
}

TEST_CASE("pictures are brought down without stripes, and transparent edges without a dark rim") {
  // A zone plate: rings finer than the small picture can hold must become an even grey.
  const auto plate = test::bytes_of(test::made_clip(
      "plate.png",
      {"-f", "lavfi", "-i", "color=white:s=400x400,format=gray,geq=lum='127+127*cos(2.6*X)*cos(2.6*Y)'",
       "-frames:v", "1"}));
  for (const pixels::Size box : {pixels::Size{260, 260}, {150, 150}, {90, 90}}) {
    const auto small = decode_picture(plate, "plate", box);
    REQUIRE(small);
    REQUIRE(small->pixels.size() == box);
    double sum = 0;
    double squares = 0;
    for (int y = 8; y < box.height_px - 8; ++y)
      for (int x = 8; x < box.width_px - 8; ++x) {
        const double level = channel(small->pixels.row(y)[x], 8);
        sum += level;
        squares += level * level;
      }
    const double count = (box.width_px - 16.0) * (box.height_px - 16.0);
    const double mean = sum / count;
    INFO(box.width_px << ": mean " << mean << ", deviation " << std::sqrt(squares / count - mean * mean));
    CHECK(std::abs(mean - 127) < 4);
    CHECK(std::sqrt(std::max(0.0, squares / count - mean * mean)) < 12);
  }
  // Opaque white beside transparent black: between them lies half transparent white, not grey.
  const auto edge =
      test::bytes_of(test::made_clip("edge.png", {"-f", "lavfi", "-i",
                                                  "color=black:s=90x30,format=rgba,geq=r='255*lt(X,45)':g='"
                                                  "255*lt(X,45)':b='255*lt(X,45)':a='255*lt(X,45)'",
                                                  "-frames:v", "1"}));
  const auto small = decode_picture(edge, "edge", {30, 10});
  REQUIRE(small);
  for (int x = 0; x < 30; ++x) {
    const std::uint32_t pixel = small->pixels.row(5)[x];
    CHECK(std::abs(channel(pixel, 16) - channel(pixel, 24)) <= 1);  // premultiplied white
  }
}

TEST_CASE("drawings are drawn as large as their box asks, sharp") {
  const auto own = decode_picture(svg(kHalves), "halves.svg");
  REQUIRE(own);
  CHECK(own->format == "svg");
  CHECK(own->full_size == pixels::Size{40, 20});
  CHECK(own->pixels.size() == pixels::Size{40, 20});
  check_near(own->pixels.row(10)[5], 255, 128, 0, 1);
  CHECK(own->pixels.row(10)[35] >> 24 == 0);
  const auto large =
      decode_picture("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(kHalves, "viewBox=\"0 0 40 20\""),
                     "large.svg", {800, 400});
  REQUIRE(large);
  CHECK(large->pixels.size() == pixels::Size{800, 400});
  check_near(large->pixels.row(200)[398], 255, 128, 0, 1);
  CHECK(large->pixels.row(200)[401] >> 24 == 0);
}

TEST_CASE("a drawing brings no words, no pictures and nothing from outside") {
  CHECK(refused(svg("<text x=\"1\" y=\"9\">closed</text>")) == "picture.svg_text");
  CHECK(refused("<svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\" width=\"9\" "
                "height=\"9\"><svg:text>x</svg:text></svg:svg>") == "picture.svg_text");
  CHECK(refused(svg("<image xlink:href=\"data:image/png;base64,AAAA\"/>")) == "picture.svg_element");
  CHECK(refused(svg("<script>1</script>")) == "picture.svg_element");
  CHECK(refused("<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\">]>" + svg("&a;")) == "picture.svg_entity");
  CHECK(refused("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + svg("+ADw-text+AD4-")) ==
        "picture.svg_encoding");
  CHECK(refused(svg("", "")) == "picture.svg_size");
  CHECK(refused(svg("<rect", "width=\"9\" height=\"9\"")) == "picture.broken");
  CHECK(refused(svg("", "width=\"20000\" height=\"9\"")) == "picture.too_large");
  CHECK(refused(svg("<!--" + std::string(5 << 20, 'x') + "-->")) == "picture.too_large");
  // A drawing elsewhere on the disk is not opened: nothing of it is drawn.
  const auto outer = test::written_file(
      "outer.svg", svg("<g id=\"all\"><rect width=\"40\" height=\"20\" fill=\"red\"/></g>"));
  const auto drawn = decode_picture(svg("<use xlink:href=\"file://" + outer + "#all\"/>"), "use.svg");
  if (drawn) CHECK(drawn->pixels.row(10)[10] >> 24 == 0);
}

TEST_CASE("what is too large, cut off or of another kind is refused by name") {
  const Bytes png = flag("flag.png", {});
  CHECK(refused(png.substr(0, png.size() / 2)) == "picture.broken");
  CHECK(refused("GIF89a") == "picture.unknown_format");
  CHECK(refused("") == "picture.unknown_format");
  Bytes huge = png;  // says of itself that it is 16000 x 16000
  huge.replace(16, 8, big_endian(16000, 4) + big_endian(16000, 4));
  huge.replace(29, 4, big_endian(crc_of(huge.substr(12, 17)), 4));
  CHECK(refused(huge) == "picture.too_large");
  CHECK(refused(Bytes(kLargestPictureBytes + 1, '\0')) == "picture.too_large");
  const Bytes jpeg = flag("flag.jpg", {"-pix_fmt", "yuvj444p", "-q:v", "1"});
  CHECK(refused(jpeg.substr(0, 2) + Bytes("\xff\xc0\x00\x14\x08\x00\x10\x00\x10\x04", 10) +
                Bytes(12, '\1')) == "picture.cmyk");
  // Bytes turned here and there: refused or drawn, never a crash.
  std::uint32_t seed = 7;
  const auto random = [&] { return seed = seed * 1664525U + 1013904223U; };
  const Bytes webp = flag("flag.webp", {"-lossless", "1"});
  for (const Bytes& whole : {png, jpeg, webp, svg(kHalves)})
    for (int copy = 0; copy < 20; ++copy) {
      Bytes bytes = whole;
      for (int n = 0; n <= copy; ++n)
        bytes[(random() >> 4U) % bytes.size()] = static_cast<char>(random() >> 24U);
      const auto picture = decode_picture(bytes, "mutilated", {50, 50});
      if (picture) CHECK_FALSE(picture->pixels.is_empty());
    }
}

TEST_CASE("the first bytes of a file tell whether it is a picture") {
  CHECK(looks_like_picture(flag("flag.png", {}).substr(0, 16)));
  CHECK(looks_like_picture(flag("flag.webp", {"-lossless", "1"}).substr(0, 16)));
  CHECK(looks_like_picture(svg("").substr(0, 16)));
  CHECK(looks_like_picture("<?xml version=\"1"));
  CHECK_FALSE(looks_like_picture("RIFF\x10\0\0\0AVI LIST"));
  CHECK_FALSE(looks_like_picture(""));
  CHECK_FALSE(looks_like_picture("<html><body>hell"));
}
