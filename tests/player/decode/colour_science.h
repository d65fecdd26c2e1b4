// The standards' formulas for light, written for the tests on their own, in doubles and one colour at a time.
// Threads: pure. Source: ITU-R BT.2100-2, BT.2390-10, BT.2408-5, BT.1886; matrices as printed in BT.2087-0
// and derived from SMPTE EG 432-1.
#pragma once
#include <algorithm>
#include <cmath>

namespace gatecast::test {

struct Rgb {
  double red = 0, green = 0, blue = 0;
};

inline int to_byte(double value) {
  return static_cast<int>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}
inline Rgb clamped(const Rgb& c) {
  return {std::clamp(c.red, 0.0, 1.0), std::clamp(c.green, 0.0, 1.0), std::clamp(c.blue, 0.0, 1.0)};
}
template <typename Function>
Rgb each(const Rgb& c, Function function) {
  return {function(c.red), function(c.green), function(c.blue)};
}

inline Rgb gamut_2020_to_709(const Rgb& c) {
  return {1.6605 * c.red - 0.5876 * c.green - 0.0728 * c.blue,
          -0.1246 * c.red + 1.1329 * c.green - 0.0083 * c.blue,
          -0.0182 * c.red - 0.1006 * c.green + 1.1187 * c.blue};
}
inline Rgb gamut_p3_to_709(const Rgb& c) {
  return {1.2249 * c.red - 0.2247 * c.green, -0.0420 * c.red + 1.0419 * c.green,
          -0.0197 * c.red - 0.0786 * c.green + 1.0979 * c.blue};
}
inline Rgb shown(const Rgb& light) {
  return each(light, [](double v) { return std::pow(std::clamp(v, 0.0, 1.0), 1 / 2.4); });
}
inline Rgb light_of_usual(const Rgb& code) {
  return each(clamped(code), [](double v) { return std::pow(v, 2.4); });
}
inline Rgb sdr_2020_to_709(const Rgb& code) {
  return shown(gamut_2020_to_709(light_of_usual(code)));
}
inline Rgb p3_to_709(const Rgb& code) {
  return shown(gamut_p3_to_709(light_of_usual(code)));
}

inline double pq_eotf(double e) {
  const double p = std::pow(e, 32.0 / 2523);
  return 10000 * std::pow(std::max(p - 0.8359375, 0.0) / (18.8515625 - 18.6875 * p), 16384.0 / 2610);
}
inline double pq_inverse(double nits) {
  const double p = std::pow(nits / 10000, 2610.0 / 16384);
  return std::pow((0.8359375 + 18.8515625 * p) / (1 + 18.6875 * p), 2523.0 / 32);
}
// BT.2390-10 5.4.1.1, black at 0.
inline double eetf(double nits, double peak) {
  const double white = pq_inverse(peak);
  const double most = pq_inverse(203) / white;
  const double knee = 1.5 * most - 0.5;
  const double e = std::min(1.0, pq_inverse(nits) / white);
  if (most >= 1 || e < knee) return nits;
  const double t = (e - knee) / (1 - knee);
  const double spline = (2 * t * t * t - 3 * t * t + 1) * knee + (t * t * t - 2 * t * t + t) * (1 - knee) +
                        (-2 * t * t * t + 3 * t * t) * most;
  return pq_eotf(spline * white);
}
inline Rgb nits_to_sdr(const Rgb& nits, double peak) {
  const double brightest = std::max({nits.red, nits.green, nits.blue});
  const double factor = brightest > 0 ? eetf(brightest, peak) / brightest : 1;
  return shown(gamut_2020_to_709(each(nits, [&](double v) { return v * factor / 203; })));
}
inline Rgb pq_to_sdr(const Rgb& code, double peak) {
  return nits_to_sdr(each(code, pq_eotf), peak);
}
inline Rgb hlg_to_sdr(const Rgb& code) {
  const Rgb scene = each(code, [](double e) {
    return e <= 0.5 ? e * e / 3 : (std::exp((e - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  });
  const double luminance = 0.2627 * scene.red + 0.6780 * scene.green + 0.0593 * scene.blue;
  const double system = luminance > 0 ? 1000 * std::pow(luminance, 0.2) : 0;
  return nits_to_sdr(each(scene, [&](double v) { return v * system; }), 1000);
}

}  // namespace gatecast::test
