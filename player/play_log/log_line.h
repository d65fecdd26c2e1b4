// What the lines of segments and of sums have in common. Threads: pure. Source: player/play_log/FORMAT.md.
#pragma once
#include <string>

#include "content-sync/base/json_value.h"

namespace gatecast::play_log {

inline constexpr std::size_t kSignatureDigits = 128;  // of an ed25519 signature in hex, at a line's end
inline constexpr const char* kOthers = "(others)";    // what was too much to be named

inline std::string dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gatecast::play_log
