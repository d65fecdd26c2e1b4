// What a screen shows at an instant, as a picture: the same programme, painters, decoders and stage as the
// screen's. Threads: the caller's. Errors: only where nothing at all can be drawn; what cannot play goes down
// the ladder. Source: shared/design/content.md, The programme is a function.
#pragma once
#include <optional>

#include "player/pixels/pixmap.h"
#include "player/playback/content.h"
#include "player/playback/ladder.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

struct RenderRequest {
  Instant at;
  pixels::Size size;
  programme::Situation situation;
};
struct Rendered {
  pixels::Pixmap pixels;
  Rung rung = Rung::item;
  std::optional<programme::Showing> showing;
  std::vector<Error> refused;  // on the way down
};
// `content` null: the built-in still.
Rendered render(const ContentPtr& content, const RenderRequest& request);

}  // namespace gatecast::playback
