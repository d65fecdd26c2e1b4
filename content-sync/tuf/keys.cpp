#include "content-sync/tuf/keys.h"

#include <sodium.h>

#include "content-sync/tuf/asymmetric_key.h"
#include "content-sync/tuf/canonical_json.h"
#include "content-sync/tuf/raw_bytes.h"

namespace gatecast::tuf {
bool is_ed25519(const Key& key) {
  return key.type == "ed25519" && key.scheme == "ed25519";
}

std::optional<Bytes> key_bytes(const Key& key) {
  if (!is_ed25519(key)) return asymmetric_key_bytes(key);
  auto bytes = from_hex(key.value);
  if (!bytes || bytes->size() != crypto_sign_PUBLICKEYBYTES) return std::nullopt;
  return bytes;
}

bool signature_holds(const Key& key, ByteView message, std::string_view signature_hex) {
  const auto signature = from_hex(signature_hex);
  if (!signature || signature->empty()) return false;
  if (!is_ed25519(key)) return asymmetric_signature_holds(key, message, *signature);
  const auto public_bytes = key_bytes(key);
  if (!public_bytes || signature->size() != crypto_sign_BYTES) return false;
  GATECAST_INVARIANT(sodium_init() >= 0);
  return crypto_sign_verify_detached(raw(*signature), raw(message), message.size(), raw(*public_bytes)) == 0;
}

std::string key_id_of(const Key& key) {
  const nlohmann::json value = {
      {"keytype", key.type}, {"keyval", {{"public", key.value}}}, {"scheme", key.scheme}};
  return sha256(write_canonical(value)).hex();
}

}  // namespace gatecast::tuf
