#include "player/compose/qr_code.h"

#include <fmt/format.h>

#include <unistd.h>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>

#include "content-sync/base/disk.h"
#include "player/pixels/png.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

bool has_zbar() {
  return std::system("command -v zbarimg > /dev/null 2>&1") == 0;
}

// What zbar, which shares no code with us, reads in the picture.
std::string read_back(const pixels::Pixmap& picture) {
  SystemDisk disk;
  const auto file = std::filesystem::temp_directory_path() / fmt::format("gatecast-qr-{}.png", ::getpid());
  REQUIRE(pixels::write_png(disk, file, picture));
  const std::string command =
      fmt::format("zbarimg --quiet --raw -Sdisable -Sqrcode.enable {} 2>/dev/null", file.string());
  std::string read;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 512> part{};
  while (std::fgets(part.data(), part.size(), pipe) != nullptr) read += part.data();
  ::pclose(pipe);
  std::filesystem::remove(file);
  while (!read.empty() && read.back() == '\n') read.pop_back();
  return read;
}

// As a telephone sees it from far away: each pixel the mean of `by` x `by`.
pixels::Pixmap from_afar(const pixels::Pixmap& picture, int by) {
  pixels::Pixmap small({picture.size().width_px / by, picture.size().height_px / by});
  for (int y = 0; y < small.size().height_px; ++y)
    for (int x = 0; x < small.size().width_px; ++x) {
      std::uint32_t pixel = 0xFF000000U;
      for (const int shift : {0, 8, 16}) {
        std::uint32_t sum = 0;
        for (int v = 0; v < by; ++v)
          for (int u = 0; u < by; ++u) sum += picture.row(y * by + v)[x * by + u] >> shift & 0xFF;
        pixel |= sum / static_cast<std::uint32_t>(by * by) << shift;
      }
      small.row(y)[x] = pixel;
    }
  return small;
}

bundle::Item coded(const std::string& content) {
  bundle::Item item = sample_item("qr", Length::brief);
  for (auto& [language, text] : std::get<bundle::Slide>(item.body).texts.at("code").front()) text = content;
  return item;
}

Result<pixels::Pixmap> paint(const bundle::Item& item, const bundle::Screen& screen, SlideReport& report,
                             bundle::Mode mode = bundle::Mode::daily) {
  static SlidePainter painter(noto_typesetter(), nullptr);
  const bundle::Release release = sample_release(screen);
  return painter.paint(
      {&release, &item, {"vi", "lo"}, {screen.width_px, screen.height_px}, mode, sample_now(), false},
      &report);
}

const TextBox& code_of(const SlideReport& report) {
  const auto found = std::find_if(report.boxes.begin(), report.boxes.end(),
                                  [](const TextBox& box) { return box.slot == "code"; });
  REQUIRE(found != report.boxes.end());
  return *found;
}

}  // namespace

TEST_CASE("another program reads the code of the slide, also from afar") {
  if (!has_zbar()) {
    WARN("no zbarimg here: skipped");
    return;
  }
  const bundle::Screen wall{700, 400, 7000, 4000, 20000};
  for (const bundle::Screen& screen : {hall_screen(), gate_screen(), wall})
    for (const char* content : {"https://example.org/lao-bao", "Cửa khẩu Lao Bảo – ດ່ານລາວບາວ"}) {
      INFO(screen.width_px << " " << content);
      SlideReport report;
      const auto picture = paint(coded(content), screen, report);
      REQUIRE(picture);
      CHECK(report.faults.empty());
      CHECK(code_of(report).fits);
      CHECK(read_back(*picture) == content);
      if (screen.width_px > 1000) CHECK(read_back(from_afar(*picture, 4)) == content);
    }
}

TEST_CASE("a code is dark on light in every theme") {
  for (const auto mode : {bundle::Mode::daily, bundle::Mode::festive, bundle::Mode::solemn}) {
    SlideReport report;
    const auto picture = paint(coded("https://example.org"), hall_screen(), report, mode);
    REQUIRE(picture);
    const TextBox& code = code_of(report);
    CHECK((picture->row(code.box.y + 1)[code.box.x + 1] & 0xFF) > 200);
    const int eye = static_cast<int>(code.size_px * 4.5);  // the corner of the first finder pattern
    CHECK((picture->row(code.box.y + eye)[code.box.x + eye] & 0xFF) < 64);
  }
}

TEST_CASE("a code whose dots are too small for the distance is said not to fit") {
  SlideReport report;
  REQUIRE(paint(coded("https://example.org/" + std::string(300, 'x')), hall_screen(), report));
  CHECK_FALSE(code_of(report).fits);
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults.front().find("too small for its distance") != std::string::npos);
  for (const TextBox& box : report.boxes) CHECK((box.slot == "code" || box.fits));
}

TEST_CASE("what no code can hold is refused by name") {
  CHECK(encode_qr("", "a").error().rule == "slide.code");
  CHECK(encode_qr(std::string("a\0b", 3), "a").error().rule == "slide.code");
  const auto refused = encode_qr(std::string(2332, 'a'), "gates/survey");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().subject == "gates/survey");
  CHECK(encode_qr(std::string(2331, 'a'), "a"));
  SlideReport report;
  CHECK(paint(coded(std::string(4000, 'x')), hall_screen(), report).error().rule == "slide.code");
}
