// Reading JSON that may be hostile. nlohmann/json alone keeps the last of duplicate keys, turns 2^64 into
// a float, gives no positions and overflows the stack on deep input; this reads through its SAX interface.
// Threads: pure functions. Errors: rule "json.*", subject "<name>:<line>:<column>".
// Source: RFC 8259; integers below 2^53 as RFC 7493 (I-JSON) advises.
#pragma once
#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast {

struct JsonLimits {
  std::size_t size_bytes = std::size_t{16} << 20U;
  int depth = 32;
  bool floats = false;  // signed documents hold none
};

struct TextPosition {
  int line = 1;    // from 1
  int column = 1;  // from 1, in bytes
};

// Where each value begins, by RFC 6901 pointer; "" is the document.
using JsonPositions = std::map<std::string, TextPosition>;

// RFC 6901: the pointer to `key` of the object at `parent`.
std::string json_pointer(std::string_view parent, std::string_view key);

// `name` is the file as the reader shall see it in an error. Refused: a document over the limits, duplicate
// keys, integers outside +-(2^53 - 1), floats unless allowed, invalid UTF-8, NUL in a key, anything after the
// end.
Result<nlohmann::json> parse_json(ByteView bytes, std::string_view name, const JsonLimits& limits = {},
                                  JsonPositions* positions = nullptr);

}  // namespace gatecast
