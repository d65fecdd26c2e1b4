// What letters really leave on a slide: the same slide painted with and without its letters, compared pixel
// by pixel. Knows nothing of boxes and colours that the painter predicts.
#pragma once
#include <vector>

#include "player/compose/slide_painter.h"
#include "sample_slides.h"

namespace gatecast::compose {

// A typesetter that sets all and draws nothing while it is mute.
std::unique_ptr<text::Typesetter> switchable_typesetter(const bool& is_mute);

struct Drawn {
  pixels::Pixmap with;
  pixels::Pixmap without;
  SlideReport report;
  [[nodiscard]] bool is_ink(int x, int y) const { return with.row(y)[x] != without.row(y)[x]; }
};

class InkPainter {
 public:
  explicit InkPainter(PictureSource pictures = nullptr);
  Drawn draw(const SlideRequest& request);

 private:
  bool is_mute_ = false;
  SlidePainter painter_;
};

// A piece of ink whose pixels touch: a letter, a part of one, or a mark.
struct InkPiece {
  pixels::Rect box;
  int area = 0;
  double contrast = 21;  // of its strongest pixel against the worst ground under it and 3 px around it
};
std::vector<InkPiece> pieces_of(const Drawn& drawn);

}  // namespace gatecast::compose
