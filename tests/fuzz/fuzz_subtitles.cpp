// Any bytes: the parser ends, and what it gives keeps its promises.
#include <cstdint>
#include <cstdlib>

#include "player/text/subtitles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatecast;
  const auto cues = text::parse_subtitles({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!cues) return 0;
  for (std::size_t i = 0; i < cues->size(); ++i) {
    const text::Cue& cue = (*cues)[i];
    if (cue.end <= cue.start || cue.text.empty() || cue.text.size() > text::kMaxCueBytes) std::abort();
    if (i > 0 && cue.start < (*cues)[i - 1].start) std::abort();
    if (text::cue_at(*cues, cue.start) == nullptr) std::abort();
  }
  return 0;
}
