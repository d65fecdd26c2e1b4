// Public keys of the kinds that libcrypto verifies: ecdsa on P-256 and P-384, rsa. Encodings: PEM
// (SubjectPublicKeyInfo, PKCS#1) and, as old repositories have it for ecdsa, the curve's point in
// hexadecimal. Threads: pure. Errors: none; what is not understood has no bytes, and its signatures do not
// hold. Source: TUF 1.0.34, section 4.2; securesystemslib's names of schemes; FIPS 186-5, RFC 8017 (PSS,
// PKCS#1 v1.5), SEC 1.
#pragma once
#include <optional>

#include "content-sync/base/bytes.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

// The same for every encoding and scheme of one key: curve and coordinates, or modulus and exponent.
std::optional<Bytes> asymmetric_key_bytes(const Key& key);
bool asymmetric_signature_holds(const Key& key, ByteView message, ByteView signature);

}  // namespace gatecast::tuf
