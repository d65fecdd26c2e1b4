// What only gatecast-preview can say about a draft: media measured, texts fitted. Facts go into the draft,
// findings into the faults.
// Threads: main only. Errors: faults "media.*", "text.*", "preview.*".
// Source: ARCHITECTURE.md, Preview as measuring tool; shared/design/content.md, What is checked.
#pragma once
#include <functional>
#include <string_view>

#include "content-sync/source/draft.h"

namespace gatecast::source {

using Progress = std::function<void(std::string_view line)>;

// One process a file, so that a hostile one takes nothing else with it; then what clips left open is settled.
void measure_media(Disk& disk, DraftReading& reading, const Path& preview, const Progress& progress);
// Every text of every slide, set by the player's own code at the channel's size.
void measure_texts(DraftReading& reading, const Path& folder, const Path& preview, const Progress& progress);

}  // namespace gatecast::source
