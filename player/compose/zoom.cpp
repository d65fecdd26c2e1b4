#include "player/compose/zoom.h"

#include <libyuv.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gatecast::compose {

namespace {

constexpr int kWholeBits = 7;  // a difference of bytes times a share fits into 16 bits with its sign
constexpr int kWhole = 1 << kWholeBits;

View inside(View view, pixels::Size picture) {
  const double shrink = std::min({1.0, picture.width_px / view.width, picture.height_px / view.height});
  const double middle_x = view.x + view.width / 2;
  const double middle_y = view.y + view.height / 2;
  view.width *= shrink;
  view.height *= shrink;
  view.x = std::clamp(middle_x - view.width / 2, 0.0, std::max(0.0, picture.width_px - view.width));
  view.y = std::clamp(middle_y - view.height / 2, 0.0, std::max(0.0, picture.height_px - view.height));
  return view;
}

// Where between two neighbours a pixel is taken: `share` of kWhole of the second.
struct Sample {
  int first = 0;
  int share = 0;
};

// What lies beyond the edge is as the edge.
Sample sample_at(double place, int length) {
  if (place <= 0) return {0, 0};
  if (place >= length - 1) return {length - 1, 0};
  const double first = std::floor(place);
  const int share = static_cast<int>(std::lround((place - first) * kWhole));
  return share == kWhole ? Sample{static_cast<int>(first) + 1, 0} : Sample{static_cast<int>(first), share};
}

// Vectors of GCC and clang: SSE2 on x86, NEON on ARM, and plain code where there is neither.
using Bytes16 [[gnu::vector_size(16)]] = std::uint8_t;
using Words8 [[gnu::vector_size(16)]] = std::int16_t;
using Pixels4 [[gnu::vector_size(16)]] = std::uint32_t;
using Longs2 [[gnu::vector_size(16)]] = std::uint64_t;

// One row of the window out of one row of the picture: the neighbours of each column and their shares are the
// same in all rows, and found once. Two pixels at a time.
class AcrossRow {
 public:
  explicit AcrossRow(const std::vector<Sample>& columns) : left_(columns.front().first) {
    for (const auto& column : columns) {
      firsts_.push_back(column.first - left_);
      for (int byte = 0; byte < 4; ++byte) shares_.push_back(static_cast<std::int16_t>(column.share));
    }
    width_ = columns.back().first - left_ + 2;
    // An odd last column is drawn as a pair with itself.
    for (int byte = 0; byte < 4; ++byte) shares_.push_back(shares_[shares_.size() - 4]);
  }
  [[nodiscard]] int left() const { return left_; }
  [[nodiscard]] int width() const { return width_; }  // of the picture's row that is read

  void draw(const std::uint32_t* row, std::uint32_t* out) const {
    const std::size_t count = firsts_.size();
    std::size_t x = 0;
    for (; x + 4 <= count; x += 4) {
      const auto four = __builtin_shufflevector(reinterpret_cast<Bytes16>(pair(row, x, x + 1)),
                                                reinterpret_cast<Bytes16>(pair(row, x + 2, x + 3)), 0, 2, 4,
                                                6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
      std::memcpy(out + x, &four, sizeof(four));
    }
    for (; x < count; ++x) {
      const Words8 one = pair(row, x, x);
      std::uint32_t pixel = 0;
      for (unsigned byte = 0; byte < 4; ++byte) pixel |= static_cast<std::uint32_t>(one[byte]) << (8 * byte);
      out[x] = pixel;
    }
  }

 private:
  [[nodiscard]] std::uint64_t neighbours(const std::uint32_t* row, std::size_t x) const {
    std::uint64_t both = 0;
    std::memcpy(&both, row + firsts_[x], sizeof(both));
    return both;
  }
  // Two pixels as words; their shares lie beside each other.
  [[nodiscard]] Words8 pair(const std::uint32_t* row, std::size_t x, std::size_t next) const {
    const Longs2 loaded{neighbours(row, x), neighbours(row, next)};
    const auto pixels = reinterpret_cast<Pixels4>(loaded);
    const auto sorted = reinterpret_cast<Bytes16>(__builtin_shufflevector(pixels, pixels, 0, 2, 1, 3));
    const auto first = reinterpret_cast<Words8>(
        __builtin_shufflevector(sorted, Bytes16{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    const auto second = reinterpret_cast<Words8>(__builtin_shufflevector(
        sorted, Bytes16{}, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
    Words8 share;
    std::memcpy(&share, shares_.data() + x * 4, sizeof(share));
    return first + (((second - first) * share + static_cast<std::int16_t>(kWhole / 2)) >> kWholeBits);
  }

  int left_;
  int width_ = 0;
  std::vector<int> firsts_;
  std::vector<std::int16_t> shares_;  // four times each: for each byte of a pixel
};

}  // namespace

View whole_view(pixels::Size picture, pixels::Size window, int focus_x_permille, int focus_y_permille) {
  const double scale = std::min(static_cast<double>(picture.width_px) / window.width_px,
                                static_cast<double>(picture.height_px) / window.height_px);
  View view;
  view.width = window.width_px * scale;
  view.height = window.height_px * scale;
  view.x = picture.width_px * focus_x_permille / 1000.0 - view.width / 2;
  view.y = picture.height_px * focus_y_permille / 1000.0 - view.height / 2;
  return inside(view, picture);
}

View view_of(const bundle::Interest& interest, pixels::Size picture, pixels::Size window) {
  const double x = interest.x_permille * picture.width_px / 1000.0;
  const double y = interest.y_permille * picture.height_px / 1000.0;
  const double width = std::max(1.0, interest.width_permille * picture.width_px / 1000.0);
  const double height = std::max(1.0, interest.height_permille * picture.height_px / 1000.0);
  const double scale = std::max(width / window.width_px, height / window.height_px);
  View view;
  view.width = window.width_px * scale;
  view.height = window.height_px * scale;
  view.x = x + width / 2 - view.width / 2;
  view.y = y + height / 2 - view.height / 2;
  return inside(view, picture);
}

View between(const View& from, const View& to, double share) {
  return {std::lerp(from.x, to.x, share), std::lerp(from.y, to.y, share),
          std::lerp(from.width, to.width, share), std::lerp(from.height, to.height, share)};
}

void draw_view(const pixels::Pixmap& picture, const View& view, const pixels::Rect& window,
               const pixels::Rect& part, pixels::Canvas target) {
  if (part.width <= 0 || part.height <= 0 || picture.is_empty()) return;
  const double across = view.width / window.width;
  const double down = view.height / window.height;
  std::vector<Sample> columns;
  columns.reserve(static_cast<std::size_t>(part.width));
  for (int x = 0; x < part.width; ++x)
    columns.push_back(
        sample_at(view.x + (part.x - window.x + x + 0.5) * across - 0.5, picture.size().width_px));
  const AcrossRow across_row(columns);
  std::vector<std::uint32_t> mixed(static_cast<std::size_t>(across_row.width()) + 1);
  for (int y = 0; y < part.height; ++y) {
    const auto row = sample_at(view.y + (part.y - window.y + y + 0.5) * down - 0.5, picture.size().height_px);
    const int below = std::min(row.first + 1, picture.size().height_px - 1);
    const auto bytes = [&](int line) {
      return reinterpret_cast<const std::uint8_t*>(picture.row(line) + across_row.left());
    };
    const int count = std::min(across_row.width(), picture.size().width_px - across_row.left());
    libyuv::ARGBInterpolate(bytes(row.first), picture.stride_bytes(), bytes(below), picture.stride_bytes(),
                            reinterpret_cast<std::uint8_t*>(mixed.data()), count * 4, count, 1,
                            row.share * 256 / kWhole);
    std::fill(mixed.begin() + count, mixed.end(), mixed[static_cast<std::size_t>(count) - 1]);
    void* out = target.at(part.x, part.y + y);
    across_row.draw(mixed.data(), static_cast<std::uint32_t*>(out));
  }
}

std::vector<pixels::Rect> without(const pixels::Rect& whole, const std::vector<pixels::Rect>& taken) {
  std::vector<pixels::Rect> left{whole};
  for (const pixels::Rect& away : taken) {
    std::vector<pixels::Rect> next;
    for (const pixels::Rect& rect : left) {
      const int right = rect.x + rect.width;
      const int bottom = rect.y + rect.height;
      const int x0 = std::clamp(away.x, rect.x, right);
      const int x1 = std::clamp(away.x + away.width, rect.x, right);
      const int y0 = std::clamp(away.y, rect.y, bottom);
      const int y1 = std::clamp(away.y + away.height, rect.y, bottom);
      if (x0 >= x1 || y0 >= y1) {
        next.push_back(rect);
        continue;
      }
      for (const pixels::Rect& piece : {pixels::Rect{rect.x, rect.y, rect.width, y0 - rect.y},
                                        {rect.x, y1, rect.width, bottom - y1},
                                        {rect.x, y0, x0 - rect.x, y1 - y0},
                                        {x1, y0, right - x1, y1 - y0}})
        if (piece.width > 0 && piece.height > 0) next.push_back(piece);
    }
    left = std::move(next);
  }
  return left;
}

}  // namespace gatecast::compose
