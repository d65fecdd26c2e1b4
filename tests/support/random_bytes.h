// Bytes that no compression and no other seed has in common: the content of films whose transfer is measured.
// Threads: pure.
#pragma once
#include <cstdint>
#include <random>

#include "content-sync/base/bytes.h"

namespace gatecast::test {

inline Bytes random_bytes(std::size_t length, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Bytes bytes;
  bytes.reserve(length + 8);
  while (bytes.size() < length) {
    const auto value = random();
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace gatecast::test
