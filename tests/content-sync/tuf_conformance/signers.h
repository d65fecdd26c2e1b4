// Keys of every kind that the specification names, with private halves, made by libcrypto or libsodium.
// Threads: one owner. Source: TUF 1.0.34, section 4.2.
#pragma once
#include <functional>
#include <string>

#include "content-sync/tuf/signing.h"

namespace gatecast::test {

struct Signer {
  std::string id;
  tuf::Key key;
  std::function<std::string(ByteView)> sign;  // hex
};

Signer ed25519_signer();  // a new key each time
Signer ecdsa_signer(const std::string& type = "ecdsa", const std::string& scheme = "ecdsa-sha2-nistp256");
Signer ecdsa_point_signer();  // its public value is the curve's point in hexadecimal
Signer rsa_signer(const std::string& scheme = "rsassa-pss-sha256", int bits = 2048);  // one key a size

}  // namespace gatecast::test
