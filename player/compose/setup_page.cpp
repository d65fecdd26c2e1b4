#include "player/compose/setup_page.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "player/compose/canvas.h"

namespace gatecast::compose {
namespace {

constexpr double kCardWidthMm = 85.60;
constexpr double kCardHeightMm = 53.98;
constexpr double kCardCornerMm = 3.18;
constexpr pixels::Colour kGround{18, 24, 28, 255};
constexpr pixels::Colour kInk{240, 240, 236, 255};
constexpr pixels::Colour kQuiet{150, 162, 166, 255};
constexpr pixels::Colour kMark{255, 196, 64, 255};
constexpr pixels::Colour kCard{96, 200, 160, 255};

// Without smoothing: what shall be one pixel is one pixel.
void dot_rect(pixels::Pixmap& page, int x, int y, int width, int height, pixels::Colour colour) {
  const std::uint32_t value = 0xFF000000U | static_cast<std::uint32_t>(colour.red) << 16U |
                              static_cast<std::uint32_t>(colour.green) << 8U | colour.blue;
  for (int row = std::max(y, 0); row < std::min(y + height, page.size().height_px); ++row)
    for (int column = std::max(x, 0); column < std::min(x + width, page.size().width_px); ++column)
      page.row(row)[column] = value;
}

class SetupPage {
 public:
  SetupPage(const SetupFacts& facts, text::Typesetter* typesetter)
      : facts_(facts),
        typesetter_(typesetter),
        page_(facts.size),
        width_(facts.size.width_px),
        height_(facts.size.height_px),
        short_side_(std::min(width_, height_)),
        letter_(std::clamp(short_side_ / 40.0, 11.0, 44.0)) {}

  pixels::Pixmap paint() {
    dot_rect(page_, 0, 0, width_, height_, kGround);
    {
      Canvas canvas(page_);
      circle(canvas);
      card(canvas);
      corner_arrows(canvas);
    }
    greys_and_colours();
    pixel_patches();
    rulers();
    border();
    words();
    return std::move(page_);
  }

 private:
  // Landscape has room beside the circle, portrait above and below it.
  [[nodiscard]] bool is_wide() const { return width_ > height_ * 1.25; }
  [[nodiscard]] double margin() const { return std::max(short_side_ * 0.055, 46.0); }
  [[nodiscard]] double right_column() const { return width_ / 2.0 + short_side_ * 0.38 + margin() * 0.7; }

  void stroke(Canvas& canvas, pixels::Colour colour, double line) {
    canvas.colour(colour);
    cairo_set_line_width(canvas.cairo(), line);
    cairo_stroke(canvas.cairo());
  }

  void circle(Canvas& canvas) {
    const double radius = short_side_ * 0.38;
    cairo_arc(canvas.cairo(), width_ / 2.0, height_ / 2.0, radius, 0, 2 * M_PI);
    stroke(canvas, kQuiet, 2);
    for (const auto& [dx, dy] : {std::pair{radius, 0.0}, std::pair{0.0, radius}}) {
      cairo_move_to(canvas.cairo(), width_ / 2.0 - dx, height_ / 2.0 - dy);
      cairo_line_to(canvas.cairo(), width_ / 2.0 + dx, height_ / 2.0 + dy);
      stroke(canvas, kQuiet, 1);
    }
    // Which way is up.
    const double tip = height_ / 2.0 - radius + short_side_ * 0.02;
    const double wing = short_side_ * 0.03;
    cairo_move_to(canvas.cairo(), width_ / 2.0, tip);
    cairo_line_to(canvas.cairo(), width_ / 2.0 - wing, tip + 1.6 * wing);
    cairo_line_to(canvas.cairo(), width_ / 2.0 + wing, tip + 1.6 * wing);
    cairo_close_path(canvas.cairo());
    canvas.colour(kMark);
    cairo_fill(canvas.cairo());
  }

  void card(Canvas& canvas) {
    const auto rect = bank_card(facts_);
    if (rect.width == 0) return;
    const double radius = kCardCornerMm * width_ / facts_.panel_width_mm;
    canvas.fill_rounded({static_cast<double>(rect.x), static_cast<double>(rect.y),
                         static_cast<double>(rect.width), static_cast<double>(rect.height)},
                        radius, kCard);
    canvas.fill_rounded({rect.x + 1.0, rect.y + 1.0, rect.width - 2.0, rect.height - 2.0},
                        std::max(0.0, radius - 1), {28, 58, 50, 255});
  }

  void corner_arrows(Canvas& canvas) {
    const double length = short_side_ * 0.085;
    for (const double x : {0.0, static_cast<double>(width_)})
      for (const double y : {0.0, static_cast<double>(height_)}) {
        const double inward_x = x == 0 ? 1 : -1;
        const double inward_y = y == 0 ? 1 : -1;
        cairo_move_to(canvas.cairo(), x, y);  // the tip is the corner itself
        cairo_line_to(canvas.cairo(), x + inward_x * length, y + inward_y * length * 0.36);
        cairo_line_to(canvas.cairo(), x + inward_x * length * 0.36, y + inward_y * length);
        cairo_close_path(canvas.cairo());
        canvas.colour(kMark);
        cairo_fill(canvas.cairo());
      }
  }

  void border() {
    dot_rect(page_, 0, 0, width_, 1, kInk);
    dot_rect(page_, 0, height_ - 1, width_, 1, kInk);
    dot_rect(page_, 0, 0, 1, height_, kInk);
    dot_rect(page_, width_ - 1, 0, 1, height_, kInk);
  }

  // A tick each 10 pixels, longer at 50, longest at 100; along the edges, where overscan shows first.
  void rulers() {
    const auto length = [](int at) { return at % 100 == 0 ? 18 : at % 50 == 0 ? 12 : 6; };
    const int free = static_cast<int>(short_side_ * 0.1);
    for (int x = 10; x < width_; x += 10)
      if (x > free && x < width_ - free) {
        dot_rect(page_, x, 1, 1, length(x), kInk);
        dot_rect(page_, x, height_ - 1 - length(x), 1, length(x), kInk);
      }
    for (int y = 10; y < height_; y += 10)
      if (y > free && y < height_ - free) {
        dot_rect(page_, 1, y, length(y), 1, kInk);
        dot_rect(page_, width_ - 1 - length(y), y, length(y), 1, kInk);
      }
  }

  void greys_and_colours() {
    const int cell = std::max(8, static_cast<int>(short_side_ * 0.035));
    const int y = height_ - static_cast<int>(short_side_ * (is_wide() ? 0.22 : 0.1)) - cell;
    const int x = is_wide() ? static_cast<int>(right_column()) : (width_ - 11 * cell) / 2;
    for (int i = 0; i <= 10; ++i) {
      const auto grey = static_cast<std::uint8_t>(i * 255 / 10);
      dot_rect(page_, x + i * cell, y, cell, cell, {grey, grey, grey, 255});
    }
    constexpr std::array<pixels::Colour, 6> kColours{pixels::Colour{255, 0, 0, 255},
                                                     {255, 255, 0, 255},
                                                     {0, 255, 0, 255},
                                                     {0, 255, 255, 255},
                                                     {0, 0, 255, 255},
                                                     {255, 0, 255, 255}};
    for (std::size_t i = 0; i < kColours.size(); ++i)
      dot_rect(page_, x + static_cast<int>(i) * 11 * cell / 6, y + cell,
               static_cast<int>(i + 1) * 11 * cell / 6 - static_cast<int>(i) * 11 * cell / 6, cell / 2,
               kColours.at(i));
  }

  // Lines and a board of single pixels: even grey where the picture is not scaled, bands and moiré where it
  // is.
  void pixel_patches() {
    const int side = std::max(16, static_cast<int>(short_side_ * 0.06)) & ~1;
    const int y = is_wide() ? height_ - static_cast<int>(short_side_ * 0.22) - side
                            : static_cast<int>(short_side_ * 0.1);
    const int x = is_wide() ? static_cast<int>(margin()) : (width_ - 3 * side - 2 * side / 4) / 2;
    for (int patch = 0; patch < 3; ++patch)
      for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
          const int phase = patch == 0 ? column : patch == 1 ? row : row + column;
          dot_rect(page_, x + patch * (side + side / 4) + column, y + row, 1, 1,
                   phase % 2 == 0 ? kInk : pixels::Colour{0, 0, 0, 255});
        }
  }

  double line_of(const std::string& text, const std::string& language, double size, double x, double y,
                 double width, pixels::Colour colour, text::Align align) {
    text::TextStyle style;
    style.language = language;
    style.size_px = size;
    style.colour = colour;
    const auto layout = typesetter_->layout(text, style, width);
    typesetter_->draw(page_, layout, style, x, y, width, align);
    return y + layout.height_px;
  }

  void words() {
    if (typesetter_ == nullptr) return;
    numbers();
    // Landscape: facts on the left, scripts on the right of the circle; portrait: above and below it.
    const double column = is_wide() ? width_ - right_column() - margin() * 0.6 : width_ - 4 * margin();
    const double top = is_wide() ? height_ * 0.24 : short_side_ * 0.2;
    double y = top;
    for (const auto& line : facts_.words)
      y = line_of(line, "en", letter_, is_wide() ? margin() : 2 * margin(), y, column, kInk,
                  text::Align::start);
    const double right = is_wide() ? right_column() : 2 * margin();
    y = is_wide() ? top : height_ - short_side_ * 0.2 - 5 * letter_ * 2.2;
    constexpr std::array<std::pair<const char*, const char*>, 5> kSamples{
        std::pair{"vi", "Cửa khẩu Lao Bảo · ẵ ỡ Ể"},
        {"lo", "ດ່ານສາກົນ ລາວບາວ · ນ້ຳ ປີ້ ໝູ່"},
        {"th", "ด่านพรมแดน · น้ำ ป้ำ ญู ฐู"},
        {"en", "Border gate · 0123456789"},
        {"zh", "国际口岸 · 欢迎您"}};
    for (const auto& [language, text] : kSamples)
      y = line_of(text, language, letter_ * 1.15, right, y, column, kInk, text::Align::start) + letter_ * 0.3;
    card_words();
  }

  void numbers() {
    const double size = std::max(10.0, letter_ * 0.6);
    const int free = static_cast<int>(short_side_ * 0.1);
    const int step = short_side_ < 700 ? 100 : 200;
    for (int x = step; x < width_ - free; x += step)
      if (x > free + step / 4)
        line_of(std::to_string(x), "en", size, x - 60, 20, 120, kQuiet, text::Align::centre);
    for (int y = step; y < height_ - free; y += step)
      if (y > free)
        line_of(std::to_string(y), "en", size, 22, y - size * 0.7, 120, kQuiet, text::Align::start);
  }

  void card_words() {
    const auto rect = bank_card(facts_);
    if (rect.width == 0) return;
    const double size = std::clamp(rect.width / 11.0, 9.0, letter_);
    const double under = rect.y + rect.height + letter_ * 0.4;
    const double width = short_side_ * 0.7;
    dot_rect(page_, width_ / 2 - 1, static_cast<int>(under), 3, static_cast<int>(letter_ * 1.2), kGround);
    line_of("85.60 × 53.98 mm", "en", size, rect.x, rect.y + rect.height / 2.0 - size * 0.75, rect.width,
            kCard, text::Align::centre);
    line_of("Hold a bank card here: it must cover the outline exactly.", "en", letter_ * 0.8,
            (width_ - width) / 2, under, width, kCard, text::Align::centre);
  }

  const SetupFacts& facts_;
  text::Typesetter* typesetter_;
  pixels::Pixmap page_;
  int width_;
  int height_;
  double short_side_;
  double letter_;
};

}  // namespace

pixels::Rect bank_card(const SetupFacts& facts) {
  if (facts.panel_width_mm <= 0 || facts.panel_height_mm <= 0) return {};
  const int width = static_cast<int>(std::lround(kCardWidthMm * facts.size.width_px / facts.panel_width_mm));
  const int height =
      static_cast<int>(std::lround(kCardHeightMm * facts.size.height_px / facts.panel_height_mm));
  return {(facts.size.width_px - width) / 2, (facts.size.height_px - height) / 2, width, height};
}

pixels::Pixmap paint_setup_page(const SetupFacts& facts, text::Typesetter* typesetter) {
  return SetupPage(facts, typesetter).paint();
}

}  // namespace gatecast::compose
