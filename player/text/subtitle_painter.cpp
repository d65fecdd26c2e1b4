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

// Dark, with round corners; premultiplied.
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

// One language's words, laid out.
struct Block {
  TextStyle style;
  Layout layout;
  double visible = 0;  // height of H or of the consonant
  bool is_too_long = false;

  // Between the words and the box's edge or the other language, Lao and Thai marks count, their empty line
  // boxes do not.
  [[nodiscard]] double top() const {
    const Line& line = layout.lines.front();
    return std::min(line.ink_top_px, line.baseline_px - 1.25 * visible);
  }
  [[nodiscard]] double bottom() const {
    const Line& line = layout.lines.back();
    return std::max(line.ink_bottom_px, line.baseline_px + 0.3 * visible);
  }
};

double em_for(Typesetter& typesetter, TextStyle style, double visible_px) {
  style.size_px = 1000;
  const double per_thousand = typesetter.visible_height_px(style);
  return std::max(kLeastSubtitlePx, per_thousand > 0 ? visible_px * 1000 / per_thousand : visible_px / 0.7);
}

Block block_of(Typesetter& typesetter, const SubtitleText& said, double visible_px, pixels::Size box) {
  Block block;
  TextStyle& style = block.style;
  style.language = said.language;
  style.colour = {255, 255, 255};
  style.is_balanced = true;
  const double em = em_for(typesetter, style, visible_px);

  // The editor's own line break is kept while it fits at full size; else the words flow anew.
  std::string words = said.text;
  Layout& layout = block.layout;
  layout = typesetter.fit(words, style, box, {em}, kMaxLines);
  if (layout.is_overfull || layout.lines.size() > kMaxLines) {
    words = on_one_line(said.text);
    layout = typesetter.fit(words, style, box, {em}, kMaxLines);
  }
  style.size_px = layout.size_px;
  if (words.find('\n') == words.npos && layout.lines.size() == 2 && !layout.is_overfull) {
    if (auto phrased = by_phrase(typesetter, words, style, box.width_px)) layout = std::move(*phrased);
  }
  block.visible = typesetter.visible_height_px(style);
  block.is_too_long = layout.is_overfull || layout.lines.size() > kMaxLines;
  return block;
}

// Lao and Thai by their letters (U+0E80.., U+0E00..); else the language given, or the primary one's script.
std::string language_of(const std::string& line, const std::string& otherwise) {
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    if (static_cast<unsigned char>(line[i]) != 0xE0) continue;
    const auto next = static_cast<unsigned char>(line[i + 1]);
    if (next == 0xBA || next == 0xBB) return "lo";
    if (next == 0xB8 || next == 0xB9) return "th";
  }
  return otherwise.starts_with("lo") || otherwise.starts_with("th") ? "vi" : otherwise;
}

// A cue may say the same in two languages, a line each: each is set as its own, at the same visible height.
std::vector<SubtitleText> by_language(const std::vector<SubtitleText>& languages) {
  std::vector<SubtitleText> parted;
  for (const SubtitleText& said : languages) {
    const std::size_t first = parted.size();
    for (std::size_t at = 0; at < said.text.size();) {
      const std::size_t end = std::min(said.text.find('\n', at), said.text.size());
      const std::string line = said.text.substr(at, end - at);
      const std::string language = language_of(line, said.language);
      if (parted.size() > first && parted.back().language == language)
        parted.back().text += '\n' + line;
      else if (!line.empty())
        parted.push_back({language, line});
      at = end + 1;
    }
    // One language only: as the track says, figures and names included.
    if (parted.size() == first + 1) parted.back() = said;
  }
  return parted;
}

// The largest common height at which each language stands in two lines.
std::vector<Block> blocks_of(Typesetter& typesetter, const std::vector<SubtitleText>& languages,
                             double visible_px, pixels::Size box) {
  std::vector<Block> blocks;
  for (const double part : {1.0, 0.92, 0.84, 0.76, 0.7}) {
    blocks.clear();
    for (const SubtitleText& said : languages) {
      if (said.text.empty()) continue;
      blocks.push_back(block_of(typesetter, said, visible_px * part, box));
      if (blocks.back().layout.lines.empty()) blocks.pop_back();
    }
    if (std::none_of(blocks.begin(), blocks.end(), [](const Block& block) { return block.is_too_long; }))
      break;
  }
  return blocks;
}

}  // namespace

std::optional<SubtitlePicture> paint_subtitles(Typesetter& typesetter,
                                               const std::vector<SubtitleText>& languages, pixels::Size frame,
                                               int bottom_px, double visible_px,
                                               const std::optional<SubtitlePlace>& place) {
  if (frame.width_px < 64 || frame.height_px < 64) return std::nullopt;
  const double wanted = std::max(visible_px, 0.037 * std::min(frame.width_px, frame.height_px));
  const double side = 0.8 * wanted;
  const double usual = (frame.height_px > frame.width_px ? 0.92 : 0.84) * frame.width_px;
  // Narrower than some ten letters it would be cut between them.
  const double wished = place ? std::max(12 * wanted, widest_px(*place, frame.width_px)) : usual;
  const double width = std::min(usual, wished) - 2 * side;
  const auto blocks =
      blocks_of(typesetter, by_language(languages), wanted, {static_cast<int>(width), frame.height_px});
  if (blocks.empty()) return std::nullopt;

  SubtitlePicture picture;
  picture.size_px = blocks.front().layout.size_px;
  const double edge = 0.55 * wanted;
  const double gap = 0.5 * wanted;
  double widest = 0;
  double height = 2 * edge + gap * (static_cast<double>(blocks.size()) - 1);
  for (const Block& block : blocks) {
    picture.size_px = std::min(picture.size_px, block.layout.size_px);
    picture.is_too_long = picture.is_too_long || block.is_too_long;
    for (const Line& line : block.layout.lines) picture.lines.push_back(line.text);
    widest = std::max(widest, block.layout.width_px);
    height += block.bottom() - block.top();
  }
  const int picture_width = std::min(frame.width_px, static_cast<int>(std::ceil(widest + 2 * side)));
  const int picture_height = std::min(frame.height_px, static_cast<int>(std::ceil(height)));
  picture.pixels = pixels::Pixmap({picture_width, picture_height});
  fill_ground(picture.pixels, 0.4 * wanted);
  using Edge = SubtitlePlace::Edge;
  const Edge aligned = place ? place->align : Edge::centre;
  const auto align = aligned == Edge::start ? Align::start
                     : aligned == Edge::end ? Align::end
                                            : Align::centre;
  double y = edge;
  for (const Block& block : blocks) {
    typesetter.draw(picture.pixels, block.layout, block.style, side, y - block.top(),
                    picture_width - 2 * side, align);
    y += block.bottom() - block.top() + gap;
  }
  const int margin =
      std::max(bottom_px + static_cast<int>(0.6 * wanted), static_cast<int>(0.07 * frame.height_px));
  const int rim = static_cast<int>(0.035 * frame.width_px);
  const int top = static_cast<int>(0.04 * frame.height_px);
  const pixels::Rect safe{rim, top, frame.width_px - 2 * rim, std::max(1, frame.height_px - top - margin)};
  picture.where = box_at(place.value_or(SubtitlePlace()), {picture_width, picture_height},
                         blocks.front().layout.line_box_px, frame, safe);
  return picture;
}

std::optional<SubtitlePicture> paint_subtitle(Typesetter& typesetter, const std::string& text,
                                              const std::string& language, pixels::Size frame, int bottom_px,
                                              const std::optional<SubtitlePlace>& place) {
  return paint_subtitles(typesetter, {{language, text}}, frame, bottom_px, 0, place);
}

}  // namespace gatecast::text
