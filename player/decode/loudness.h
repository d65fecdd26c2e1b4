// Private to decode: integrated loudness and true peak of one sound stream.
// Threads: pure. Source: EBU R 128, ITU-R BS.1770-4 by libebur128.
#pragma once
#include <memory>

#include "player/decode/sound_decoder.h"

namespace gatecast::decode {

struct Loudness {
  int loudness_mlufs = 0;  // -70000 and below: silence
  int true_peak_mdb = 0;
  Duration end{0};  // where the last sample ends
};
Result<Loudness> measure_loudness(SoundDecoder& decoder);

}  // namespace gatecast::decode
