// Private to the view: one mark, in the canvas's own coordinates. Threads: the canvas's owner. Errors: none.
#pragma once
#include "kiosk-ui/view/layers.h"

namespace gatecast::kiosk_ui {

void draw_mark(compose::Canvas& canvas, const Mark& mark);

}  // namespace gatecast::kiosk_ui
