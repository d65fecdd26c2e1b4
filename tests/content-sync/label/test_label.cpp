// Labels: what they say of a kiosk, that a reader of QR codes reads them, and that each has a page.
#include <cairo.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "content-sync/label/label.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::label;
using namespace gatecast::test;

namespace {

constexpr double kPointsAMm = 72.0 / 25.4;
const std::string kKey = "3f2a91bc" + std::string(56, '0');

std::string device(const std::string& name, const std::string& state) {
  return R"({"name": ")" + name + R"(", "key": ")" + kKey + R"(", "state": ")" + state +
         R"(", "code": "K7QM-2HXD-9RTA"})";
}

// As it would be printed, at eight dots a millimetre.
void print(const Label& label, const std::string& file) {
  constexpr double kDotsAMm = 8;
  auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kWidthMm * kDotsAMm),
                                             static_cast<int>(kHeightMm * kDotsAMm));
  auto* page = cairo_create(surface);
  cairo_scale(page, kDotsAMm / kPointsAMm, kDotsAMm / kPointsAMm);
  REQUIRE(draw_label(page, label));
  cairo_destroy(page);
  REQUIRE(cairo_surface_write_to_png(surface, file.c_str()) == CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy(surface);
}

std::size_t count(const Bytes& bytes, const std::string& word) {
  std::size_t found = 0;
  for (auto at = bytes.find(word); at != Bytes::npos; at = bytes.find(word, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("what two files say of a kiosk stands on one label; who only waits gets none") {
  Labels labels;
  REQUIRE(read_labels(
      "[" + device("lao-bao/hall-1", "confirmed") + "," + device("lao-bao/hall-9", "waiting") + "]",
      "devices.json", labels));
  REQUIRE(read_labels(
      R"({"site": "lao-bao", "kiosk": "hall-1", "channel": "lao-bao-hall", "server": "https://a.vn"})",
      "provision.json", labels));
  REQUIRE(labels.size() == 1);
  const auto& label = labels.at("lao-bao/hall-1");
  CHECK(label.key == "3f2a91bc");
  CHECK(label.channel == "lao-bao-hall");
  CHECK(label.server == "https://a.vn");
  CHECK(read_labels("{}", "x.json", labels).error().rule == "label.name");
  CHECK(read_labels("3", "x.json", labels).error().rule == "label.name");
  CHECK(read_labels(R"([{"state": "confirmed", "name": "Lao Bao", "key": "1"}])", "x.json", labels)
            .error()
            .rule == "label.name");
}

TEST_CASE("each label has a page, and the code that may erase a disk is on none") {
  Labels labels;
  REQUIRE(read_labels(
      "[" + device("lao-bao/hall-1", "confirmed") + "," + device("la-lay/gate-1", "confirmed") + "]",
      "devices.json", labels));
  const auto pdf = labels_pdf(labels);
  REQUIRE(pdf);
  CHECK(pdf->starts_with("%PDF-"));
  CHECK(count(*pdf, "/MediaBox [ 0 0 283.464567 170.07874 ]") == 2);  // 100 x 60 mm
  CHECK(count(*pdf, "K7QM") == 0);
}

TEST_CASE("a reader of QR codes reads the printed label") {
  if (run({"sh", "-c", "command -v zbarimg"}).exit_code != 0) return;
  TemporaryFolder folder;
  const auto file = folder.path() + "/label.png";
  print({"lao-bao/hall-1", "lao-bao-hall", "https://gatecast.example.vn", "3f2a91bc", ""}, file);
  const auto read = run({"zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file});
  CHECK(read.out == "lao-bao/hall-1 3f2a91bc\n");
}
