#include "content-sync/repository/key_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/tuf/canonical_json.h"

namespace gatecast::repository {
namespace {

using nlohmann::json;

constexpr auto kPrivate = "gatecast-private-key";
constexpr auto kPublic = "gatecast-public-key";
constexpr auto kClosed = "argon2id13+xsalsa20poly1305";
constexpr auto kOpen = "none";
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30U;
constexpr std::uint64_t kMostOperations = 64;

unsigned char* raw(Bytes& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* raw(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

tl::unexpected<Error> bad(std::string_view name, const std::string& what) {
  return fail(content_error("key.format", std::string(name), what,
                            "give a key file that `gatecast keys new` or `gatecast keys demo` wrote"));
}

// Empty where there is not enough memory for the cost.
std::optional<Bytes> stretch(std::string_view passphrase, ByteView salt, const PassphraseCost& cost) {
  Bytes key(crypto_secretbox_KEYBYTES, '\0');
  if (crypto_pwhash(raw(key), key.size(), passphrase.data(), passphrase.size(), raw(salt), cost.operations,
                    cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return std::nullopt;
  return key;
}

json common(const tuf::SigningKey& key, const char* kind, const std::string& purpose) {
  return {{"format", {{"major", 1}, {"minor", 0}}},
          {"kind", kind},
          {"purpose", purpose},
          {"person", key.key.person},
          {"keyid", key.id},
          {"keytype", key.key.type},
          {"scheme", key.key.scheme},
          {"public", key.key.value}};
}

Bytes readable(const json& document) {
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

json closed_secret(ByteView seed, std::string_view passphrase, const PassphraseCost& cost) {
  const Bytes salt = random_bytes(crypto_pwhash_SALTBYTES);
  const Bytes nonce = random_bytes(crypto_secretbox_NONCEBYTES);
  auto key = stretch(passphrase, salt, cost);
  GATECAST_INVARIANT(key.has_value());  // fails only without memory
  Bytes box(seed.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(raw(box), raw(seed), seed.size(), raw(nonce), raw(*key));
  sodium_memzero(key->data(), key->size());
  return {{"method", kClosed},
          {"salt", to_hex(salt)},
          {"nonce", to_hex(nonce)},
          {"operations", cost.operations},
          {"memory_bytes", cost.memory_bytes},
          {"box", to_hex(box)}};
}

std::optional<Bytes> hex_field(const json& object, const char* key, std::size_t length) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  auto bytes = from_hex(found->get<std::string>());
  if (!bytes || bytes->size() != length) return std::nullopt;
  return bytes;
}

std::uint64_t number_field(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

Result<Bytes> open_secret(const json& secret, std::string_view name,
                          std::optional<std::string_view> passphrase) {
  if (secret.value("method", json()) == kOpen) {
    auto seed = hex_field(secret, "seed", tuf::kSeedBytes);
    if (!seed) return bad(name, "\"seed\" is not 64 hexadecimal digits");
    return std::move(*seed);
  }
  const auto salt = hex_field(secret, "salt", crypto_pwhash_SALTBYTES);
  const auto nonce = hex_field(secret, "nonce", crypto_secretbox_NONCEBYTES);
  const auto box = hex_field(secret, "box", tuf::kSeedBytes + crypto_secretbox_MACBYTES);
  const PassphraseCost cost{number_field(secret, "operations"), number_field(secret, "memory_bytes")};
  if (secret.value("method", json()) != kClosed || !salt || !nonce || !box)
    return bad(name, "the closed secret is damaged or of an unknown method");
  if (cost.operations < 1 || cost.operations > kMostOperations ||
      cost.memory_bytes < crypto_pwhash_MEMLIMIT_MIN || cost.memory_bytes > kMostMemory)
    return bad(name, "the cost of the passphrase is outside its bounds (1 GiB, 64 rounds)");
  if (!passphrase)
    return fail(usage_error("key.passphrase", std::string(name), "this key is closed by a passphrase",
                            "type it when asked, or give --passphrase-file"));
  auto key = stretch(*passphrase, *salt, cost);
  if (!key)
    return fail(
        environment_error("key.memory", std::string(name),
                          fmt::format("no {} MiB of memory free to open the key", cost.memory_bytes >> 20U),
                          "close other programs and try again"));
  Bytes seed(tuf::kSeedBytes, '\0');
  const int result = crypto_secretbox_open_easy(raw(seed), raw(*box), box->size(), raw(*nonce), raw(*key));
  sodium_memzero(key->data(), key->size());
  if (result != 0)
    return fail(
        trust_error("key.passphrase", std::string(name), "the passphrase is wrong, or the file was changed",
                    "type it again; nobody can recover a forgotten one: then make a new key and have it "
                    "delegated"));
  return seed;
}

Result<json> parse_key_document(ByteView file, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = 16 * 1024;
  GATECAST_TRY(json document, parse_json(file, name, limits));
  if (!document.is_object() || !document.contains("format") || !document["format"].is_object())
    return bad(name, "this is not a key file");
  if (number_field(document["format"], "major") != 1)
    return fail(
        content_error("key.format", std::string(name), "a key file of a newer format", "update gatecast"));
  return document;
}

}  // namespace

Bytes write_key_file(const tuf::SigningKey& key, const NewKeyFile& how) {
  json document = common(key, kPrivate, how.purpose);
  if (how.is_demo) document["demo"] = true;
  document["secret"] = how.passphrase ? closed_secret(key.seed(), *how.passphrase, how.cost)
                                      : json{{"method", kOpen}, {"seed", to_hex(key.seed())}};
  return readable(document);
}

Bytes write_public_key_file(const tuf::SigningKey& key, const std::string& purpose) {
  return readable(common(key, kPublic, purpose));
}

Result<KeyFacts> read_key_facts(ByteView file, std::string_view name) {
  GATECAST_TRY(const json document, parse_key_document(file, name));
  const auto text = [&](const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  KeyFacts facts;
  if (text("kind") != kPrivate && text("kind") != kPublic) return bad(name, "this is not a key file");
  facts.is_private = text("kind") == kPrivate;
  facts.key = {text("keytype"), text("scheme"), text("public"), text("person")};
  facts.purpose = text("purpose");
  facts.is_demo = document.value("demo", json()) == json(true);
  if (!tuf::is_ed25519(facts.key) || !tuf::key_bytes(facts.key))
    return bad(name, "\"public\" is not an Ed25519 key");
  facts.key_id = tuf::key_id_of(facts.key);
  if (facts.is_private) {
    const auto secret = document.find("secret");
    if (secret == document.end() || !secret->is_object()) return bad(name, "there is no \"secret\"");
    facts.needs_passphrase = secret->value("method", json()) != kOpen;
  }
  return facts;
}

Result<tuf::SigningKey> open_key_file(ByteView file, std::string_view name,
                                      std::optional<std::string_view> passphrase) {
  GATECAST_INVARIANT(sodium_init() >= 0);
  GATECAST_TRY(const KeyFacts facts, read_key_facts(file, name));
  if (!facts.is_private)
    return fail(usage_error("key.public", std::string(name), "this is a public key; it cannot sign",
                            "give the private key file that was made with it"));
  GATECAST_TRY(const json document, parse_key_document(file, name));
  GATECAST_TRY(Bytes seed, open_secret(document["secret"], name, passphrase));
  auto key = tuf::signing_key_from_seed(seed, facts.key.person);
  sodium_memzero(seed.data(), seed.size());
  if (tuf::key_bytes(key.key) != tuf::key_bytes(facts.key))
    return bad(name, "the secret does not belong to the public key in the file");
  return key;
}

}  // namespace gatecast::repository
