// gatecast-still: the theme's still before the player's first picture. Only wiring.
#include <CLI/CLI.hpp>
#include <chrono>
#include <thread>

#include "content-sync/base/command_line.h"
#include "player/pixels/png.h"
#include "player/screen/backdrop.h"
#include "player/still/framebuffer.h"

namespace {

using namespace gatecast;

// Behind everything on the display, as soon as there is one.
Status draw_on_display(const pixels::Pixmap& picture, int most_seconds) {
  const auto last = std::chrono::steady_clock::now() + std::chrono::seconds(most_seconds);
  for (;;) {
    if (const auto backdrop = screen::Backdrop::open()) {
      const auto size = backdrop->size();
      const auto stride = static_cast<std::size_t>(size.width_px) * 4;
      GATECAST_TRY(auto frame, still::frame_of(picture, {size, 4, stride, {16, 8}, {8, 8}, {0, 8}}));
      auto* data = reinterpret_cast<std::uint8_t*>(frame.data());
      backdrop->keep({data, static_cast<int>(stride), size}, 0, 0);
      return {};
    }
    if (std::chrono::steady_clock::now() >= last)
      return fail(environment_error("still.display", "display", "there is none to draw on",
                                    "DISPLAY and XAUTHORITY say which; the player draws by itself later"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Shows one picture over the whole screen until somebody else draws, and ends.",
               "gatecast-still");
  app.set_version_flag("--version", "gatecast-still " GATECAST_VERSION);
  app.footer("Exit codes: 0 fine, 1 not a picture, 2 usage, 3 environment (no such screen).");
  std::string picture;
  std::string framebuffer;
  int wait_seconds = 0;
  app.add_option("picture", picture, "PNG file")->required();
  app.add_option("--framebuffer", framebuffer,
                 "a device as /dev/fb0; without it the display that the environment names");
  app.add_option("--wait", wait_seconds, "seconds to wait for the display (0)");
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  SystemDisk disk;
  const auto pixmap = pixels::read_png(disk, picture);
  if (!pixmap) return complain(pixmap.error(), false);
  const auto drawn = framebuffer.empty() ? draw_on_display(*pixmap, wait_seconds)
                                         : still::draw_on_framebuffer(*pixmap, framebuffer);
  return drawn ? 0 : complain(drawn.error(), false);
}
