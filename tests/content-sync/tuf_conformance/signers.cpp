#include "tests/content-sync/tuf_conformance/signers.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <map>
#include <memory>
#include <stdexcept>

namespace gatecast::test {
namespace {

using PrivateKey = std::shared_ptr<EVP_PKEY>;

void need(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

PrivateKey own(EVP_PKEY* key) {
  need(key != nullptr, "no key was made");
  return {key, [](EVP_PKEY* made) { EVP_PKEY_free(made); }};
}

std::string public_pem(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  need(PEM_write_bio_PUBKEY(out.get(), key) == 1, "no PEM");
  char* data = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(length)};
}

std::string sign_with(EVP_PKEY* key, const char* digest, bool is_pss, ByteView message) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  need(EVP_DigestSignInit_ex(context.get(), &options, digest, nullptr, nullptr, key, nullptr) == 1, "sign");
  if (is_pss) {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t length = 0;
  need(EVP_DigestSign(context.get(), nullptr, &length, bytes, message.size()) == 1, "sign");
  Bytes signature(length, '\0');
  need(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes,
                      message.size()) == 1,
       "sign");
  signature.resize(length);
  return to_hex(signature);
}

Signer signer_of(const PrivateKey& key, std::string type, const std::string& scheme) {
  Signer made;
  made.key = {std::move(type), scheme, public_pem(key.get()), {}};
  made.id = tuf::key_id_of(made.key);
  const char* digest = scheme.find("384") != std::string::npos ? "SHA384" : "SHA256";
  const bool is_pss = scheme.starts_with("rsassa-pss");
  made.sign = [key, digest, is_pss](ByteView message) {
    return sign_with(key.get(), digest, is_pss, message);
  };
  return made;
}

}  // namespace

Signer ed25519_signer() {
  const auto key = tuf::new_signing_key();
  return {key.id, key.key, [key](ByteView message) { return tuf::sign(message, key); }};
}

Signer ecdsa_signer(const std::string& type, const std::string& scheme) {
  const bool is_384 = scheme.find("384") != std::string::npos;
  return signer_of(own(EVP_EC_gen(is_384 ? "P-384" : "P-256")), type, scheme);
}

Signer ecdsa_point_signer() {
  const auto key = own(EVP_EC_gen("P-256"));
  auto made = signer_of(key, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256");
  Bytes point(65, '\0');
  std::size_t length = 0;
  need(EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                                       reinterpret_cast<unsigned char*>(point.data()), point.size(),
                                       &length) == 1,
       "point");
  made.key.value = to_hex(point);
  made.id = tuf::key_id_of(made.key);
  return made;
}

Signer rsa_signer(const std::string& scheme, int bits) {
  static std::map<int, PrivateKey> made;
  auto& key = made[bits];
  if (key == nullptr) key = own(EVP_RSA_gen(static_cast<std::size_t>(bits)));
  return signer_of(key, "rsa", scheme);
}

}  // namespace gatecast::test
