// A field of a document that somebody else wrote, read without believing its type.
// Threads: pure.
#pragma once
#include <cstdint>
#include <string>

#include "content-sync/base/json_value.h"

namespace gatecast {

// "" where the field is missing or no text.
inline std::string text_at(const nlohmann::json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// `missing` where the field is missing or no whole number.
inline std::int64_t number_at(const nlohmann::json& document, const std::string& name,
                              std::int64_t missing = 0) {
  const auto found = document.find(name);
  return found != document.end() && found->is_number_integer() ? found->get<std::int64_t>() : missing;
}

}  // namespace gatecast
