// Canonical JSON in the OLPC form: the bytes that a signature covers. Sorted keys, no white space, only
// '"' and '\' escaped, integers only.
// Threads: pure. Errors: none; a float here is a fault of the program (parse_json refuses them).
// Source: TUF 1.0.34, section 4.1; http://wiki.laptop.org/go/Canonical_JSON
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "content-sync/base/bytes.h"

namespace gatecast::tuf {

Bytes write_canonical(const nlohmann::json& value);

}  // namespace gatecast::tuf
