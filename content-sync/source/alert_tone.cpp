#include "content-sync/source/alert_tone.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace gatecast::source {
namespace {

constexpr int kRate = 48'000;
constexpr int kLength = 4 * kRate;  // it comes again every 4 s

// A struck bar: its tone and two overtones that die sooner.
void strike(std::vector<double>& samples, double at_s, double hertz) {
  struct Partial {
    double ratio, loud, dies_s;
  };
  constexpr Partial kPartials[] = {{1.0, 0.50, 0.30}, {2.76, 0.20, 0.11}, {5.40, 0.07, 0.04}};
  const auto first = static_cast<std::size_t>(at_s * kRate);
  for (std::size_t i = first; i < samples.size() && i < first + kRate; ++i) {
    const double t = static_cast<double>(i - first) / kRate;
    const double rises = std::min(1.0, t / 0.004);  // no click
    for (const auto& partial : kPartials)
      samples[i] += rises * partial.loud * std::exp(-t / partial.dies_s) *
                    std::sin(2 * std::numbers::pi * hertz * partial.ratio * t);
  }
}

void put(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

}  // namespace

Bytes draw_alert_tone() {
  std::vector<double> samples(kLength, 0.0);
  for (int stroke = 0; stroke < 3; ++stroke) {
    strike(samples, 0.75 * stroke, 880.0);
    strike(samples, 0.75 * stroke + 0.25, 659.26);
  }
  constexpr std::uint32_t kBytesAFrame = 2;
  const auto length = static_cast<std::uint32_t>(samples.size()) * kBytesAFrame;
  Bytes out = "RIFF";
  put(out, 36 + length, 4);
  out += "WAVEfmt ";
  put(out, 16, 4);
  put(out, 1, 2);  // PCM
  put(out, 1, 2);  // one channel
  put(out, kRate, 4);
  put(out, kRate * kBytesAFrame, 4);
  put(out, kBytesAFrame, 2);
  put(out, 16, 2);  // bits
  out += "data";
  put(out, length, 4);
  for (const double sample : samples) {
    const auto value = static_cast<std::int16_t>(std::lround(std::clamp(sample, -0.98, 0.98) * 32767));
    put(out, static_cast<std::uint16_t>(value), 2);
  }
  return out;
}

}  // namespace gatecast::source
