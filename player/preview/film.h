// --film: what a screen shows from an instant on, as an MP4 file, each frame by MomentRenderer. The encoder
// is the `ffmpeg` program as a child that is fed raw frames; without sound. Threads: main only. Errors:
// environment error "preview.film" where ffmpeg is missing or fails.
#pragma once
#include "player/playback/render_moment.h"
#include "player/preview/opened_channel.h"

namespace gatecast::preview {

struct FilmOptions {
  Instant from;
  Duration length{0};
  int frames_per_second = 25;
  pixels::Size size;
  programme::Situation situation;
  bool is_motion_reduced = false;
};
Status write_film(const OpenedChannel& channel, const FilmOptions& options, const Path& file);

}  // namespace gatecast::preview
