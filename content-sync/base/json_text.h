// A field of a document that somebody else wrote, read without believing its type.
// Threads: pure.
#pragma once
#include <cstdint>
#include <map>
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

// The whole numbers of an object by name; none where the field is missing or no object.
inline std::map<std::string, std::int64_t> numbers_at(const nlohmann::json& document, const char* name) {
  std::map<std::string, std::int64_t> numbers;
  const auto found = document.find(name);
  if (found == document.end() || !found->is_object()) return numbers;
  for (const auto& [key, value] : found->items())
    if (value.is_number_integer()) numbers[key] = value.get<std::int64_t>();
  return numbers;
}

}  // namespace gatecast
