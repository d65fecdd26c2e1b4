// The output as the command line and the kiosk's own file say it; the command line wins. And the set-up page,
// which needs nothing else. Threads: main. Errors: usage errors "output.*"; those of the screen. Source:
// shared/design/content.md (Output).
#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "content-sync/base/disk.h"
#include "player/screen/screen.h"
#include "player/text/typesetter.h"

namespace gatecast::playback {

struct OutputArguments {
  std::string file, connector, rotation, rectangle, panel, path = "measured";
  bool is_setup_page = false;
};
void declare_output(CLI::App& app, OutputArguments& arguments);
// "1920x1080", 16 to 16384 on a side.
Result<pixels::Size> parse_size(const std::string& text);
Result<screen::Output> output_of(Disk& disk, const OutputArguments& arguments);

// The set-up page and the technician's screens are drawn before there is any release: in the image's own
// typefaces. What is missing is left out; null where there are none.
std::unique_ptr<text::Typesetter> image_typesetter(Disk& disk);

// On the screen until it is ended or `seconds` are over (0: not), or as a PNG of `size` to `out`.
struct SetupRequest {
  screen::ScreenOptions screen;
  double seconds = 0;
  Path out;
};
Status show_setup_page(Disk& disk, const SetupRequest& request);

}  // namespace gatecast::playback
