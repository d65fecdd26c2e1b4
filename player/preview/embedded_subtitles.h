// The subtitles inside a film's file, written out as files of their own (WebVTT, or ASS as it was): what the
// build takes into the release, so that editors sign plain words and the player need not search the film.
// Threads: pure. Errors: content errors "media.*".
// Source: W3C WebVTT; shared/design/content.md (the player neither probes nor guesses).
#pragma once
#include <map>

#include "player/decode/subtitle_stream.h"

namespace gatecast::preview {

Bytes as_file(const decode::SubtitleStream& stream);
// All that are text, by stream index.
Result<std::map<int, Bytes>> embedded_subtitles(Disk& disk, const Path& film);

}  // namespace gatecast::preview
