// What the X server says of its connectors: where each one's picture lies in the whole, how often it is
// refreshed, that something changed (a panel unplugged, another resolution); how bright it sends the picture
// out, and whether its panels sleep. Threads: one owner (main).
// Errors: none; null without an X server that speaks RandR 1.5 (KMSDRM, Wayland). Source: the X Resize,
// Rotate and Reflect extension, version 1.5; the Display Power Management Signaling extension.
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
  // By the gamma table of the connector, or of all: it dims what is sent, not the panel's lamp. 100 gives a
  // table back that was dimmed, and leaves any other as it is. False: no connector has such a table.
  virtual bool set_brightness(const std::string& connector, int percent) = 0;
  // All panels of the display sleep until they are woken (any touch wakes them too), or are awake. False:
  // they cannot be told. Awake gives the display's own timers back.
  virtual bool set_awake(bool is_awake) = 0;
  // A window manager is there: on a developer's desk, never on a kiosk.
  virtual bool is_managed() = 0;
};

}  // namespace gatecast::screen
