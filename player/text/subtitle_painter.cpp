#include "player/text/subtitle_painter.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "player/text/breaks.h"
#include "player/text/characters.h"

namespace gatecast::text {
namespace {

constexpr int kMaxLines = 2;

// Dark and translucent, with round corners; premultiplied.
void fill_ground(pixels::Pixmap& picture, double radius) {
  const auto [width, height] = picture.size();
  auto beyond = [radius](double at, double length) {  // how far into a corner's square
    return std::max({0.0, radius - at, at - (length - radius)});
  };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double distance = std::hypot(beyond(x + 0.5, width), beyond(y + 0.5, height));
      const double cover = std::clamp(radius - distance + 0.5, 0.0, 1.0);
      const auto alpha = static_cast<std::uint32_t>(std::lround(kSubtitleGround.alpha * cover));
      auto scaled = [alpha](std::uint8_t value) { return (value * alpha + 127) / 255; };
      picture.row(y)[x] = alpha << 24 | scaled(kSubtitleGround.red) << 16 |
                          scaled(kSubtitleGround.green) << 8 | scaled(kSubtitleGround.blue);
    }
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool ends_phrase(std::u16string_view text, std::size_t space, bool is_written_without_spaces) {
  if (is_written_without_spaces) return true;  // Lao and Thai put a space between phrases only
  return space > 0 && std::u16string_view(u",;:.!?").find(text[space - 1]) != std::u16string_view::npos;
}

// Two lines that part where the sentence does, if they are then of similar length.
std::optional<Layout> by_phrase(Typesetter& typesetter, const std::string& utf8, const TextStyle& style,
                                double max_width) {
  const bool is_written_without_spaces = style.language.starts_with("lo") || style.language.starts_with("th");
  constexpr double kLeastLikeness = 0.6;
  constexpr int kMostTries = 24;
  const std::u16string text = to_nfc_utf16(utf8);
  std::vector<bool> may_break(text.size() + 1, true);
  keep_numbers_whole(text, may_break);
  double best_likeness = kLeastLikeness;
  std::optional<Layout> best;
  int tries = 0;
  for (auto space = text.find(u' '); space != text.npos && tries < kMostTries;
       space = text.find(u' ', space + 1)) {
    if (!may_break[space + 1] || !ends_phrase(text, space, is_written_without_spaces)) continue;
    ++tries;
    std::u16string parted = text;
    parted[space] = u'\n';
    Layout candidate = typesetter.layout(to_utf8(parted), style, max_width);
    if (candidate.lines.size() != 2 || candidate.is_overfull) continue;
    const auto [less, more] = std::minmax(candidate.lines[0].width_px, candidate.lines[1].width_px);
    if (more <= 0 || less / more < best_likeness) continue;
    best_likeness = less / more;
    best = std::move(candidate);
  }
  return best;
}

}  // namespace

std::optional<SubtitlePicture> paint_subtitle(Typesetter& typesetter, const std::string& text,
                                              const std::string& language, pixels::Size frame,
                                              int bottom_px) {
  if (text.empty() || frame.width_px < 64 || frame.height_px < 64) return std::nullopt;
  const double em = std::max(kLeastSubtitlePx, 0.052 * std::min(frame.width_px, frame.height_px));
  std::vector<double> sizes;
  for (const double part : {1.0, 0.92, 0.84, 0.76, 0.7})
    sizes.push_back(std::max(kLeastSubtitlePx, em * part));
  const double side = 0.5 * em;
  const double width = (frame.height_px > frame.width_px ? 0.9 : 0.76) * frame.width_px - 2 * side;
  const pixels::Size box{static_cast<int>(width), frame.height_px};
  TextStyle style;
  style.language = language;
  style.colour = {255, 255, 255};
  style.is_balanced = true;

  // The editor's own line break is kept while it fits at full size; else the words flow anew.
  std::string words = text;
  Layout layout = typesetter.fit(words, style, box, {sizes.front()}, kMaxLines);
  if (layout.is_overfull || layout.lines.size() > kMaxLines) {
    words = on_one_line(text);
    layout = typesetter.fit(words, style, box, sizes, kMaxLines);
  }
  if (layout.lines.empty()) return std::nullopt;
  style.size_px = layout.size_px;
  if (words.find('\n') == words.npos && layout.lines.size() == 2 && !layout.is_overfull) {
    if (auto phrased = by_phrase(typesetter, words, style, box.width_px)) layout = std::move(*phrased);
  }

  SubtitlePicture picture;
  picture.size_px = layout.size_px;
  picture.is_too_long = layout.is_overfull || layout.lines.size() > kMaxLines;
  for (const Line& line : layout.lines) picture.lines.push_back(line.text);
  const double over = 0.08 * layout.size_px;
  const int picture_width = std::min(frame.width_px, static_cast<int>(std::ceil(layout.width_px + 2 * side)));
  const int picture_height =
      std::min(frame.height_px, static_cast<int>(std::ceil(layout.height_px + 2 * over)));
  picture.pixels = pixels::Pixmap({picture_width, picture_height});
  fill_ground(picture.pixels, 0.3 * layout.size_px);
  typesetter.draw(picture.pixels, layout, style, 0, over, picture_width, Align::centre);
  const int margin =
      std::max(bottom_px + static_cast<int>(0.5 * em), static_cast<int>(0.07 * frame.height_px));
  picture.where = {(frame.width_px - picture_width) / 2,
                   std::max(0, frame.height_px - margin - picture_height), picture_width, picture_height};
  return picture;
}

}  // namespace gatecast::text
