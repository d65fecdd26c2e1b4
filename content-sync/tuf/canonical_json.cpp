#include "content-sync/tuf/canonical_json.h"

#include "content-sync/base/error.h"
#include "content-sync/base/json_value.h"

namespace gatecast::tuf {
namespace {

void append_string(Bytes& out, const std::string& text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// Recursion is bounded: documents come from parse_json, which caps the depth, or from our own writers.
void append(Bytes& out, const nlohmann::json& value) {
  if (value.is_object()) {
    out += '{';
    bool is_first = true;
    for (const auto& [key, member] : value.items()) {  // std::map: in the order of the UTF-8 bytes
      if (!is_first) out += ',';
      is_first = false;
      append_string(out, key);
      out += ':';
      append(out, member);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i != 0) out += ',';
      append(out, value[i]);
    }
    out += ']';
  } else if (value.is_string()) {
    append_string(out, value.get_ref<const std::string&>());
  } else {
    GATECAST_INVARIANT(!value.is_number_float() && !value.is_binary() && !value.is_discarded());
    out += value.dump();
  }
}

}  // namespace

Bytes write_canonical(const nlohmann::json& value) {
  Bytes out;
  append(out, value);
  return out;
}

}  // namespace gatecast::tuf
