// Compares a picture that the product drew with the approved one in tests/data/golden. A difference leaves
// "<name>.drawn.png" and "<name>.difference.png" (what differs in red on a pale copy) in the build folder's
// golden/. GATECAST_APPROVE=1 writes the drawn picture as the approved one instead. Threads: main. Tolerance:
// glyph edges may differ by a rounding between versions of FreeType, nothing more.
#pragma once
#include <string>

#include "player/pixels/pixmap.h"

namespace gatecast::golden {

struct Verdict {
  bool is_same = false;
  std::string words;
};
Verdict compare_with_approved(const std::string& name, const pixels::Pixmap& drawn);

// The pure part. `difference` gets the marked picture where the sizes agree.
Verdict compare(const pixels::Pixmap& approved, const pixels::Pixmap& drawn, pixels::Pixmap* difference);

}  // namespace gatecast::golden
