#include "content-sync/tuf/signing.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/tuf/canonical_json.h"
#include "content-sync/tuf/raw_bytes.h"

namespace gatecast::tuf {
namespace {

using nlohmann::json;

json common(const SignedPart& part, const char* type) {
  json document = part.document.is_object() ? part.document : json::object();
  document["_type"] = type;
  document["spec_version"] = "1.0.34";
  document["version"] = part.version;
  document["expires"] = format_instant(part.expires);
  return document;
}

// Canonical JSON lets control characters stand in its strings, where no JSON reader takes them: what is
// signed holds them as they are, the file holds them escaped.
Bytes as_file(const json& document) {
  Bytes file;
  for (const char c : write_canonical(document)) {
    if (static_cast<unsigned char>(c) < 0x20)
      file += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      file += c;
  }
  return file + "\n";
}

json keys_document(const std::map<std::string, Key>& keys) {
  json document = json::object();
  for (const auto& [id, key] : keys) document[id] = to_document(key);
  return document;
}

json meta_document(const MetaFile& file) {
  json document = {{"version", file.version}};
  if (file.length_bytes) document["length"] = *file.length_bytes;
  if (!file.hashes.empty()) document["hashes"] = file.hashes;
  return document;
}

json delegations_document(const Delegations& delegations) {
  if (delegations.succinct)
    return {{"keys", keys_document(delegations.keys)},
            {"succinct_roles",
             {{"keyids", delegations.succinct->role.key_ids},
              {"threshold", delegations.succinct->role.threshold},
              {"bit_length", delegations.succinct->bit_length},
              {"name_prefix", delegations.succinct->name_prefix}}}};
  json roles = json::array();
  for (const auto& delegated : delegations.roles) {
    json role = {{"name", delegated.name},
                 {"keyids", delegated.role.key_ids},
                 {"threshold", delegated.role.threshold},
                 {"terminating", delegated.is_terminating}};
    if (delegated.hash_prefixes.empty())
      role["paths"] = delegated.paths;
    else
      role["path_hash_prefixes"] = delegated.hash_prefixes;
    roles.push_back(std::move(role));
  }
  return {{"keys", keys_document(delegations.keys)}, {"roles", std::move(roles)}};
}

}  // namespace

Secret::Secret(ByteView bytes) {
  GATECAST_INVARIANT(bytes.size() == bytes_.size());
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}
Secret::~Secret() {
  sodium_memzero(bytes_.data(), bytes_.size());
}
ByteView Secret::view() const {
  return {bytes_.data(), bytes_.size()};
}

SigningKey signing_key_from_seed(ByteView seed, std::string person) {
  GATECAST_INVARIANT(seed.size() == kSeedBytes && sodium_init() >= 0);
  std::array<char, crypto_sign_PUBLICKEYBYTES> public_bytes{};
  std::array<char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(raw(public_bytes.data()), raw(secret.data()), raw(seed));
  SigningKey made;
  made.key = {"ed25519", "ed25519", to_hex({public_bytes.data(), public_bytes.size()}), std::move(person)};
  made.id = key_id_of(made.key);
  made.secret = Secret({secret.data(), secret.size()});
  sodium_memzero(secret.data(), secret.size());
  return made;
}

SigningKey new_signing_key(std::string person) {
  GATECAST_INVARIANT(sodium_init() >= 0);
  std::array<char, kSeedBytes> seed{};
  randombytes_buf(seed.data(), seed.size());
  auto key = signing_key_from_seed({seed.data(), seed.size()}, std::move(person));
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::string sign(ByteView canonical, const SigningKey& key) {
  std::array<char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(raw(signature.data()), nullptr, raw(canonical), canonical.size(),
                       raw(key.secret.view()));
  return to_hex({signature.data(), signature.size()});
}

json to_document(const Key& key) {
  json document = {{"keytype", key.type}, {"scheme", key.scheme}, {"keyval", {{"public", key.value}}}};
  if (!key.person.empty()) document["x-gatecast-person"] = key.person;
  return document;
}

json to_document(const Root& root) {
  json document = common(root, "root");
  document["consistent_snapshot"] = root.consistent_snapshot;
  document["keys"] = keys_document(root.keys);
  document["roles"] = json::object();
  for (const auto& [name, role] : root.roles)
    document["roles"][name] = {{"keyids", role.key_ids}, {"threshold", role.threshold}};
  return document;
}

json to_document(const Timestamp& timestamp) {
  json document = common(timestamp, "timestamp");
  document["meta"] = {{"snapshot.json", meta_document(timestamp.snapshot)}};
  if (timestamp.signed_at) document["x-gatecast-signed-at"] = format_instant(*timestamp.signed_at);
  return document;
}

json to_document(const Snapshot& snapshot) {
  json document = common(snapshot, "snapshot");
  document["meta"] = json::object();
  for (const auto& [name, file] : snapshot.meta) document["meta"][name] = meta_document(file);
  return document;
}

json to_document(const Targets& targets) {
  json document = common(targets, "targets");
  document["targets"] = json::object();
  for (const auto& [path, target] : targets.targets) {
    json entry = {{"length", target.length_bytes}, {"hashes", target.hashes}};
    if (!target.custom.is_null()) entry["custom"] = target.custom;
    document["targets"][path] = std::move(entry);
  }
  if (targets.delegations) document["delegations"] = delegations_document(*targets.delegations);
  return document;
}

Bytes write_envelope(const json& signed_document, const std::vector<SigningKey>& signers) {
  const Bytes canonical = write_canonical(signed_document);
  json signatures = json::array();
  for (const auto& signer : signers)
    signatures.push_back({{"keyid", signer.id}, {"sig", sign(canonical, signer)}});
  return as_file({{"signatures", std::move(signatures)}, {"signed", signed_document}});
}

Result<Bytes> add_signature(ByteView envelope, std::string_view name, const SigningKey& key) {
  GATECAST_TRY(json document, parse_json(envelope, name));
  if (!document.is_object() || !document.contains("signed") || !document.contains("signatures") ||
      !document["signatures"].is_array())
    return fail(trust_error("tuf.envelope.format", std::string(name),
                            "this is not signed metadata: \"signed\" and \"signatures\" are not both there",
                            "give the file content-<channel>.json that gatecast build wrote"));
  json kept = json::array();
  for (auto& signature : document["signatures"])
    if (!signature.is_object() || signature.value("keyid", json()) != json(key.id))
      kept.push_back(std::move(signature));
  kept.push_back({{"keyid", key.id}, {"sig", sign(write_canonical(document["signed"]), key)}});
  document["signatures"] = std::move(kept);
  return as_file(document);
}

Role make_role(std::map<std::string, Key>& keys, const std::vector<SigningKey>& signers, int threshold) {
  Role role;
  role.threshold = threshold;
  for (const auto& signer : signers) {
    keys[signer.id] = signer.key;
    role.key_ids.push_back(signer.id);
  }
  return role;
}

MetaFile meta_file_of(ByteView bytes, std::int64_t version) {
  return {version, bytes.size(), {{"sha256", sha256(bytes).hex()}}};
}

TargetFile target_file_of(ByteView bytes, json custom) {
  return {bytes.size(), {{"sha256", sha256(bytes).hex()}}, std::move(custom)};
}

}  // namespace gatecast::tuf
