// Whether the full counts are asked for (./test long), or a sample within ./test.
#pragma once
#include <cstdlib>

namespace gatecast::test {

inline bool is_long() {
  return std::getenv("GATECAST_LONG") != nullptr;
}

}  // namespace gatecast::test
