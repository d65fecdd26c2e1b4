// The signing side: key pairs, documents from values, envelopes with signatures. No IO.
// Threads: pure; libsodium's generator is safe from any thread. Errors: "tuf.envelope.format" for
// add_signature. Source: TUF 1.0.34, section 4; RFC 8032.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "content-sync/base/result.h"
#include "content-sync/tuf/keys.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

// A secret that is overwritten when it goes.
class Secret {
 public:
  Secret() = default;
  explicit Secret(ByteView bytes);
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret();
  [[nodiscard]] ByteView view() const;

 private:
  std::array<char, 64> bytes_{};
};

struct SigningKey {
  std::string id;
  Key key;        // the public half, with its person
  Secret secret;  // libsodium's form: seed, then public key
  [[nodiscard]] ByteView seed() const { return secret.view().substr(0, 32); }
};

inline constexpr std::size_t kSeedBytes = 32;
SigningKey signing_key_from_seed(ByteView seed, std::string person = {});  // exactly kSeedBytes
SigningKey new_signing_key(std::string person = {});

std::string sign(ByteView canonical, const SigningKey& key);  // hex

// "signed" of each role: the fields of the value over whatever unknown fields its `document` holds.
nlohmann::json to_document(const Root& root);
nlohmann::json to_document(const Timestamp& timestamp);
nlohmann::json to_document(const Snapshot& snapshot);
nlohmann::json to_document(const Targets& targets);
nlohmann::json to_document(const Key& key);

Bytes write_envelope(const nlohmann::json& signed_document, const std::vector<SigningKey>& signers);
template <class T>
Bytes write_metadata(const T& signed_part, const std::vector<SigningKey>& signers) {
  return write_envelope(to_document(signed_part), signers);
}
// Adds (or replaces) this key's signature; "signed" is not touched.
Result<Bytes> add_signature(ByteView envelope, std::string_view name, const SigningKey& key);

// Puts keys into a role: `keys` gets their public halves, the role their ids.
Role make_role(std::map<std::string, Key>& keys, const std::vector<SigningKey>& signers, int threshold);
MetaFile meta_file_of(ByteView bytes, std::int64_t version);
TargetFile target_file_of(ByteView bytes, nlohmann::json custom = nullptr);

}  // namespace gatecast::tuf
