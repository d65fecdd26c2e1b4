#include "content-sync/base/bytes.h"

#include <openssl/evp.h>

#include <algorithm>

#include "content-sync/base/error.h"

namespace gatecast {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

struct Sha256Stream::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  Context() { reset(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(md); }
  void reset() const {
    GATECAST_INVARIANT(md != nullptr && EVP_DigestInit_ex(md, EVP_sha256(), nullptr) == 1);
  }
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(ByteView bytes) {
  GATECAST_INVARIANT(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Stream::finish() {
  Sha256 hash;
  unsigned int length = 0;
  GATECAST_INVARIANT(EVP_DigestFinal_ex(context_->md, hash.bytes.data(), &length) == 1 && length == 32);
  context_->reset();
  return hash;
}

Sha256 sha256(ByteView bytes) {
  Sha256Stream stream;
  stream.update(bytes);
  return stream.finish();
}

std::string Sha256::hex() const {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<Sha256> Sha256::from_hex(std::string_view hex) {
  const auto is_lower_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (hex.size() != 64 || !std::all_of(hex.begin(), hex.end(), is_lower_digit)) return std::nullopt;
  Sha256 hash;
  for (std::size_t i = 0; i < 32; ++i)
    hash.bytes[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
  return hash;
}

std::string to_hex(ByteView bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

std::optional<Bytes> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]);
    const int low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace gatecast
