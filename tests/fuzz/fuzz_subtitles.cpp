// Any bytes, as they are and as the body of an ASS script: the parsers end, and what they give keeps its
// promises.
#include <cstdint>
#include <cstdlib>

#include "player/text/subtitles.h"

namespace {

using namespace gatecast;

void parse(const std::string& bytes) {
  const auto cues = text::parse_subtitles(bytes, "fuzz");
  if (!cues) return;
  for (std::size_t i = 0; i < cues->size(); ++i) {
    const text::Cue& cue = (*cues)[i];
    if (cue.end <= cue.start || cue.text.empty() || cue.text.size() > text::kMaxCueBytes) std::abort();
    if (i > 0 && cue.start < (*cues)[i - 1].start) std::abort();
    if (text::cue_at(*cues, cue.start) == nullptr || text::cues_at(*cues, cue.start).empty()) std::abort();
    if (!cue.place) continue;
    const auto box = text::box_at(*cue.place, {300, 80}, 40, {1920, 1080}, {60, 40, 1800, 1000});
    if (box.x < 60 || box.y < 40 || box.x + box.width > 1860 || box.y + box.height > 1040) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  parse(bytes);
  parse("[Script Info]\n[Events]\nFormat: Start, End, Style, Text\n" + bytes);
  return 0;
}
