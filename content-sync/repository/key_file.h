// Key files: a private key, its person and purpose, in JSON. The secret is closed by a passphrase (Argon2id
// and secretbox of libsodium); demo keys and the server's online keys are open and say so.
// Threads: pure. Errors: "key.format", "key.passphrase" (wrong or missing), "json.*".
// Source: RFC 9106 (Argon2id); shared/design/trust.md, Signing.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/result.h"
#include "content-sync/tuf/signing.h"

namespace gatecast::repository {

// What a key is for; "editor", "officer", "technician", "root", "targets", "snapshot", "timestamp", "feeds".
struct KeyFacts {
  tuf::Key key;
  std::string key_id;
  std::string purpose;
  bool is_demo = false;
  bool is_private = false;  // a private key file; else the public half alone
  bool needs_passphrase = false;
};

// How much work a guess of the passphrase costs; the default is libsodium's "moderate" (256 MiB, under 1 s).
struct PassphraseCost {
  std::uint64_t operations = 3;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20U;
};

struct NewKeyFile {
  std::string purpose;
  bool is_demo = false;
  std::optional<std::string_view> passphrase;  // none: the secret stands open in the file
  PassphraseCost cost;
};
Bytes write_key_file(const tuf::SigningKey& key, const NewKeyFile& how);
Bytes write_public_key_file(const tuf::SigningKey& key, const std::string& purpose);

// Of a private or a public key file; nothing secret is opened.
Result<KeyFacts> read_key_facts(ByteView file, std::string_view name);
// The passphrase is not used where the file is open.
Result<tuf::SigningKey> open_key_file(ByteView file, std::string_view name,
                                      std::optional<std::string_view> passphrase);

}  // namespace gatecast::repository
