// Bytes as the C libraries of cryptography want them. Owner: the caller's bytes. Threads: pure.
#pragma once
#include "content-sync/base/bytes.h"

namespace gatecast::tuf {

inline unsigned char* raw(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}
inline const unsigned char* raw(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace gatecast::tuf
