// From one picture to the next: a mix, or a push along the band, that eases in and out, nothing torn and
// never black. Threads: pure. Errors: none; pictures must be of one size (invariant). Source:
// shared/design/look.md (Grid and motion: 400 to 700 ms).
#pragma once
#include "content-sync/base/clock.h"
#include "player/pixels/canvas.h"

namespace gatecast::compose {

inline constexpr int kWholeProgress = 256;
// 0 (only `from`) to 256 (only `to`), eased: slow, quick, slow.
int eased_progress(Duration elapsed, Duration whole);
// 0 to 1, slow at both ends and nowhere quicker than half as fast again as on the average: for what travels.
double eased(double part);
// Writes the mix into `out`, which keeps its memory from frame to frame.
void crossfade(const pixels::Pixmap& from, const pixels::Pixmap& to, int progress, pixels::Pixmap& out);
// `to` comes from the right and pushes `from` out at the left; `share` of the way is done.
void push(const pixels::Pixmap& from, const pixels::Pixmap& to, double share, pixels::Canvas out);

}  // namespace gatecast::compose
