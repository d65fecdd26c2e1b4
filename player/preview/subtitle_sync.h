// Whether subtitles come when somebody speaks: the times of the cues against the times at which the sound is
// loud, moved against each other. Silent about films whose sound tells nothing (music throughout, no pauses).
// Threads: pure. Errors: those of the decoder, as they are.
// Source: shared/design/content.md, What is checked (subtitles out of sync).
#pragma once
#include <optional>
#include <vector>

#include "player/decode/sound_decoder.h"
#include "player/text/subtitles.h"

namespace gatecast::preview {

// Loudness in decibels, one value for each 100 ms of the file from its start.
using Loudness = std::vector<float>;
inline constexpr Duration kLoudnessStep{100'000};
Result<Loudness> loudness_of(decode::SoundDecoder& decoder);

// How much later than the voice the subtitles come (negative: earlier); nothing where they fit or cannot be
// judged.
std::optional<Duration> lateness_of(const std::vector<text::Cue>& cues, const Loudness& loudness);

}  // namespace gatecast::preview
