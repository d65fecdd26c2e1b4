// What the X server says of its connectors: where each one's picture lies in the whole, how often it is
// refreshed, and that something changed (a panel unplugged, another resolution). Threads: one owner (main).
// Errors: none; null without an X server that speaks RandR 1.5 (KMSDRM, Wayland). Source: the X Resize,
// Rotate and Reflect extension, version 1.5.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "player/pixels/pixmap.h"

namespace gatecast::screen {

struct Connector {
  std::string name;
  pixels::Rect area;    // of the whole display
  int refresh_mhz = 0;  // 0: not known
};

class Desktop {
 public:
  static std::unique_ptr<Desktop> open();
  virtual ~Desktop() = default;
  virtual std::vector<Connector> connectors() = 0;  // those that are lit, the first one first
  virtual pixels::Size size() = 0;                  // of the whole display
  virtual bool has_changed() = 0;                   // since it was asked last; costs next to nothing
  // A window manager is there: on a developer's desk, never on a kiosk.
  virtual bool is_managed() = 0;
};

}  // namespace gatecast::screen
