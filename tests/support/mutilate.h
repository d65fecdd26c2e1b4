// Files as disks, cables and bad programs leave them, and as an attacker would: the same seed, the same harm.
// Threads: pure.
#pragma once
#include <cstdint>
#include <string>

#include "content-sync/base/bytes.h"

namespace gatecast::test {

struct Mutilated {
  Bytes bytes;
  std::string how;  // in words, for the test's report
};
// Cut off, bits flipped (everywhere, or in the header), runs of zeros, a part said twice, a part missing, or
// another kind of file altogether.
Mutilated mutilate(Bytes bytes, std::uint32_t seed);

}  // namespace gatecast::test
