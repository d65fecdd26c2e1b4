#include "content-sync/tuf/asymmetric_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>

#include "content-sync/tuf/raw_bytes.h"

namespace gatecast::tuf {
namespace {

constexpr std::size_t kLongestValue = 8 * 1024;
constexpr int kLeastRsaBits = 2048;
constexpr int kMostRsaBits = 8192;  // larger ones cost an attacker's victim seconds each

enum class Family { ecdsa, rsa_pss, rsa_pkcs1 };
struct Scheme {
  std::string_view name;
  Family family;
  const char* digest;
  const char* group = nullptr;
  std::size_t coordinate_bytes = 0;
};
constexpr std::array<Scheme, 8> kSchemes{{
    {"ecdsa-sha2-nistp256", Family::ecdsa, "SHA256", "prime256v1", 32},
    {"ecdsa-sha2-nistp384", Family::ecdsa, "SHA384", "secp384r1", 48},
    {"rsassa-pss-sha256", Family::rsa_pss, "SHA256"},
    {"rsassa-pss-sha384", Family::rsa_pss, "SHA384"},
    {"rsassa-pss-sha512", Family::rsa_pss, "SHA512"},
    {"rsa-pkcs1v15-sha256", Family::rsa_pkcs1, "SHA256"},
    {"rsa-pkcs1v15-sha384", Family::rsa_pkcs1, "SHA384"},
    {"rsa-pkcs1v15-sha512", Family::rsa_pkcs1, "SHA512"},
}};

template <auto free>
struct Deleter {
  template <class T>
  void operator()(T* value) const {
    free(value);
  }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;

// The type is "ecdsa", "rsa" or, in old repositories, the scheme's own name.
const Scheme* scheme_of(const Key& key) {
  for (const auto& scheme : kSchemes) {
    if (scheme.name != key.scheme) continue;
    const bool is_ecdsa = scheme.family == Family::ecdsa;
    return key.type == (is_ecdsa ? "ecdsa" : "rsa") || (is_ecdsa && key.type == scheme.name) ? &scheme
                                                                                             : nullptr;
  }
  return nullptr;
}

// Only public keys are read: a private one in metadata would be a grave mistake of its maker.
PublicKey from_pem(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return nullptr;
  text.remove_prefix(start);
  if (!text.starts_with("-----BEGIN PUBLIC KEY-----") && !text.starts_with("-----BEGIN RSA PUBLIC KEY-----"))
    return nullptr;
  EVP_PKEY* key = nullptr;
  const std::unique_ptr<OSSL_DECODER_CTX, Deleter<OSSL_DECODER_CTX_free>> decoder(
      OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", nullptr, nullptr, EVP_PKEY_PUBLIC_KEY, nullptr, nullptr));
  const unsigned char* data = raw(text);
  std::size_t length = text.size();
  if (decoder == nullptr || OSSL_DECODER_from_data(decoder.get(), &data, &length) != 1) return nullptr;
  return PublicKey(key);
}

PublicKey from_point(const Scheme& scheme, ByteView point) {
  const std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>> builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, scheme.group, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
          1)
    return nullptr;
  const std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return PublicKey(key);
}

bool is_of(const Scheme& scheme, EVP_PKEY* key) {
  if (scheme.family != Family::ecdsa) {
    const int bits = EVP_PKEY_get_bits(key);
    return EVP_PKEY_is_a(key, "RSA") == 1 && bits >= kLeastRsaBits && bits <= kMostRsaBits;
  }
  std::array<char, 64> group{};
  std::size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
         std::string_view(group.data(), length) == scheme.group;
}

PublicKey load(const Key& key, const Scheme& scheme) {
  if (key.value.size() > kLongestValue) return nullptr;
  PublicKey loaded;
  const auto point = scheme.family == Family::ecdsa ? from_hex(key.value) : std::nullopt;
  if (point && !point->empty())
    loaded = from_point(scheme, *point);
  else
    loaded = from_pem(key.value);
  if (loaded != nullptr && !is_of(scheme, loaded.get())) loaded.reset();
  return loaded;
}

std::optional<Bytes> number(EVP_PKEY* key, const char* name, std::size_t width) {
  BIGNUM* got = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &got) != 1) return std::nullopt;
  const Number owner(got);
  if (width == 0) width = static_cast<std::size_t>(BN_num_bytes(got));
  Bytes bytes(width, '\0');
  if (BN_bn2binpad(got, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(width)) < 0)
    return std::nullopt;
  return bytes;
}

bool verify(const Scheme& scheme, EVP_PKEY* key, ByteView message, ByteView signature) {
  const std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // owned by the context
  if (context == nullptr ||
      EVP_DigestVerifyInit_ex(context.get(), &options, scheme.digest, nullptr, nullptr, key, nullptr) != 1)
    return false;
  // The length of the salt is read from the signature: signers differ in it (digest's length or the most).
  if (scheme.family == Family::rsa_pss &&
      (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
       EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_AUTO) != 1))
    return false;
  return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

}  // namespace

std::optional<Bytes> asymmetric_key_bytes(const Key& key) {
  const Scheme* scheme = scheme_of(key);
  if (scheme == nullptr) return std::nullopt;
  const auto loaded = load(key, *scheme);
  ERR_clear_error();
  if (loaded == nullptr) return std::nullopt;
  const bool is_ecdsa = scheme->family == Family::ecdsa;
  const auto first = number(loaded.get(), is_ecdsa ? OSSL_PKEY_PARAM_EC_PUB_X : OSSL_PKEY_PARAM_RSA_N,
                            scheme->coordinate_bytes);
  const auto second = number(loaded.get(), is_ecdsa ? OSSL_PKEY_PARAM_EC_PUB_Y : OSSL_PKEY_PARAM_RSA_E,
                             scheme->coordinate_bytes);
  ERR_clear_error();
  if (!first || !second) return std::nullopt;
  return std::string(is_ecdsa ? scheme->group : "rsa") + ":" + *first + ":" + *second;
}

bool asymmetric_signature_holds(const Key& key, ByteView message, ByteView signature) {
  const Scheme* scheme = scheme_of(key);
  if (scheme == nullptr) return false;
  const auto loaded = load(key, *scheme);
  const bool holds = loaded != nullptr && verify(*scheme, loaded.get(), message, signature);
  ERR_clear_error();  // whoever asks libcrypto next must not find our refusals
  return holds;
}

}  // namespace gatecast::tuf
