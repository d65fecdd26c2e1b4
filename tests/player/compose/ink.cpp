#include "tests/player/compose/ink.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "player/compose/canvas.h"

namespace gatecast::compose {

namespace {

class SwitchableTypesetter final : public text::Typesetter {
 public:
  explicit SwitchableTypesetter(const bool& is_mute) : is_mute_(is_mute), real_(noto_typesetter()) {}
  text::Layout layout(const std::string& text, const text::TextStyle& style, double width) override {
    return real_->layout(text, style, width);
  }
  text::Layout fit(const std::string& text, const text::TextStyle& style, pixels::Size box,
                   const std::vector<double>& sizes, int max_lines) override {
    return real_->fit(text, style, box, sizes, max_lines);
  }
  void draw(pixels::Pixmap& target, const text::Layout& layout, const text::TextStyle& style, double x,
            double y, double width, text::Align align) override {
    if (!is_mute_) real_->draw(target, layout, style, x, y, width, align);
  }
  double visible_height_px(const text::TextStyle& style) override { return real_->visible_height_px(style); }

 private:
  const bool& is_mute_;
  std::unique_ptr<text::Typesetter> real_;
};

double luminance_of(std::uint32_t pixel) {
  static const auto kLinear = [] {
    std::array<double, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto level = static_cast<std::uint8_t>(i);
      table[i] = luminance({level, level, level, 255});
    }
    return table;
  }();
  return 0.2126 * kLinear[pixel >> 16 & 0xFF] + 0.7152 * kLinear[pixel >> 8 & 0xFF] +
         0.0722 * kLinear[pixel & 0xFF];
}

int distance(std::uint32_t a, std::uint32_t b) {
  int sum = 0;
  for (const int shift : {0, 8, 16})
    sum += std::abs(static_cast<int>(a >> shift & 0xFF) - static_cast<int>(b >> shift & 0xFF));
  return sum;
}

double least_contrast(const Drawn& drawn, const std::vector<std::pair<int, int>>& pixels) {
  constexpr int kAround = 3;
  std::uint32_t ink = 0;
  int strongest = -1;
  for (const auto& [x, y] : pixels) {
    const int strength = distance(drawn.with.row(y)[x], drawn.without.row(y)[x]);
    if (strength > strongest) ink = drawn.with.row(y)[x];
    strongest = std::max(strongest, strength);
  }
  const double of_ink = luminance_of(ink) + 0.05;
  double least = 21;
  std::uint32_t last = ~drawn.without.row(pixels.front().second)[pixels.front().first];
  const pixels::Size size = drawn.with.size();
  for (const auto& [x, y] : pixels)
    for (int v = std::max(0, y - kAround); v <= std::min(size.height_px - 1, y + kAround); ++v)
      for (int u = std::max(0, x - kAround); u <= std::min(size.width_px - 1, x + kAround); ++u) {
        const std::uint32_t ground = drawn.without.row(v)[u];
        if (ground == last) continue;
        last = ground;
        const double of_ground = luminance_of(ground) + 0.05;
        least = std::min(least, std::max(of_ink, of_ground) / std::min(of_ink, of_ground));
      }
  return least;
}

}  // namespace

std::unique_ptr<text::Typesetter> switchable_typesetter(const bool& is_mute) {
  return std::make_unique<SwitchableTypesetter>(is_mute);
}

InkPainter::InkPainter(PictureSource pictures)
    : painter_(switchable_typesetter(is_mute_), std::move(pictures)) {}

Drawn InkPainter::draw(const SlideRequest& request) {
  Drawn drawn;
  is_mute_ = false;
  auto with = painter_.paint(request, &drawn.report);
  is_mute_ = true;
  auto without = painter_.paint(request);
  REQUIRE(with);
  REQUIRE(without);
  drawn.with = std::move(*with);
  drawn.without = std::move(*without);
  return drawn;
}

std::vector<InkPiece> pieces_of(const Drawn& drawn) {
  const pixels::Size size = drawn.with.size();
  std::vector<bool> seen(static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px));
  const auto mark = [&](int x, int y) -> std::vector<bool>::reference {
    return seen[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width_px) +
                static_cast<std::size_t>(x)];
  };
  std::vector<InkPiece> pieces;
  std::vector<std::pair<int, int>> pixels;
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x) {
      if (!drawn.is_ink(x, y) || mark(x, y)) continue;
      pixels = {{x, y}};
      mark(x, y) = true;
      int left = x, right = x, bottom = y;
      for (std::size_t at = 0; at < pixels.size(); ++at) {
        const auto [px, py] = pixels[at];
        left = std::min(left, px);
        right = std::max(right, px);
        bottom = std::max(bottom, py);
        for (int v = std::max(0, py - 1); v <= std::min(size.height_px - 1, py + 1); ++v)
          for (int u = std::max(0, px - 1); u <= std::min(size.width_px - 1, px + 1); ++u)
            if (drawn.is_ink(u, v) && !mark(u, v)) {
              mark(u, v) = true;
              pixels.emplace_back(u, v);
            }
      }
      pieces.push_back({{left, y, right - left + 1, bottom - y + 1},
                        static_cast<int>(pixels.size()),
                        least_contrast(drawn, pixels)});
    }
  return pieces;
}

}  // namespace gatecast::compose
