#include "player/preview/subtitle_sync.h"

#include <algorithm>
#include <cmath>

namespace gatecast::preview {
namespace {

constexpr float kSilence_db = -90;
constexpr float kLeastSpread_db = 12;  // between what is loud and what is quiet
constexpr int kFurthestSteps = 100;    // 10 s either way
constexpr int kTolerableSteps = 5;     // half a second
constexpr std::size_t kLeastCues = 3;
constexpr double kClear = 0.6;           // correlation that leaves no doubt
constexpr double kClearlyBetter = 0.25;  // than as the subtitles are

std::optional<std::vector<bool>> loud_parts(const Loudness& loudness) {
  if (loudness.size() < 2 * static_cast<std::size_t>(kFurthestSteps) / 4) return std::nullopt;
  auto sorted = loudness;
  std::sort(sorted.begin(), sorted.end());
  const float quiet = sorted[sorted.size() / 10];
  const float loud = sorted[sorted.size() * 9 / 10];
  if (loud - quiet < kLeastSpread_db) return std::nullopt;
  // Quiet beneath the middle: the end of a word fades.
  const float limit = loud - std::min((loud - quiet) / 2, 2 * kLeastSpread_db);
  std::vector<bool> parts(loudness.size());
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = loudness[i] > limit;
  return parts;
}

// Of two rows of yes and no, the first moved by `shift`.
double correlation(const std::vector<bool>& moved, const std::vector<bool>& fixed, int shift) {
  double both = 0, ones_a = 0, ones_b = 0;
  const auto size = static_cast<int>(fixed.size());
  for (int i = 0; i < size; ++i) {
    const int from = i - shift;
    const bool a = from >= 0 && from < size && moved[static_cast<std::size_t>(from)];
    const bool b = fixed[static_cast<std::size_t>(i)];
    both += a && b ? 1 : 0;
    ones_a += a ? 1 : 0;
    ones_b += b ? 1 : 0;
  }
  const double mean_a = ones_a / size, mean_b = ones_b / size;
  const double spread = mean_a * (1 - mean_a) * mean_b * (1 - mean_b);
  return spread <= 0 ? 0 : (both / size - mean_a * mean_b) / std::sqrt(spread);
}

}  // namespace

Result<Loudness> loudness_of(decode::SoundDecoder& decoder) {
  constexpr auto kStepFrames = decode::kSoundRateHz / 10;
  constexpr std::size_t kMostSteps = 4UL * 3600 * 10;
  std::vector<double> energy;
  while (true) {
    GATECAST_TRY(const auto chunk, decoder.next());
    if (!chunk) break;
    const auto first = std::max<std::int64_t>(0, chunk->time.count()) * decode::kSoundRateHz / 1'000'000;
    for (std::size_t i = 0; i + 1 < chunk->samples.size(); i += 2) {
      const auto step = (static_cast<std::size_t>(first) + i / 2) / kStepFrames;
      if (step >= kMostSteps) break;
      if (step >= energy.size()) energy.resize(step + 1);
      const double sample = (chunk->samples[i] + chunk->samples[i + 1]) / 2;
      energy[step] += sample * sample / kStepFrames;
    }
  }
  Loudness loudness;
  for (const double value : energy)
    loudness.push_back(std::max(kSilence_db, static_cast<float>(10 * std::log10(value + 1e-12))));
  return loudness;
}

std::optional<Duration> lateness_of(const std::vector<text::Cue>& cues, const Loudness& loudness) {
  if (cues.size() < kLeastCues) return std::nullopt;
  const auto spoken = loud_parts(loudness);
  if (!spoken) return std::nullopt;
  std::vector<bool> written(spoken->size());
  for (const auto& cue : cues)
    for (auto i = std::max<std::int64_t>(0, cue.start / kLoudnessStep);
         i < std::min<std::int64_t>(cue.end / kLoudnessStep, static_cast<std::int64_t>(written.size())); ++i)
      written[static_cast<std::size_t>(i)] = true;
  const double as_it_is = correlation(written, *spoken, 0);
  int best_shift = 0;
  double best = as_it_is;
  for (int shift = -kFurthestSteps; shift <= kFurthestSteps; ++shift) {
    const double value = correlation(written, *spoken, shift);
    if (value <= best) continue;
    best = value;
    best_shift = shift;
  }
  if (std::abs(best_shift) < kTolerableSteps || best < kClear || best - as_it_is < kClearlyBetter)
    return std::nullopt;
  return -best_shift * kLoudnessStep;
}

}  // namespace gatecast::preview
