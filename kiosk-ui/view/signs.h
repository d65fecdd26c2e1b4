// The signs of tools: arrows, house, letters, half circle. On the same grid of 100 x 100 as the pictograms.
// Threads: constant data. Source: own drawings.
#pragma once
#include <string_view>
#include <vector>

#include "player/compose/canvas.h"

namespace gatecast::kiosk_ui {

// False where there is no such sign.
bool draw_sign(compose::Canvas& canvas, std::string_view name, const compose::Box& box,
               pixels::Colour colour);
std::vector<std::string_view> sign_names();

}  // namespace gatecast::kiosk_ui
