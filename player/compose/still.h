// Which slide of a release stands when nothing plays. The built-in still itself is declared in
// slide_painter.h. Threads: pure. Errors: none. Source: shared/design/playback.md (the ladder of what is
// shown).
#pragma once
#include "content-sync/bundle/release.h"

namespace gatecast::compose {

// The first welcome slide (by id) that needs neither facts nor pictures: its words are signed and do not age.
const bundle::Item* still_item(const bundle::Release& release);

}  // namespace gatecast::compose
