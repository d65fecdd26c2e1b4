// A picture seen through a window: which part of it, and that part's pixels, placed to 1/128 of a pixel so
// that a slow movement is smooth: between four neighbours, first down, then across. Threads: pure. Errors:
// none; a view never leaves the picture, so that no edge of the window is ever bare. Source:
// shared/design/look.md (Grid and motion); cairo's bilinear filter, which a test compares.
#pragma once
#include <vector>

#include "content-sync/bundle/release.h"
#include "player/pixels/canvas.h"

namespace gatecast::compose {

// In pixels of the picture; of the window's proportions.
struct View {
  double x = 0, y = 0, width = 0, height = 0;
};
// As much as the window can show, around the point that must stay visible.
View whole_view(pixels::Size picture, pixels::Size window, int focus_x_permille, int focus_y_permille);
// The smallest view that holds the rectangle.
View view_of(const bundle::Interest& interest, pixels::Size picture, pixels::Size window);
View between(const View& from, const View& to, double share);

// Draws `part` of the window (both in pixels of the target) with what is seen there.
void draw_view(const pixels::Pixmap& picture, const View& view, const pixels::Rect& window,
               const pixels::Rect& part, pixels::Canvas target);
// What is left of `whole` without the rectangles `taken`, in rectangles that do not overlap.
std::vector<pixels::Rect> without(const pixels::Rect& whole, const std::vector<pixels::Rect>& taken);

}  // namespace gatecast::compose
