#include "player/notice/notice.h"

#include <algorithm>
#include <cmath>

#include "player/compose/canvas.h"
#include "player/compose/qr_code.h"
#include "player/compose/slide_painter.h"
#include "player/compose/theme.h"

namespace gatecast::notice {
namespace {

using compose::Box;
namespace tone = compose::tone;

constexpr double kLargest = 1.0;
constexpr double kSmallest = 0.4;
constexpr double kStep = 0.92;

struct Look {
  double size;  // of the page's short side
  pixels::Colour colour;
};
// In the order of Kind: title, body, quiet, spoken.
constexpr Look kLooks[] = {
    {0.066, tone::paper}, {0.047, tone::paper}, {0.037, tone::mist}, {0.09, tone::rice}};

class Page {
 public:
  Page(const Notice& notice, pixels::Size size, text::Typesetter& typesetter)
      : notice_(notice),
        page_(compose::paint_built_in_still(size)),
        typesetter_(typesetter),
        width_(size.width_px),
        height_(size.height_px),
        short_side_(std::min(width_, height_)) {}

  Result<pixels::Pixmap> paint() {
    const double margin = short_side_ * 0.06;
    const Box panel{margin, margin, width_ - 2 * margin, height_ - 2 * margin};
    Box words = compose::inset(panel, margin, margin * 0.8);
    {
      compose::Canvas canvas(page_);
      canvas.fill_rounded(panel, short_side_ * 0.025, tone::night);
      if (!notice_.code.empty()) {
        GATECAST_TRY(const auto code, compose::encode_qr(notice_.code, "notice"));
        words = draw_code(canvas, code, words);
      }
    }
    double scale = kLargest;
    while (scale > kSmallest && set(words, scale, false) > words.height) scale *= kStep;
    set(words, scale, true);
    return std::move(page_);
  }

 private:
  // In the corner: beside the words where the page is wide, below them where it is tall. Gives what is left.
  static Box draw_code(compose::Canvas& canvas, const compose::QrCode& code, Box room) {
    const double most = std::min(room.width, room.height) * 0.45;
    const int dots = code.side_with_quiet();
    const double dot = std::max(1.0, std::floor(most / dots));
    const double side = dot * dots;
    // On whole pixels: a dot that is smeared over its neighbours is read by no telephone.
    const Box paper{std::floor(room.right() - side), std::floor(room.bottom() - side), side, side};
    canvas.fill_box(paper, {255, 255, 255, 255});
    for (int y = 0; y < code.side; ++y)
      for (int x = 0; x < code.side; ++x)
        if (code.dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(code.side) +
                      static_cast<std::size_t>(x)])
          canvas.fill_box({paper.x + (x + compose::kQuietDots) * dot,
                           paper.y + (y + compose::kQuietDots) * dot, dot, dot},
                          {0, 0, 0, 255});
    if (room.width > room.height)
      room.width -= side + dot * compose::kQuietDots;
    else
      room.height -= side + dot * compose::kQuietDots;
    return room;
  }

  [[nodiscard]] text::TextStyle style_of(Kind kind, double scale) const {
    const double letter = short_side_ * scale;
    text::TextStyle style;
    style.language = "vi";
    style.line_height_em = 1.4;
    const Look& look = kLooks[static_cast<std::size_t>(kind)];
    style.size_px = letter * look.size;
    style.colour = look.colour;
    return style;
  }

  // Gives the height that all lines take.
  double set(const Box& room, double scale, bool is_drawn) {
    double y = room.y;
    for (const auto& line : notice_.lines) {
      const auto style = style_of(line.kind, scale);
      if (line.text.empty()) {
        y += style.size_px * 0.7;
        continue;
      }
      const auto layout = typesetter_.layout(line.text, style, room.width);
      if (is_drawn) typesetter_.draw(page_, layout, style, room.x, y, room.width);
      y += layout.height_px;
    }
    return y - room.y;
  }

  const Notice& notice_;
  pixels::Pixmap page_;
  text::Typesetter& typesetter_;
  double width_;
  double height_;
  double short_side_;
};

}  // namespace

Notice parse_notice(std::string_view text) {
  Notice notice;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto is = [&](std::string_view mark) { return line.starts_with(mark); };
    if (is("= "))
      notice.code = line.substr(2);
    else if (is("# "))
      notice.lines.push_back({Kind::title, std::string(line.substr(2))});
    else if (is("> "))
      notice.lines.push_back({Kind::quiet, std::string(line.substr(2))});
    else if (is("! "))
      notice.lines.push_back({Kind::spoken, std::string(line.substr(2))});
    else
      notice.lines.push_back({Kind::body, std::string(line)});
  }
  return notice;
}

Result<pixels::Pixmap> paint_notice(const Notice& notice, pixels::Size size, text::Typesetter& typesetter) {
  return Page(notice, size, typesetter).paint();
}

}  // namespace gatecast::notice
