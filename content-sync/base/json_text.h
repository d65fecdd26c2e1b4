// A field of a document that somebody else wrote, read without believing its type.
// Threads: pure.
#pragma once
#include <string>

#include "content-sync/base/json_value.h"

namespace gatecast {

// "" where the field is missing or no text.
inline std::string text_at(const nlohmann::json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace gatecast
