// One cue of subtitles as a picture: at most two lines of even length, white on a translucent dark ground
// that keeps 4.5:1 and more over any picture. More lines only where the text cannot be set in two
// (is_too_long). Threads: the Typesetter's owner. Errors: none; an empty text gives no picture. Source:
// typography.md 3.6 (never under 24 px for Lao and Thai), playback.md (pre-rendered overlay).
#pragma once
#include <optional>
#include <string>

#include "player/pixels/pixmap.h"
#include "player/text/typesetter.h"

namespace gatecast::text {

constexpr pixels::Colour kSubtitleGround{12, 14, 18, 190};
constexpr double kLeastSubtitlePx = 24;

struct SubtitlePicture {
  pixels::Pixmap pixels;
  pixels::Rect where;  // in the frame, inside it
  double size_px = 0;  // em
  std::vector<std::string> lines;
  bool is_too_long = false;
};

// `bottom_px`: what lies at the frame's lower edge and must stay free (ticker, band).
std::optional<SubtitlePicture> paint_subtitle(Typesetter& typesetter, const std::string& text,
                                              const std::string& language, pixels::Size frame,
                                              int bottom_px = 0);

}  // namespace gatecast::text
