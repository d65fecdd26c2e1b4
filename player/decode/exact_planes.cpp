#include "player/decode/exact_planes.h"

#include <algorithm>
#include <vector>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace gatecast::decode {
namespace {

struct Weights {
  float red, blue;  // of luma
};
Weights weights_of(Matrix matrix) {
  switch (matrix) {
    case Matrix::bt601:
      return {0.299F, 0.114F};
    case Matrix::bt2020:
      return {0.2627F, 0.0593F};
    case Matrix::bt709:
      break;
  }
  return {0.2126F, 0.0722F};
}

// One row of one component as floats, as wide as the picture.
class RowReader {
 public:
  explicit RowReader(const AVFrame& frame)
      : frame_(frame), description_(*av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format))) {}
  void read(std::size_t component, int y, float zero, float scale, std::vector<float>& out) const {
    const auto& place = description_.comp[component];
    const bool is_chroma = component == 1 || component == 2;
    const int shift_x = is_chroma ? description_.log2_chroma_w : 0;
    const int shift_y = is_chroma ? description_.log2_chroma_h : 0;
    const auto* row = frame_.data[place.plane] +
                      static_cast<std::ptrdiff_t>(y >> shift_y) * frame_.linesize[place.plane] + place.offset;
    const auto convert = [&](int value) { return (static_cast<float>(value) - zero) * scale; };
    const int mask = (1 << place.depth) - 1;
    if (place.depth <= 8) {
      for (int x = 0; x < frame_.width; ++x) {
        const auto* at = row + static_cast<std::ptrdiff_t>(x >> shift_x) * place.step;
        out[static_cast<std::size_t>(x)] = convert(*at >> place.shift & mask);
      }
      return;
    }
    for (int x = 0; x < frame_.width; ++x) {
      const auto* at = row + static_cast<std::ptrdiff_t>(x >> shift_x) * place.step;
      out[static_cast<std::size_t>(x)] = convert((at[0] | at[1] << 8) >> place.shift & mask);
    }
  }
  [[nodiscard]] int depth() const { return description_.comp[0].depth; }
  [[nodiscard]] bool has_chroma() const { return description_.nb_components >= 3; }
  // The component that holds alpha, or none.
  [[nodiscard]] int alpha() const {
    return (description_.flags & AV_PIX_FMT_FLAG_ALPHA) != 0 ? description_.nb_components - 1 : -1;
  }

 private:
  const AVFrame& frame_;
  const AVPixFmtDescriptor& description_;
};

// Samples are rounded by adding a half: never negative, and lround would cost a call each.
std::uint32_t with_alpha(std::uint32_t pixel, float alpha) {
  // NOLINTNEXTLINE(bugprone-incorrect-roundings)
  const auto part = static_cast<std::uint32_t>(std::clamp(alpha, 0.0F, 1.0F) * 255 + 0.5F);
  const auto scaled = [&](unsigned shift) { return ((pixel >> shift & 255U) * part + 127) / 255 << shift; };
  return part << 24U | scaled(16) | scaled(8) | scaled(0);
}

struct Rows {
  explicit Rows(std::size_t width)
      : luma(width), cb(width), cr(width), alpha(width), red(width), green(width), blue(width) {}
  std::vector<float> luma, cb, cr, alpha;
  std::vector<std::uint16_t> red, green, blue;
};

void to_codes(Rows& rows, Weights weights, float most) {
  const float from_cr = 2 * (1 - weights.red);
  const float from_cb = 2 * (1 - weights.blue);
  const float green = 1 - weights.red - weights.blue;
  const float green_from_cr = weights.red * from_cr / green;
  const float green_from_cb = weights.blue * from_cb / green;
  const auto code = [most](float value) {
    // NOLINTNEXTLINE(bugprone-incorrect-roundings)
    return static_cast<std::uint16_t>(std::min(std::max(value, 0.0F), 1.0F) * most + 0.5F);
  };
  for (std::size_t x = 0; x < rows.luma.size(); ++x) {
    rows.red[x] = code(rows.luma[x] + from_cr * rows.cr[x]);
    rows.green[x] = code(rows.luma[x] - green_from_cr * rows.cr[x] - green_from_cb * rows.cb[x]);
    rows.blue[x] = code(rows.luma[x] + from_cb * rows.cb[x]);
  }
}

}  // namespace

bool is_exact_format(AVPixelFormat format) {
  const auto* description = av_pix_fmt_desc_get(format);
  constexpr std::uint64_t kOther = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                                   AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_BAYER |
                                   AV_PIX_FMT_FLAG_FLOAT;
  return description != nullptr && (description->flags & kOther) == 0 && description->comp[0].depth >= 8 &&
         description->comp[0].depth <= 16;
}

void draw_exactly(const AVFrame& source, Matrix matrix, Range range, const LightMap* light, AVFrame& target) {
  const RowReader reader(source);
  const auto unit = static_cast<float>(1 << (reader.depth() - 8));  // one step of 8 bits
  const auto most = static_cast<float>((1 << reader.depth()) - 1);
  const bool is_full = range == Range::full;
  Rows rows(static_cast<std::size_t>(source.width));
  const float codes = light != nullptr ? LightMap::kCodes - 1 : 255;
  for (int y = 0; y < source.height; ++y) {
    reader.read(0, y, is_full ? 0 : 16 * unit, is_full ? 1 / most : 1 / (219 * unit), rows.luma);
    if (reader.has_chroma()) {
      const float scale = is_full ? 1 / most : 1 / (224 * unit);
      reader.read(1, y, 128 * unit, scale, rows.cb);
      reader.read(2, y, 128 * unit, scale, rows.cr);
    }
    to_codes(rows, weights_of(matrix), codes);
    auto* out = static_cast<std::uint32_t*>(
        static_cast<void*>(target.data[0] + static_cast<std::ptrdiff_t>(y) * target.linesize[0]));
    if (light != nullptr)
      light->map(rows.red.data(), rows.green.data(), rows.blue.data(), out, source.width);
    else
      for (std::size_t x = 0; x < rows.red.size(); ++x)
        out[x] = 0xFF000000U | static_cast<std::uint32_t>(rows.red[x]) << 16U |
                 static_cast<std::uint32_t>(rows.green[x]) << 8U | rows.blue[x];
    if (reader.alpha() < 0) continue;
    reader.read(static_cast<std::size_t>(reader.alpha()), y, 0, 1 / most, rows.alpha);
    for (std::size_t x = 0; x < rows.alpha.size(); ++x) out[x] = with_alpha(out[x], rows.alpha[x]);
  }
}

}  // namespace gatecast::decode
