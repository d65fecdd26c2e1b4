#include "player/compose/welcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "player/compose/canvas.h"
#include "player/compose/local_time.h"
#include "player/compose/slide_painter.h"
#include "player/compose/theme.h"

namespace gatecast::compose {
namespace {

constexpr const char* kZone = "Asia/Ho_Chi_Minh";

struct Words {
  const char* language;
  const char* welcome;
  const char* prepared;
};
constexpr std::array<Words, 5> kWords{
    Words{"vi", "Chào mừng quý khách", "Nội dung đang được chuẩn bị"},
    {"lo", "ຍິນດີຕ້ອນຮັບ", "ກຳລັງກະກຽມເນື້ອໃນ"},
    {"th", "ยินดีต้อนรับ", "กำลังเตรียมเนื้อหา"},
    {"en", "Welcome", "The programme is being prepared"},
    {"zh", "欢迎您", "内容准备中"},
};

class WelcomePage {
 public:
  WelcomePage(pixels::Size size, std::optional<Instant> now, text::Typesetter& typesetter)
      : page_(paint_built_in_still(size)),
        now_(now),
        typesetter_(typesetter),
        width_(page_.size().width_px),
        height_(page_.size().height_px),
        short_side_(std::min(width_, height_)) {}

  pixels::Pixmap paint() {
    welcome();
    prepared();
    return std::move(page_);
  }

 private:
  text::TextStyle style(const char* language, double size, pixels::Colour colour) {
    text::TextStyle style;
    style.language = language;
    style.size_px = size;
    style.colour = colour;
    style.line_height_em = 1.5;
    return style;
  }

  double line(const char* language, const std::string& text, double size, const Box& place,
              pixels::Colour colour, text::Align align) {
    const auto look = style(language, size, colour);
    const auto layout = typesetter_.layout(text, look, place.width);
    if (layout.missing.empty()) typesetter_.draw(page_, layout, look, place.x, place.y, place.width, align);
    return layout.height_px;
  }

  // The two neighbours in one rank, the others side by side below; in landscape all above the ridges.
  void welcome() {
    const bool is_tall = height_ > width_;
    const double large = short_side_ * 0.062;
    double y = height_ * 0.26 + short_side_ * 0.1;
    const double half = is_tall ? width_ * 0.9 : short_side_ * 0.68;
    for (std::size_t i = 0; i < 2; ++i) {
      const double x = is_tall ? (width_ - half) / 2 : width_ / 2 + (static_cast<double>(i) - 1) * half;
      const double height = line(kWords.at(i).language, kWords.at(i).welcome, large, {x, y, half, 0},
                                 tone::forest, text::Align::centre);
      if (is_tall || i == 1) y += height;
    }
    const double each = short_side_ * (is_tall ? 0.3 : 0.24);
    for (std::size_t i = 2; i < kWords.size(); ++i)
      line(kWords.at(i).language, kWords.at(i).welcome, short_side_ * 0.038,
           {width_ / 2 + (static_cast<double>(i) - 3.5) * each, y, each, 0}, tone::forest,
           text::Align::centre);
  }

  // A strip over the woven band: what is going on, and the hour.
  void prepared() {
    const bool is_tall = height_ > width_;
    const double letter = short_side_ * 0.029;
    const double step = letter * 1.5;
    const std::size_t columns = is_tall ? 1 : 2;
    const std::size_t rows = is_tall ? 5 : 3;
    const double strip = step * static_cast<double>(rows) + letter;
    const double band = short_side_ * 0.09;
    const Box ground{0, height_ - band - strip, width_, strip};
    {
      Canvas canvas(page_);
      canvas.fill_box(ground, tone::night);
    }
    const double margin = short_side_ * 0.05;
    const double clock = now_ ? short_side_ * 0.26 : 0;
    const double room = width_ - 2 * margin - clock;
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      const std::size_t row = i / columns;
      line(kWords.at(i).language, kWords.at(i).prepared, letter,
           {margin + room / static_cast<double>(columns) * static_cast<double>(i % columns),
            ground.y + letter / 2 + step * static_cast<double>(row), room / static_cast<double>(columns), 0},
           i < 2 ? tone::paper : tone::mist, text::Align::start);
    }
    if (!now_) return;
    const auto time = civil_time(*now_, kZone);
    const double size = short_side_ * 0.07;
    line("en", fmt::format("{:02}:{:02}", time.hour, time.minute), size,
         {width_ - margin - clock, ground.y + (strip - size * 1.5) / 2, clock, 0}, tone::paper,
         text::Align::end);
  }

  pixels::Pixmap page_;
  std::optional<Instant> now_;
  text::Typesetter& typesetter_;
  double width_;
  double height_;
  double short_side_;
};

}  // namespace

pixels::Pixmap paint_welcome(pixels::Size size, std::optional<Instant> now, text::Typesetter& typesetter) {
  return WelcomePage(size, now, typesetter).paint();
}

}  // namespace gatecast::compose
