// What is in a recording: how strong one tone is, how loud it is moment by moment, where it is quiet, and how
// steep its steepest step is. Threads: values.
#pragma once
#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "tests/e2e/null_sink.h"
#include "tests/support/spread.h"

namespace gatecast::test {

// The amplitude of one tone in these samples: one term of a Fourier transform.
inline double tone_in(std::span<const float> samples, double hz) {
  double real = 0;
  double imaginary = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / kRecordRate;
    real += static_cast<double>(samples[i]) * std::cos(angle);
    imaginary += static_cast<double>(samples[i]) * std::sin(angle);
  }
  return samples.empty() ? 0 : 2 * std::hypot(real, imaginary) / static_cast<double>(samples.size());
}

struct TonePart {
  double at = 0;  // its middle, by seconds_now()
  double amplitude = 0;
};
// By tenths of a second.
inline std::vector<TonePart> tone_through(const Recording& recording, double hz) {
  constexpr std::size_t kPart = kRecordRate / 10;
  std::vector<TonePart> parts;
  for (std::size_t i = 0; i + kPart <= recording.samples.size(); i += kPart)
    parts.push_back({recording.first_at + static_cast<double>(i + kPart / 2) / kRecordRate,
                     tone_in(std::span(recording.samples).subspan(i, kPart), hz)});
  return parts;
}

// The highest sample of each 2 ms, one value a millisecond: of a tone of 300 Hz or more it is the amplitude.
inline std::vector<float> envelope(const Recording& recording) {
  constexpr std::size_t kStep = kRecordRate / 1000;
  std::vector<float> levels;
  for (std::size_t i = 0; i + 2 * kStep <= recording.samples.size(); i += kStep) {
    float most = 0;
    for (std::size_t k = i; k < i + 2 * kStep; ++k) most = std::max(most, std::abs(recording.samples[k]));
    levels.push_back(most);
  }
  return levels;
}

// How many milliseconds each stretch below that level lasts; not those that touch an end.
struct Stretch {
  std::size_t from_ms = 0, length_ms = 0;
};
inline std::vector<Stretch> below(const std::vector<float>& levels, float level) {
  std::vector<Stretch> found;
  std::size_t begin = 0;
  for (std::size_t i = 1; i < levels.size(); ++i) {
    if (levels[i] < level && levels[i - 1] >= level) begin = i;
    if (levels[i] >= level && levels[i - 1] < level && begin > 0) found.push_back({begin, i - begin});
  }
  return found;
}

inline float steepest_step(const Recording& recording) {
  float most = 0;
  for (std::size_t i = 1; i < recording.samples.size(); ++i)
    most = std::max(most, std::abs(recording.samples[i] - recording.samples[i - 1]));
  return most;
}

}  // namespace gatecast::test
