// The subtitles that a film carries inside its own file, as text, packet by packet; nothing is decoded. What
// they mean is for the reader of subtitles. Threads: pure. Errors: content errors "media.*"; those of the
// disk come back as they are. Source: 3GPP TS 26.245 (mov_text), Matroska's mappings of SRT, WebVTT and ASS.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"

namespace gatecast::decode {

struct SubtitlePacket {
  Duration start{};
  Duration end{};
  std::string text;      // as it stands in the stream; of mov_text the words alone
  std::string settings;  // WebVTT's, behind the times
};
struct SubtitleStream {
  std::string codec;   // libavcodec's name: "mov_text", "subrip", "webvtt", "ass"
  std::string header;  // of ASS: everything above the lines
  std::vector<SubtitlePacket> packets;
};
bool is_text_subtitle(const std::string& codec);
Result<SubtitleStream> read_subtitle_stream(std::unique_ptr<ReadFile> file, const std::string& name,
                                            int stream_index);

}  // namespace gatecast::decode
