// Public keys: their bytes, their ids, and whether a signature holds.
// Threads: pure. Errors: none; an unknown scheme or a malformed value simply does not hold.
// Source: TUF 1.0.34, sections 4.2 and 4.2.1; RFC 8032 for Ed25519 (libsodium); asymmetric_key.h for ecdsa
// and rsa.
#pragma once
#include <optional>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

bool is_ed25519(const Key& key);  // by type and scheme: what Gatecast's own keys are
// The key itself, whatever its id, scheme or encoding: what thresholds count.
// Empty for a type, scheme or value that is not understood.
std::optional<Bytes> key_bytes(const Key& key);
bool signature_holds(const Key& key, ByteView message, std::string_view signature_hex);
// The id that Gatecast gives its own keys (SHA-256 of the canonical key). Never relied on when verifying.
std::string key_id_of(const Key& key);

}  // namespace gatecast::tuf
