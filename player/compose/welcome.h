// What a kiosk shows that is set up and has no release yet: the built-in still, a welcome, the hour, and that
// the programme is being prepared, in five languages; no fact, nothing that an editor would sign. Threads:
// the typesetter's owner. Errors: none; what no typeface has is left out. Source: shared/design/experience.md
// (technicians), shared/domain/traveller.md (the welcome).
#pragma once
#include <optional>

#include "content-sync/base/clock.h"
#include "player/pixels/pixmap.h"
#include "player/text/typesetter.h"

namespace gatecast::compose {

// `now`: null where the clock cannot be right.
pixels::Pixmap paint_welcome(pixels::Size size, std::optional<Instant> now, text::Typesetter& typesetter);

}  // namespace gatecast::compose
