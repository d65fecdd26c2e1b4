// What stands behind the windows: the X server's root shows the last good picture, so that a player that is
// killed leaves that picture on the screen, and not the black of an empty desktop, until it is back. Two
// players on one server share that picture, each its own rectangle of it. Threads: one owner (main). Errors:
// none; without X (KMSDRM, dummy) there is nothing behind a window. Source: XSetWindowBackgroundPixmap(3),
// XSetCloseDownMode(3): the pixmap stays when its maker is gone.
#pragma once
#include <memory>

#include "player/pixels/canvas.h"

namespace gatecast::screen {

class Backdrop {
 public:
  // Null where the display is not an X server of 24 bits, or cannot be reached.
  static std::unique_ptr<Backdrop> open();
  virtual ~Backdrop() = default;
  // Of the whole root.
  [[nodiscard]] virtual pixels::Size size() = 0;
  // Copies the picture to this place of the root; tens of milliseconds at 1080p: not while anything moves.
  virtual void keep(const pixels::Canvas& picture, int x, int y) = 0;
};

}  // namespace gatecast::screen
