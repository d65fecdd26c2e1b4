// The sound of an alert where the editors bring none: two struck notes, a fourth apart, three times, and a
// rest; as a WAV file. Drawn from integers and one recurrence, so that the same program gives the same bytes.
// Threads: pure. Source: shared/design/look.md, Sound (struck bamboo); ISO 8201 (three strokes and a pause).
#pragma once
#include "content-sync/base/bytes.h"

namespace gatecast::source {

Bytes draw_alert_tone();

}  // namespace gatecast::source
