// --measure: every slide in every round of languages at the channel's screen size, laid out and drawn as the
// player does, and every film's subtitles, for `gatecast check` and `build`, as one JSON document:
// {"items":[{"item","languages":[...],"size":[w,h],"boxes":[{"slot","language","fits","size_px",
//   "visible_height_px","lines":["..."],"missing":["U+..."],"contrast_hundredths","box":[x,y,w,h]}],
//   "faults":["..." or {"rule","message","hint"}]}],"events":[{"event","faults":["..."]}]}
// Threads: main only. Errors: none; what cannot be drawn is a fault of its item.
#pragma once
#include <vector>

#include "player/preview/opened_channel.h"
#include "player/preview/probe.h"

namespace gatecast::preview {

// The combinations of languages that this channel's screen shows.
std::vector<std::vector<bundle::LanguageTag>> language_rounds(const bundle::LanguageSet& set);

Measured measure_channel(const OpenedChannel& channel, Instant now);

}  // namespace gatecast::preview
