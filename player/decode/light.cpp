#include "player/decode/light.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace gatecast::decode {
namespace {

using Matrix3 = std::array<double, 9>;

constexpr double kWhiteNits = 203;
constexpr double kHlgPeakNits = 1000;
constexpr double kScreenGamma = 2.4;

Matrix3 product(const Matrix3& a, const Matrix3& b) {
  Matrix3 result{};
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 3; ++column)
      for (std::size_t k = 0; k < 3; ++k) result[row * 3 + column] += a[row * 3 + k] * b[k * 3 + column];
  return result;
}

Matrix3 inverse(const Matrix3& m) {
  const auto minor = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    return m[a] * m[d] - m[b] * m[c];
  };
  const Matrix3 adjugate{minor(4, 5, 7, 8), minor(2, 1, 8, 7), minor(1, 2, 4, 5),
                         minor(5, 3, 8, 6), minor(0, 2, 6, 8), minor(2, 0, 5, 3),
                         minor(3, 4, 6, 7), minor(1, 0, 7, 6), minor(0, 1, 3, 4)};
  const double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
  Matrix3 result{};
  for (std::size_t i = 0; i < 9; ++i) result[i] = adjugate[i] / determinant;
  return result;
}

// Light of R, G, B -> CIE XYZ, from the chromaticities and white D65.
Matrix3 to_xyz(Primaries primaries) {
  std::array<double, 6> xy{0.640, 0.330, 0.300, 0.600, 0.150, 0.060};
  if (primaries == Primaries::bt2020) xy = {0.708, 0.292, 0.170, 0.797, 0.131, 0.046};
  if (primaries == Primaries::p3) xy = {0.680, 0.320, 0.265, 0.690, 0.150, 0.060};
  Matrix3 m{};
  for (std::size_t c = 0; c < 3; ++c) {
    m[c] = xy[2 * c] / xy[2 * c + 1];
    m[3 + c] = 1;
    m[6 + c] = (1 - xy[2 * c] - xy[2 * c + 1]) / xy[2 * c + 1];
  }
  constexpr std::array<double, 3> kWhite{0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290};
  const Matrix3 back = inverse(m);
  for (std::size_t c = 0; c < 3; ++c) {
    const double share = back[c * 3] * kWhite[0] + back[c * 3 + 1] * kWhite[1] + back[c * 3 + 2] * kWhite[2];
    for (std::size_t row = 0; row < 3; ++row) m[row * 3 + c] *= share;
  }
  return m;
}

constexpr double kM1 = 2610.0 / 16384, kM2 = 2523.0 / 4096 * 128;
constexpr double kC1 = 3424.0 / 4096, kC2 = 2413.0 / 4096 * 32, kC3 = 2392.0 / 4096 * 32;

double pq_to_nits(double code) {
  const double p = std::pow(std::clamp(code, 0.0, 1.0), 1 / kM2);
  return 10000 * std::pow(std::max(p - kC1, 0.0) / (kC2 - kC3 * p), 1 / kM1);
}

double nits_to_pq(double nits) {
  const double p = std::pow(std::clamp(nits / 10000, 0.0, 1.0), kM1);
  return std::pow((kC1 + kC2 * p) / (1 + kC3 * p), kM2);
}

double hlg_to_scene(double code) {
  constexpr double kA = 0.17883277, kB = 0.28466892, kC = 0.55991073;
  return code <= 0.5 ? code * code / 3 : (std::exp((code - kC) / kA) + kB) / 12;
}

// What is as bright as white stays, what is brighter bends over gently.
double tone_mapped(double nits, double peak_nits) {
  const double peak = nits_to_pq(peak_nits);
  const double most = nits_to_pq(kWhiteNits) / peak;
  if (most >= 1) return nits;
  const double knee = 1.5 * most - 0.5;
  const double e = std::min(nits_to_pq(nits) / peak, 1.0);
  if (e < knee) return nits;
  const double t = (e - knee) / (1 - knee);
  const double t2 = t * t, t3 = t2 * t;
  const double bent =
      (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (-2 * t3 + 3 * t2) * most;
  return pq_to_nits(bent * peak);
}

double light_of(double code, Transfer transfer) {
  switch (transfer) {
    case Transfer::pq:
      return pq_to_nits(code) / kWhiteNits;
    case Transfer::hlg:
      return hlg_to_scene(code);
    case Transfer::usual:
      break;
  }
  return std::pow(code, kScreenGamma);
}

}  // namespace

std::size_t RatioTable::index(float x) {
  constexpr int kBias = 127 + kLowestExponent;
  constexpr auto kFirst = static_cast<std::uint32_t>(kBias) << kMantissaBits;
  const auto bits = std::bit_cast<std::uint32_t>(std::max(x, 0.0F)) >> (23 - kMantissaBits);
  return std::min<std::size_t>(bits > kFirst ? bits - kFirst : 0, kSize - 1);
}

double RatioTable::middle(std::size_t index) {
  constexpr double kSteps = 1U << kMantissaBits;
  const auto exponent = static_cast<int>(index >> kMantissaBits) + kLowestExponent;
  const auto step = static_cast<double>(index & ((1U << kMantissaBits) - 1));
  return index == 0 ? 0.0 : std::ldexp(1 + (step + 0.5) / kSteps, exponent);
}

LightMap::LightMap(const Light& light) : light_(light), linear_(kCodes) {
  for (int code = 0; code < kCodes; ++code)
    linear_[static_cast<std::size_t>(code)] =
        static_cast<float>(light_of(static_cast<double>(code) / (kCodes - 1), light.transfer));
  const double peak = light.transfer == Transfer::hlg ? kHlgPeakNits : std::max(1, light.peak_nits);
  system_ = RatioTable::of(
      [](double luminance) { return kHlgPeakNits / kWhiteNits * std::pow(luminance, 1.2 - 1); });
  tone_ = RatioTable::of([&](double most) {
    if (most <= 0 || light.transfer == Transfer::usual) return 1.0;
    return tone_mapped(most * kWhiteNits, peak) / (most * kWhiteNits);
  });
  code_ = RatioTable::of([](double value) { return 255 * std::pow(std::min(value, 1.0), 1 / kScreenGamma); });
  const auto matrix = product(inverse(to_xyz(Primaries::bt709)), to_xyz(light.primaries));
  for (std::size_t i = 0; i < 9; ++i) matrix_[i] = static_cast<float>(matrix[i]);
}

void LightMap::map(const std::uint16_t* red, const std::uint16_t* green, const std::uint16_t* blue,
                   std::uint32_t* bgra, int count) const {
  const bool is_hlg = light_.transfer == Transfer::hlg;
  const bool is_high = light_.transfer != Transfer::usual;
  const auto& m = matrix_;
  // Never negative, and lround would cost a call a sample.
  const auto byte = [&](float value) {
    return static_cast<std::uint32_t>(code_.at(value) + 0.5F);  // NOLINT(bugprone-incorrect-roundings)
  };
  for (int i = 0; i < count; ++i) {
    float r = linear_[red[i]];
    float g = linear_[green[i]];
    float b = linear_[blue[i]];
    if (is_high) {
      float factor = is_hlg ? system_.at(0.2627F * r + 0.6780F * g + 0.0593F * b) : 1.0F;
      factor *= tone_.at(std::max({r, g, b}) * factor);
      r *= factor;
      g *= factor;
      b *= factor;
    }
    bgra[i] = 0xFF000000U | byte(m[0] * r + m[1] * g + m[2] * b) << 16U |
              byte(m[3] * r + m[4] * g + m[5] * b) << 8U | byte(m[6] * r + m[7] * g + m[8] * b);
  }
}

}  // namespace gatecast::decode
