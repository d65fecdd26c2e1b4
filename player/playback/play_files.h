// Plays plain media files, one after the other and again, with the player's own engine and statistics: for
// gatecast-preview, to compare with other players. The shipped player never calls this: it shows only what is
// verified. Threads: the caller's becomes the main thread. Errors: a file that is no media; the screen.
#pragma once
#include <vector>

#include "player/playback/player.h"

namespace gatecast::playback {

struct PlayFilesOptions {
  std::vector<Path> files;
  std::optional<Duration> seconds;  // default: once through
  Path stats;
  screen::ScreenOptions screen;
  SteadyInstant process_start;
  std::shared_ptr<isolate::Nursery> nursery;
};
Status play_files(const PlayFilesOptions& options);

}  // namespace gatecast::playback
