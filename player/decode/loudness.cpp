#include "player/decode/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

namespace gatecast::decode {
namespace {

struct FreeMeter {
  void operator()(ebur128_state* meter) const { ebur128_destroy(&meter); }
};
constexpr int kSilenceMdb = -120000;

int thousandths(double value, int lowest) {
  return std::isfinite(value) ? std::max(lowest, static_cast<int>(std::lround(value * 1000.0))) : lowest;
}

}  // namespace

Result<Loudness> measure_loudness(SoundDecoder& decoder) {
  const std::unique_ptr<ebur128_state, FreeMeter> meter(
      ebur128_init(kSoundChannels, kSoundRateHz, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
  if (!meter) return fail(environment_error("media.memory", "", "no memory to measure loudness"));
  Loudness result;
  while (true) {
    GATECAST_TRY(auto chunk, decoder.next());
    if (!chunk) break;
    const auto frames = chunk->samples.size() / kSoundChannels;
    ebur128_add_frames_float(meter.get(), chunk->samples.data(), frames);
    result.end = chunk->time + Duration(static_cast<std::int64_t>(frames) * 1'000'000 / kSoundRateHz);
  }
  double loudness = 0;
  ebur128_loudness_global(meter.get(), &loudness);
  double peak = 0;
  for (unsigned channel = 0; channel < kSoundChannels; ++channel) {
    double one = 0;
    ebur128_true_peak(meter.get(), channel, &one);
    peak = std::max(peak, one);
  }
  result.loudness_mlufs = thousandths(loudness, kSilenceMdb);
  result.true_peak_mdb = thousandths(20.0 * std::log10(std::max(peak, 1e-6)), kSilenceMdb);
  return result;
}

}  // namespace gatecast::decode
