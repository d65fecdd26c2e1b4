// What is said at one moment of a film as a picture: every language at one visible height in one common box,
// each in at most two lines of even length, white on a dark ground that keeps 4.5:1 and more over any
// picture; at the bottom, in the middle, or where the file wants it. More lines only where the text cannot be
// set in two (is_too_long). Threads: the Typesetter's owner. Errors: none; an empty text gives no picture.
// Source: typography.md 3.6 (never under 24 px for Lao and Thai), playback.md (pre-rendered overlay),
// content.md (pair: Vietnamese and Lao at equal visible height).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "player/pixels/pixmap.h"
#include "player/text/subtitle_place.h"
#include "player/text/typesetter.h"

namespace gatecast::text {

constexpr pixels::Colour kSubtitleGround{11, 34, 38, 235};
constexpr double kLeastSubtitlePx = 24;

struct SubtitleText {
  std::string language;
  std::string text;
};

struct SubtitlePicture {
  pixels::Pixmap pixels;
  pixels::Rect where;  // in the frame, inside it
  double size_px = 0;  // em of the smallest
  std::vector<std::string> lines;
  bool is_too_long = false;
};

// `bottom_px`: what lies at the frame's lower edge and must stay free (ticker, band). `visible_px`: height of
// a capital H or a Lao or Thai consonant that the channel's distance asks for; 0: by the frame alone.
std::optional<SubtitlePicture> paint_subtitles(Typesetter& typesetter,
                                               const std::vector<SubtitleText>& languages, pixels::Size frame,
                                               int bottom_px = 0, double visible_px = 0,
                                               const std::optional<SubtitlePlace>& place = std::nullopt);
std::optional<SubtitlePicture> paint_subtitle(Typesetter& typesetter, const std::string& text,
                                              const std::string& language, pixels::Size frame,
                                              int bottom_px = 0,
                                              const std::optional<SubtitlePlace>& place = std::nullopt);

}  // namespace gatecast::text
