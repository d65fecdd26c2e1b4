// The files of assets/keyboards as they travel inside the program, by name.
// Threads: constant data. Errors: none.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace gatecast::kiosk_ui {

const std::map<std::string, std::string_view>& keyboard_texts();

}  // namespace gatecast::kiosk_ui
