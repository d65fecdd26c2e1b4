// A page of words for a technician, for a machine on which no player runs: title, lines, a word to be read
// aloud, and a QR code. Nothing of it is content. Threads: pure but for the typesetter. Errors: content error
// "slide.code" where the code's text is too long. Source: issue 7, 3 (the installer's screen).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/result.h"
#include "player/pixels/pixmap.h"
#include "player/text/typesetter.h"

namespace gatecast::notice {

enum class Kind { title, body, quiet, spoken };
struct Line {
  Kind kind = Kind::body;
  std::string text;  // "" is a gap
};
struct Notice {
  std::vector<Line> lines;
  std::string code;  // of the QR; "" without one
};
// A line each: "# title", "> quiet", "! spoken", "= what the QR code says"; else body.
Notice parse_notice(std::string_view text);

// The letters grow smaller until all of it is on the page.
Result<pixels::Pixmap> paint_notice(const Notice& notice, pixels::Size size, text::Typesetter& typesetter);

}  // namespace gatecast::notice
