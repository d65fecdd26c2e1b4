// What the command line asks of a channel: the instant, the size, the languages and the situation.
// Threads: pure values. Errors: usage errors "preview.*" that name the option.
#pragma once
#include "player/preview/command_line.h"
#include "player/preview/pictures.h"
#include "player/programme/programme.h"

namespace gatecast::preview {

struct Wishes {
  Instant now;
  pixels::Size size;
  programme::Situation situation;
  PictureOptions pictures;
};

// What the line leaves open comes from the release and from the system's clock.
Result<Wishes> wishes_of(const CommandLine& line, const bundle::Release& release);

}  // namespace gatecast::preview
