// The page that the installer shows: all of its words are on it, and its code can be read.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "player/notice/notice.h"
#include "player/pixels/png.h"
#include "player/playback/output_arguments.h"

using namespace gatecast;
using namespace gatecast::notice;

namespace {

pixels::Pixmap painted(const std::string& text, pixels::Size size) {
  SystemDisk disk;
  const auto typesetter = playback::image_typesetter(disk);
  REQUIRE(typesetter);
  auto page = paint_notice(parse_notice(text), size, *typesetter);
  REQUIRE(page);
  return std::move(*page);
}

constexpr std::uint32_t kNight = 0xFF0B2226;

// Rows of the panel below this one in which something is written.
int written_rows(const pixels::Pixmap& page, int from, int to) {
  int rows = 0;
  for (int y = from; y < to; ++y)
    for (int x = page.size().width_px / 8; x < page.size().width_px * 7 / 8; ++x)
      if (page.row(y)[x] != kNight) {
        ++rows;
        break;
      }
  return rows;
}

}  // namespace

TEST_CASE("a notice is read line by line") {
  const auto notice = parse_notice("# Cài đặt\nhai\n\n> nhỏ\n! K7QM\n= lao-bao/hall-1 K7QM\n");
  REQUIRE(notice.lines.size() == 5);
  CHECK(notice.lines[0].kind == Kind::title);
  CHECK(notice.lines[0].text == "Cài đặt");
  CHECK(notice.lines[1].kind == Kind::body);
  CHECK(notice.lines[2].text.empty());
  CHECK(notice.lines[3].kind == Kind::quiet);
  CHECK(notice.lines[4].text == "K7QM");
  CHECK(notice.code == "lao-bao/hall-1 K7QM");
}

TEST_CASE("however many words, they stay on the notice's panel") {
  std::string text = "# Ổ đĩa nào?\n";
  const auto few = painted(text, {1280, 720});
  for (int i = 0; i < 14; ++i)
    text += "Xóa tất cả trên ổ đĩa này · Erase all that is on this disk, line " + std::to_string(i) + "\n";
  const auto many = painted(text, {1280, 720});
  // The panel ends 43 pixels above the edge, and its words 34 above that.
  CHECK(written_rows(few, 300, 640) == 0);
  CHECK(written_rows(many, 300, 640) > 100);
  CHECK(written_rows(many, 648, 672) == 0);
}

TEST_CASE("the notice's code says what was meant, also on a tall page") {
  if (std::system("command -v zbarimg > /dev/null 2>&1") != 0) {
    WARN("no zbarimg here: skipped");
    return;
  }
  const auto folder = std::filesystem::temp_directory_path() / "gatecast-notice-test";
  std::filesystem::create_directories(folder);
  for (const auto size : {pixels::Size{1280, 720}, pixels::Size{720, 1280}}) {
    SystemDisk disk;
    const auto file = folder / "notice.png";
    REQUIRE(pixels::write_png(disk, file, painted("# Xong\n= lao-bao/hall-1 K7QM-2HXD-9RTA\n", size)));
    const auto said = folder / "said.txt";
    CHECK(std::system(("zbarimg --quiet --raw -Sdisable -Sqrcode.enable " + file.string() + " 2>/dev/null >" +
                       said.string())
                          .c_str()) == 0);
    std::string line;
    std::getline(std::ifstream(said), line);
    CHECK(line == "lao-bao/hall-1 K7QM-2HXD-9RTA");
  }
  std::filesystem::remove_all(folder);
}
