// The panel behind an output as a thing of light and power: how bright it is, and whether it sleeps. Its lamp
// where it has one, else the display's own table of light; it sleeps by DPMS, where the display can. What was
// found is given back in the end. Threads: one owner (main). Errors: none; what cannot be done is false.
// Source: shared/design/trust.md, Promises 1 (brightness and hours); the X extensions RandR 1.5 and DPMS.
#pragma once
#include "player/screen/desktop.h"
#include "player/screen/lamp.h"
#include "player/screen/output.h"

namespace gatecast::screen {

class Panel {
 public:
  Panel(Desktop* desktop, const Output& output);  // null: a display of which nothing is known
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

  // Its lamp's own light stands in this file while it is changed; before the first set_brightness().
  void remember_light_in(const Path& memory);
  // Of the light, in percent. A display that changed forgets it.
  bool set_brightness(int percent);
  bool set_awake(bool is_awake);

 private:
  [[nodiscard]] bool is_alone() const;

  Desktop* desktop_;
  Output output_;
  std::unique_ptr<Lamp> lamp_;
  bool is_dimmed_ = false;
  bool is_asleep_ = false;
};

}  // namespace gatecast::screen
