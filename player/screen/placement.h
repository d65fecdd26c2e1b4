// Where the content stands in a window: in a rectangle of it, turned. And the way back: a finger's place in
// the window as a place in the content. Threads: values. Errors: none. Source: shared/design/content.md
// (Output: rotation, a rectangle of a larger picture).
#pragma once
#include <optional>

#include "player/pixels/canvas.h"

namespace gatecast::screen {

struct Point {
  int x = 0;
  int y = 0;
  bool operator==(const Point&) const = default;
};

struct Placement {
  pixels::Size window;
  pixels::Rect rect;  // of the window
  int degrees = 0;    // clockwise

  [[nodiscard]] pixels::Size content() const;
  [[nodiscard]] bool fills_window() const;
  [[nodiscard]] bool is_inside_window() const;
  // Empty where nothing of the content is.
  [[nodiscard]] std::optional<Point> to_content(Point in_window) const;
  [[nodiscard]] Point to_window(Point in_content) const;
  bool operator==(const Placement&) const = default;
};

// Draws `content` to its place in the window's pixels; what does not fit into them is left out.
void lay_down(pixels::Canvas content, const Placement& placement, pixels::Canvas window);
// Of the content only this part, which lies within it.
void lay_down_part(pixels::Canvas content, const Placement& placement, pixels::Rect part,
                   pixels::Canvas window);
// Where a part of the content stands in the window.
pixels::Rect to_window(const Placement& placement, pixels::Rect part);
// Makes all black but the placement's rectangle.
void blacken_around(const Placement& placement, pixels::Canvas window);

}  // namespace gatecast::screen
