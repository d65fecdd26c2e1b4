// gatecast-notice: a page of words on a screen that no player lights. Only wiring.
#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>

#include "content-sync/base/command_line.h"
#include "player/notice/notice.h"
#include "player/pixels/png.h"
#include "player/playback/output_arguments.h"
#include "player/still/framebuffer.h"

int main(int argc, char** argv) {
  using namespace gatecast;
  CLI::App app(
      "Shows a page of words from standard input: a line each, \"# title\", \"> quiet\", \"! read aloud\",\n"
      "\"= what a QR code says\", else plain.",
      "gatecast-notice");
  app.set_version_flag("--version", "gatecast-notice " GATECAST_VERSION);
  app.footer("Exit codes: 0 fine, 1 it cannot be drawn, 2 usage, 3 environment (no such screen, no fonts).");
  std::string size = "1280x720";
  std::string framebuffer;
  std::string out;
  app.add_option("--size", size, "of the page (1280x720)");
  app.add_option("--framebuffer", framebuffer, "a device as /dev/fb0");
  app.add_option("--out", out, "a PNG file");
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  const auto page_size = playback::parse_size(size);
  if (!page_size) return complain(page_size.error(), false);
  SystemDisk disk;
  const auto typesetter = playback::image_typesetter(disk);
  if (!typesetter)
    return complain(
        environment_error("notice.fonts", "fonts", "there are none to write with", "install fonts-noto-core"),
        false);
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  const auto page = notice::paint_notice(notice::parse_notice(text), *page_size, *typesetter);
  if (!page) return complain(page.error(), false);
  Status shown;
  if (!out.empty()) shown = pixels::write_png(disk, out, *page);
  if (shown && !framebuffer.empty()) shown = still::draw_on_framebuffer(*page, framebuffer);
  return shown ? 0 : complain(shown.error(), false);
}
