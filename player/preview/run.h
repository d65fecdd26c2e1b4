// gatecast-preview from its command line on: measures and shows drafts and plain files by the player's own
// libraries; not in the image. How pages look on a touch screen is kiosk-ui's, which no library of the player
// may know: whoever has the main gives the function that draws them. Threads: main only.
// Errors: told to the person, as exit code: 1 content, 2 usage, 3 environment.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "player/pixels/pixmap.h"
#include "player/preview/opened_channel.h"

namespace gatecast::preview {

struct PageWishes {
  std::string page;                            // empty: all
  std::vector<bundle::LanguageTag> languages;  // empty: all for all pages, the primary one for one page
  std::optional<pixels::Size> size;            // else the channel's screen
  std::string mode;                            // as it was written after --mode
  Path out;                                    // of one page in one language a file, else a folder
  Instant now;
};
// Goes on where one page fails, and gives the errors. Errors: usage errors "preview.page", "preview.usage".
struct DrawnPages {
  std::vector<Path> files;
  std::vector<Error> errors;
};
using DrawPages = std::function<Result<DrawnPages>(Disk&, const OpenedChannel&, const PageWishes&)>;

int run_preview(int argc, char** argv, const DrawPages& draw_pages);

}  // namespace gatecast::preview
