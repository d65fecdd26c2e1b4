// Draws a decoded frame into somebody's pixels: right colours, pixel aspect, rotation, contain or cover. A
// frame of the screen's size is converted straight into them; others are scaled as planes first, which is
// exact. Threads: one owner (scratch memory). Errors: none; what cannot be drawn is drawn as the ground.
// Source: ITU-R BT.601-7, BT.709-6, BT.2020-2 by libyuv; shared/design/playback.md (what each step costs).
#pragma once
#include <vector>

#include "player/decode/frame.h"
#include "player/pixels/canvas.h"

namespace gatecast::decode {

// Which part of the upright source goes where.
struct Placement {
  pixels::Rect source;  // in upright pixels of the frame
  pixels::Rect target;
};
Placement place(pixels::Size upright, bundle::Ratio pixel_aspect, pixels::Size target, bundle::Fit fit);

class FramePainter {
 public:
  void paint(const Frame& frame, pixels::Canvas target, bundle::Fit fit,
             pixels::Colour ground = {0, 0, 0, 255});

 private:
  Frame scaled(const Frame& frame, pixels::Size size);
  void lay_over(const Frame& frame, pixels::Canvas inner, pixels::Colour ground);
  std::array<std::vector<std::uint8_t>, 3> planes_;
  pixels::Pixmap converted_;
  pixels::Pixmap upright_;
};

// Whole frame, upright as stored, at its own size.
void convert_frame(const Frame& frame, pixels::Canvas target);
void fill(pixels::Canvas target, pixels::Rect rect, pixels::Colour colour);
// Area means when it gets smaller, bilinear when it gets larger.
void scale(pixels::Canvas source, pixels::Canvas target);
void copy(pixels::Canvas source, pixels::Canvas target);  // of the same size
pixels::Canvas part_of(pixels::Canvas canvas, pixels::Rect rect);

}  // namespace gatecast::decode
